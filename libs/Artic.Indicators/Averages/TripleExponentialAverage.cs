using Artic.Indicators.Blocks;

namespace Artic.Indicators.Averages;

/// <summary>TEMA (Mulloy 1994): 3 EMA - 3 EMA of EMA + EMA of that; all begin with the simple mean of the first closes.</summary>
public sealed class TripleExponentialAverage : Indicator
{
    private readonly Smoothed _first;
    private readonly Smoothed _second;
    private readonly Smoothed _third;

    /// <param name="length">Bars.</param>
    public TripleExponentialAverage(int length)
        : base(length, "tema")
    {
        _first = Smoothed.Ema(State, length);
        _second = Smoothed.Ema(State, length);
        _third = Smoothed.Ema(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        bool wasWarm = !double.IsNaN(_first.Value);
        double first = _first.Add(bar.Close);
        if (!wasWarm)
        {
            _second.Begin(first);
            _third.Begin(first);
        }
        else
        {
            _ = _third.Add(_second.Add(first));
        }

        Set((3 * first) - (3 * _second.Value) + _third.Value);
    }
}
