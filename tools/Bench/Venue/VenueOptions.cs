namespace Artic.Bench.Venue;

/// <summary>What the bench venue was asked to do.</summary>
public sealed class VenueOptions
{
    /// <summary>Ticks a second over all instruments.</summary>
    public required int RatePerSecond { get; init; }

    /// <summary>Ticks that leave back to back.</summary>
    public required int Burst { get; init; }

    /// <summary>Ticks in all.</summary>
    public required long Ticks { get; init; }

    /// <summary>Instruments, which take turns.</summary>
    public required int Instruments { get; init; }

    /// <summary>Where port and process number are written once it listens.</summary>
    public required string ReadyFile { get; init; }

    /// <summary>The account's secret: signatures of requests are checked.</summary>
    public required string SecretFile { get; init; }

    /// <summary>Waits for requests and moments asleep, and leaves its core to others; else it looks for them all the time.</summary>
    public bool Sleeps { get; init; }

    /// <summary>Where it is written when each order was accepted (<see cref="OrderTimes"/>), or null.</summary>
    public string? OrderTimesFile { get; init; }
}
