namespace Artic.Hosting.Metrics;

/// <summary>A picture on a dashboard: the metrics that name it are drawn together.</summary>
/// <param name="Board">Where.</param>
/// <param name="Title">Its heading.</param>
public sealed record MetricPanel(MetricBoard Board, string Title);
