using Artic.Indicators.Volatility;

namespace Artic.Strategies.Momentum;

/// <summary>Long on a close above the highest high of the bars before it, short on one below their lowest low; for that bar alone.</summary>
public sealed class RangeBreakout : BarStrategy
{
    private readonly DonchianChannel _range;
    private readonly double _buffer;

    /// <param name="length">Bars of the range, without the one in hand.</param>
    /// <param name="buffer">How far beyond the range, in per cent of its width.</param>
    public RangeBreakout(int length, double buffer)
        : base(length + 1, "close", "upper", "lower")
    {
        _range = Keep(new DonchianChannel(length));
        _buffer = buffer / 100;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _range.Add(bar);
        double width = _range.Values[1] - _range.Values[2];
        double upper = _range.Values[1] + (_buffer * width);
        double lower = _range.Values[2] - (_buffer * width);
        return Broken(double.IsNaN(width) ? width : bar.Close > upper ? 1 : bar.Close < lower ? -1 : 0, bar.Close, upper, lower);
    }
}
