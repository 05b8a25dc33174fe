namespace Artic.VenueSimulator.Faults;

/// <summary>
/// How often the market streams lie. Rates are probabilities from 0 to 1: of <see cref="FaultKind.Drop"/>,
/// <see cref="FaultKind.Duplicate"/>, <see cref="FaultKind.Reorder"/> and <see cref="FaultKind.Garbage"/> for each message
/// of a connection, of <see cref="FaultKind.Silence"/> and <see cref="FaultKind.Disconnect"/> for each second of its life.
/// </summary>
public sealed record FaultOptions
{
    /// <summary>The rate of each fault, by <see cref="FaultKind"/>.</summary>
    public double[] Rates { get; init; } = new double[Enum.GetValues<FaultKind>().Length];

    /// <summary>What decides, together with a connection's number among the market connections.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long a silence is.</summary>
    public long SilenceNs { get; init; } = 5_000_000_000;

    /// <summary>How long after the first market connection faults end; null for never.</summary>
    public long? LengthNs { get; init; }

    /// <summary>True where some fault can happen.</summary>
    public bool IsAny => Array.Exists(Rates, rate => rate > 0);

    /// <summary>The rate of one fault.</summary>
    public double this[FaultKind kind] => Rates[(int)kind];
}
