namespace Artic.Cli.Reports;

/// <summary>A range of time that is asked for, in seconds of UTC since 1970, both ends included.</summary>
/// <param name="BeginS">Where it begins.</param>
/// <param name="EndS">Where it ends, after its begin.</param>
public readonly record struct PrometheusRange(long BeginS, long EndS)
{
    private const long MostPoints = 240;

    /// <summary>How often deploy/prometheus scrapes; Grafana's data source is told the same.</summary>
    private const long ScrapeS = 5;

    /// <summary>From one point of an answer to the next.</summary>
    public long StepS => Math.Max(1, (EndS - BeginS + MostPoints - 1) / MostPoints);

    /// <summary>Points of a series, at the most.</summary>
    public long Points => ((EndS - BeginS) / StepS) + 1;

    /// <summary>The window of a rate, as Grafana chooses it for this step.</summary>
    public long RateS => Math.Max(4 * ScrapeS, StepS + ScrapeS);
}
