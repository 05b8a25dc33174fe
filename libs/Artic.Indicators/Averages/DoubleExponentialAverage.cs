using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>DEMA (Mulloy 1994): 2 EMA - EMA of EMA; both begin with the simple mean of the first closes.</summary>
public sealed class DoubleExponentialAverage : Indicator
{
    private readonly Smoothed _first;
    private readonly Smoothed _second;

    /// <param name="length">Bars.</param>
    public DoubleExponentialAverage(int length)
        : base(length, "dema")
    {
        _first = Smoothed.Ema(State, length);
        _second = Smoothed.Ema(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        bool wasWarm = !double.IsNaN(_first.Value);
        double first = _first.Add(bar.Close);
        if (!wasWarm)
        {
            _second.Begin(first);
        }
        else
        {
            _ = _second.Add(first);
        }

        Set((2 * first) - _second.Value);
    }
}
