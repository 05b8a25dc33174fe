namespace Artic.Cli.Reports;

/// <summary>A series of an answer.</summary>
/// <param name="Labels">Its labels.</param>
/// <param name="Points">Seconds of UTC since 1970, ascending, and values; NaN and the infinities among them.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, (double S, double Value)[] Points);
