using Artic.Indicators.Blocks;

namespace Artic.Indicators.Levels;

/// <summary>Fractals (Williams): a high above, or a low below, those of so many bars on each side. Known only after those; so it is said that many bars later.</summary>
public sealed class FractalPoints : Indicator
{
    private readonly int _span;
    private readonly Window _highs;
    private readonly Window _lows;

    /// <param name="span">Bars to each side.</param>
    public FractalPoints(int span)
        : base((2 * span) + 1, "fractalBear", "fractalBull")
    {
        _span = span;
        _highs = new Window(State, (2 * span) + 1);
        _lows = new Window(State, (2 * span) + 1);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _highs.Push(bar.High);
        _ = _lows.Push(bar.Low);
        if (!_highs.IsFull)
        {
            return;
        }

        double high = _highs[_span];
        double low = _lows[_span];
        bool isHigh = true;
        bool isLow = true;
        for (int back = 0; back <= 2 * _span; back++)
        {
            isHigh &= back == _span || _highs[back] < high;
            isLow &= back == _span || _lows[back] > low;
        }

        Set(isHigh ? high : double.NaN, isLow ? low : double.NaN);
    }
}
