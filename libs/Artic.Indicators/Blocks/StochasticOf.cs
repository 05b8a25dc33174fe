namespace Artic.Indicators.Blocks;

/// <summary>Where a value stands between the lowest low and the highest high, 0 to 100, smoothed. Thread: one.</summary>
internal readonly struct StochasticOf(StateRow row, int length, int smooth)
{
    private readonly Extreme _highest = new(row, length, isHighest: true);
    private readonly Extreme _lowest = new(row, length, isHighest: false);
    private readonly RollingSum _smooth = new(row, smooth);

    /// <summary>Takes a bar's; NaN before it is warm. Without a range it is 0.</summary>
    public double Add(double high, double low, double close)
    {
        double highest = _highest.Add(high);
        double lowest = _lowest.Add(low);
        if (double.IsNaN(highest))
        {
            return double.NaN;
        }

        return _smooth.Add(highest == lowest ? 0 : 100 * (close - lowest) / (highest - lowest));
    }
}
