namespace Artic.Indicators.Levels;

/// <summary>
/// ZigZag: turning points from which the price has gone back by so many per cent. A point is known only after that; so each bar
/// says the last confirmed point, whether it was a high (1) or a low (-1), and how many bars ago it was.
/// </summary>
public sealed class ZigZag : Indicator
{
    private readonly double _part;
    private readonly bool _ofCloses;
    private readonly int _at;

    /// <param name="percent">How far the price goes back from a turning point.</param>
    /// <param name="ofCloses">Of closes; otherwise of highs and lows.</param>
    public ZigZag(double percent, bool ofCloses)
        : base(2, "point", "pointType", "barsAgo")
    {
        _part = percent / 100;
        _ofCloses = ofCloses;
        _at = State.Take(9);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double bars = ref State[_at];
        ref double direction = ref State[_at + 1];
        ref double high = ref State[_at + 2];
        ref double highBar = ref State[_at + 3];
        ref double low = ref State[_at + 4];
        ref double lowBar = ref State[_at + 5];
        double top = _ofCloses ? bar.Close : bar.High;
        double bottom = _ofCloses ? bar.Close : bar.Low;
        bars++;
        if (bars == 1)
        {
            (high, highBar, low, lowBar) = (top, 1, bottom, 1);
            return;
        }

        if (direction >= 0 && top > high)
        {
            (high, highBar) = (top, bars);
        }

        if (direction <= 0 && bottom < low)
        {
            (low, lowBar) = (bottom, bars);
        }

        if (direction >= 0 && highBar < bars && bottom <= high * (1 - _part))
        {
            Confirm(high, highBar, 1);
            (direction, low, lowBar) = (-1, bottom, bars);
        }
        else if (direction <= 0 && lowBar < bars && top >= low * (1 + _part))
        {
            Confirm(low, lowBar, -1);
            (direction, high, highBar) = (1, top, bars);
        }

        if (State[_at + 8] != 0)
        {
            Set(State[_at + 6], State[_at + 8], bars - State[_at + 7]);
        }
    }

    private void Confirm(double price, double bar, double type)
    {
        State[_at + 6] = price;
        State[_at + 7] = bar;
        State[_at + 8] = type;
    }
}
