using Artic.Streams.Steps;

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

    /// <summary>Writes the average.</summary>
    public void Save(StateWriter state)
    {
        state.Write(_count);
        state.Write(Value);
    }

    /// <summary>Goes on with the average that another one of the same period had.</summary>
    public void Load(StateReader state)
    {
        _count = state.ReadCount(period);
        Value = state.ReadDouble();
    }

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
