using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>
/// SuperTrend (Seban): bands of some average true ranges round the middle that only tighten, and change sides when the close
/// passes one. Begins with the downward side.
/// </summary>
public sealed class SuperTrend : Indicator
{
    private readonly double _multiplier;
    private readonly TrueRange _trueRange;
    private readonly Smoothed _range;
    private readonly int _at;

    /// <param name="length">Bars of the average true range.</param>
    /// <param name="multiplier">How many of them.</param>
    public SuperTrend(int length, double multiplier)
        : base(length + 1, "superTrend", "upperBand", "lowerBand")
    {
        _multiplier = multiplier;
        _trueRange = new TrueRange(State);
        _range = Smoothed.Wilder(State, length);
        _at = State.Take(3, double.NaN);
    }

    /// <summary>The trend is upward; false before it is warm.</summary>
    public bool IsUp => State[_at + 2] == 1;

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double upper = ref State[_at];
        ref double lower = ref State[_at + 1];
        ref double isUp = ref State[_at + 2];
        double before = _trueRange.PreviousClose;
        double range = _range.Add(_trueRange.Add(bar));
        if (double.IsNaN(range))
        {
            return;
        }

        double high = bar.Middle + (_multiplier * range);
        double low = bar.Middle - (_multiplier * range);
        if (double.IsNaN(upper))
        {
            isUp = bar.Close >= bar.Middle ? 1 : 0;
            (upper, lower) = (high, low);
        }

        if (high < upper || before > upper)
        {
            upper = high;
        }

        if (low > lower || before < lower)
        {
            lower = low;
        }

        isUp = bar.Close <= (isUp == 1 ? lower : upper) ? 0 : 1;
        Set(isUp == 1 ? lower : upper, isUp == 1 ? double.NaN : upper, isUp == 1 ? lower : double.NaN);
    }
}
