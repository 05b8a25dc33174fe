namespace Artic.Cli.Docs;

/// <summary>How a panel shows what its queries give.</summary>
public enum DashboardKind
{
    /// <summary>The last value of each series, in large.</summary>
    Value,

    /// <summary>Lines over time.</summary>
    Chart,

    /// <summary>How many of each size over time; its series are the cumulative buckets of a histogram.</summary>
    Heatmap,
}
