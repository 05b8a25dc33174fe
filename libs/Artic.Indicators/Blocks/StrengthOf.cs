namespace Artic.Indicators.Blocks;

/// <summary>Wilder's relative strength of any series. Thread: one.</summary>
internal readonly struct StrengthOf(StateRow row, int length)
{
    private readonly Smoothed _gains = Smoothed.Wilder(row, length);
    private readonly Smoothed _losses = Smoothed.Wilder(row, length);
    private readonly int _before = row.Take(1, double.NaN);

    /// <summary>Takes a value; 0 to 100, NaN before it is warm. What is no number is passed over.</summary>
    public double Add(double value)
    {
        if (double.IsNaN(value))
        {
            return double.NaN;
        }

        double change = value - row[_before];
        row[_before] = value;
        if (double.IsNaN(change))
        {
            return double.NaN;
        }

        double gain = _gains.Add(Math.Max(0, change));
        double loss = _losses.Add(Math.Max(0, -change));
        return loss > 0 ? 100 - (100 / (1 + (gain / loss))) : double.IsNaN(loss) ? double.NaN : 100;
    }
}
