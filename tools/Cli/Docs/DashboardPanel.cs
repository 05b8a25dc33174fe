using Artic.Hosting.Metrics;

namespace Artic.Cli.Docs;

/// <summary>A panel of a dashboard: what is asked, and how the answer is shown. Grafana gets it as JSON, the report draws it.</summary>
/// <param name="Kind">How it shows.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Description">What it says, for people.</param>
/// <param name="Unit">Grafana's name of the unit.</param>
/// <param name="Queries">What it asks.</param>
public sealed record DashboardPanel(DashboardKind Kind, string Title, string Description, string Unit, DashboardQuery[] Queries)
{
    /// <summary>Above it something is wrong; null: there is no such value.</summary>
    public double? Budget { get; init; }

    /// <summary>Its lines are percentiles, of which the budget is the 99th's.</summary>
    public bool IsPercentiles { get; init; }

    /// <summary>What its values mean; empty where they are numbers.</summary>
    public MetricMeaning[] Meanings { get; init; } = [];

    /// <summary>Where its metrics are shown only under a condition: which; empty: always.</summary>
    public string OnlyWith { get; init; } = "";
}
