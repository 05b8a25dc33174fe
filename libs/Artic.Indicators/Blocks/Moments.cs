namespace Artic.Indicators.Blocks;

/// <summary>
/// Mean and variance of the last values, by Welford's update for a window (the difference of squares would lose all digits where
/// prices are large and move little); made anew once a round. Thread: one.
/// </summary>
internal readonly struct Moments(StateRow row, int length)
{
    private readonly Window _window = new(row, length);
    private readonly int _mean = row.Take(1);
    private readonly int _squares = row.Take(1);

    public bool IsFull => _window.IsFull;

    /// <summary>The mean of a full window; NaN before.</summary>
    public double Mean => IsFull ? row[_mean] : double.NaN;

    /// <summary>Variance over the count (population).</summary>
    public double Variance => IsFull ? Math.Max(0, row[_squares]) / length : double.NaN;

    /// <summary>Square root of <see cref="Variance"/>.</summary>
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>Variance over the count less one (sample).</summary>
    public double SampleVariance => IsFull && length > 1 ? Math.Max(0, row[_squares]) / (length - 1) : double.NaN;

    /// <summary>The value so many before the last.</summary>
    public double this[int back] => _window[back];

    public void Add(double value)
    {
        double replaced = _window.Push(value);
        if (!double.IsNaN(replaced) && _window.Next != 0)
        {
            double before = row[_mean];
            row[_mean] += (value - replaced) / length;
            row[_squares] += (value - replaced) * (value - row[_mean] + replaced - before);
            return;
        }

        if (!_window.IsFull)
        {
            return;
        }

        double sum = 0;
        foreach (double each in _window.Values)
        {
            sum += each;
        }

        double mean = sum / length;
        double squares = 0;
        foreach (double each in _window.Values)
        {
            squares += (each - mean) * (each - mean);
        }

        row[_mean] = mean;
        row[_squares] = squares;
    }
}
