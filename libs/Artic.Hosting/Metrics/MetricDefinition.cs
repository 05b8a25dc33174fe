namespace Artic.Hosting.Metrics;

/// <summary>One metric: what it is called, counts and means, who shows it and where it is drawn.</summary>
/// <param name="Name">As in <c>/metrics</c>; a counter's ends in <c>_total</c>.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Owners">The services that show it.</param>
/// <param name="Panel">Where it is drawn.</param>
/// <param name="Help">What it says, for people.</param>
public sealed record MetricDefinition(
    string Name, MetricKind Kind, MetricUnit Unit, MetricOwners Owners, MetricPanel Panel, string Help)
{
    private const double Money = 1e8;
    private const double NanosecondsPerSecond = 1e9;
    private const double NanosecondsPerMillisecond = 1e6;
    private const double NanosecondsPerMicrosecond = 1e3;

    /// <summary>The largest value that is as it should be (of a histogram: of its 99th percentile), in its unit; null: there is none.</summary>
    public double? Budget { get; init; }

    /// <summary>What its values mean; empty where they are numbers.</summary>
    public MetricMeaning[] Meanings { get; init; } = [];

    /// <summary>Drawn below 0: a limit of losses beside the result that it bounds.</summary>
    public bool IsDrawnNegative { get; init; }

    /// <summary>Where it is shown only under a condition: which; empty: always.</summary>
    public string OnlyWith { get; init; } = "";

    /// <summary>By what the integer in the counters file is divided for the page; of a histogram, its nanoseconds.</summary>
    public double Divisor => Kind == MetricKind.Histogram
        ? Unit == MetricUnit.Milliseconds ? NanosecondsPerMillisecond : NanosecondsPerMicrosecond
        : Unit switch
        {
            MetricUnit.Usd or MetricUnit.Price or MetricUnit.Quantity => Money,
            MetricUnit.Seconds => NanosecondsPerSecond,
            _ => 1,
        };
}
