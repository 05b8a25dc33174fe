using Artic.VenueSimulator.Accounts;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Faults;

namespace Artic.VenueSimulator.Options;

/// <summary>What the command line says, valid as a whole.</summary>
public sealed record VenueOptions
{
    /// <summary>How far the venue's clock is behind this machine's.</summary>
    public long ClockBehindNs { get; init; }

    /// <summary>The port on loopback; 0 takes any free one.</summary>
    public int Port { get; init; } = 9200;

    /// <summary>Where to write port and process id once listening.</summary>
    public string? ReadyFile { get; init; }

    /// <summary>The seed of the model.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The instrument of the model; of a replay, what the capture must hold, where it is given;
    /// of a mirror, which one.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>How many instruments the model has; all but the first publish only.</summary>
    public int Instruments { get; init; } = 1;

    /// <summary>The capture to replay; null for the model.</summary>
    public string? ReplayFile { get; init; }

    /// <summary>cryptofeed's capture of HTTP that has the replay's depth snapshot; null where the capture itself has it.</summary>
    public string? ReplayHttpFile { get; init; }

    /// <summary>The venue to mirror; null for the model or a replay.</summary>
    public MirrorOptions? Mirror { get; init; }

    /// <summary>Simulated time per real time.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>The account's key; null where there is no account and signed requests are refused.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The account's secret.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>The account's balances at scale 8; null for 10 base and 1,000,000 quote.</summary>
    public IReadOnlyDictionary<string, long>? BalancesE8 { get; init; }

    /// <summary>The commission rates.</summary>
    public FeeSchedule Fees { get; init; } = FeeSchedule.Default;

    /// <summary>Orders of the account that may rest at once, with the model.</summary>
    public int MaxOpenOrders { get; init; } = 200;

    /// <summary>Weight of requests in a UTC minute above which they are refused; null: it is counted and told only.</summary>
    public int? WeightPerMinute { get; init; }

    /// <summary>What the market streams suffer.</summary>
    public FaultOptions Faults { get; init; } = new();

    /// <summary>The event log.</summary>
    public string? LogFile { get; init; }

    /// <summary>After how long it ends by itself; null for never.</summary>
    public TimeSpan? MaxTime { get; init; }
}
