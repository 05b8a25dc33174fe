namespace Artic.SignalBridge.Strategies;

/// <summary>
/// Exponential moving average with smoothing 2 / (period + 1), seeded with the simple average of the first
/// <c>period</c> values (the usual charting convention). Thread: one.
/// </summary>
public sealed class ExponentialAverage(int period)
{
    private readonly double _weight = 2.0 / (period + 1);
    private int _count;

    /// <summary>As many values have come as the period has.</summary>
    public bool IsWarm => _count >= period;

    /// <summary>The average; the sum of the first values over the period while it warms up.</summary>
    public double Value { get; private set; }

    /// <summary>Takes the next value.</summary>
    public void Add(double value)
    {
        if (_count < period)
        {
            _count++;
            Value += value / period;
        }
        else
        {
            Value += _weight * (value - Value);
        }
    }
}
