namespace Artic.Indicators.Blocks;

/// <summary>
/// An exponential average that begins with the simple mean of its first values. With a factor of 2/(n+1) it is the EMA, with 1/n
/// Wilder's (RMA, SMMA). Thread: one.
/// </summary>
internal readonly struct Smoothed
{
    private readonly StateRow _row;
    private readonly int _seed;
    private readonly double _factor;
    private readonly int _at;

    public Smoothed(StateRow row, int seed, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seed, 1);
        _row = row;
        _seed = seed;
        _factor = factor;
        _at = row.Take(2);
        _ = row.Take(1, double.NaN);
    }

    /// <summary>NaN before the first values have come.</summary>
    public double Value => _row[_at + 2];

    public static Smoothed Ema(StateRow row, int length) => new(row, length, 2.0 / (length + 1));

    public static Smoothed Wilder(StateRow row, int length) => new(row, length, 1.0 / length);

    /// <summary>Takes a value; gives the average. What is no number is passed over.</summary>
    public double Add(double value)
    {
        if (double.IsNaN(value))
        {
            return Value;
        }

        ref double average = ref _row[_at + 2];
        if (!double.IsNaN(average))
        {
            average += _factor * (value - average);
            return average;
        }

        _row[_at]++;
        _row[_at + 1] += value;
        if (_row[_at] == _seed)
        {
            average = _row[_at + 1] / _seed;
        }

        return average;
    }

    /// <summary>Begins with this value.</summary>
    public void Begin(double value) => _row[_at + 2] = value;
}
