namespace Artic.Cli.Reports;

/// <summary>A line of a panel.</summary>
/// <param name="Name">As the legend has it.</param>
/// <param name="Points">Seconds of UTC since 1970, ascending, and values that can be drawn; NaN where there is none.</param>
public sealed record PanelSeries(string Name, (double S, double Value)[] Points)
{
    private const double Largest = 1e100;

    /// <summary>What is left for a chart where a value is not a number, infinite or absurd.</summary>
    public static double Drawn(double value) => Math.Abs(value) < Largest ? value : double.NaN;

    /// <summary>Its values.</summary>
    public IEnumerable<double> Values => Points.Select(point => point.Value).Where(double.IsFinite);

    /// <summary>The last one.</summary>
    public double Last => Values.Last();
}
