using Artic.V1;

namespace Artic.Cli.Reports;

/// <summary>What a run has done, from its record alone. Times are nanoseconds, of UTC since 1970; money is at scale 8.</summary>
public sealed class RunReport
{
    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>What <c>run.json</c> says of it, in words: account, host, version, source.</summary>
    public List<(string Name, string Value)> Facts { get; } = [];

    /// <summary>First record.</summary>
    public long BeganNs { get; set; }

    /// <summary>Last record.</summary>
    public long EndedNs { get; set; }

    /// <summary>Symbols by instrument.</summary>
    public Dictionary<uint, string> Symbols { get; } = [];

    /// <summary>Durations of orders from tick to request and of their stages, each sorted, in nanoseconds.</summary>
    public List<(string Name, long[] DurationsNs)> Latencies { get; } = [];

    /// <summary>Result of all instruments after fees, whenever it changed.</summary>
    public List<(long Ns, long Money)> Equity { get; } = [];

    /// <summary>Orders by their last status.</summary>
    public SortedDictionary<OrderStatus, long> Orders { get; } = [];

    /// <summary>By strategy instance.</summary>
    public SortedDictionary<uint, InstanceResult> Instances { get; } = [];

    /// <summary>Denials by code, of the risk manager and of the engine.</summary>
    public Dictionary<DenialCode, long> Denials { get; } = [];

    /// <summary>The last position of each instrument.</summary>
    public SortedDictionary<uint, Position> Positions { get; } = [];

    /// <summary>Feeds by instrument, as their last status has them.</summary>
    public SortedDictionary<uint, FeedStatus> Feeds { get; } = [];

    /// <summary>Times that a book was withdrawn.</summary>
    public long Withdrawn { get; set; }

    /// <summary>Comparisons with the venue.</summary>
    public long Comparisons { get; set; }

    /// <summary>Comparisons that differed, and did so before.</summary>
    public List<(long Ns, Reconciliation Comparison)> Breaks { get; } = [];

    /// <summary>Comparisons of an instrument's open orders with the venue's.</summary>
    public long OrderComparisons { get; set; }

    /// <summary>Of these, those in which an order has differed twice.</summary>
    public List<(long Ns, OpenOrdersCompared Comparison)> OrderBreaks { get; } = [];

    /// <summary>States, kills, breakers, limits and modes as they changed: when, what, and why.</summary>
    public List<(long Ns, string What, string Why)> Events { get; } = [];

    /// <summary><see cref="Equity"/> less its highest value so far, 0 before the first.</summary>
    public List<(long Ns, long Money)> Drawdown()
    {
        List<(long Ns, long Money)> below = [];
        long high = 0;
        foreach ((long ns, long money) in Equity)
        {
            high = Math.Max(high, money);
            below.Add((ns, money - high));
        }

        return below;
    }
}
