using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>TR, ATR and NATR (Wilder 1978): the Wilder average begins with the mean of the first true ranges, which begin with the second bar.</summary>
public sealed class AverageTrueRange : Indicator
{
    private readonly TrueRange _trueRange;
    private readonly Smoothed _average;

    /// <param name="length">Bars.</param>
    public AverageTrueRange(int length)
        : base(length + 1, "atr", "tr", "atrp")
    {
        _trueRange = new TrueRange(State);
        _average = Smoothed.Wilder(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double range = _trueRange.Add(bar);
        double average = _average.Add(range);
        Set(average, range, bar.Close == 0 ? double.NaN : 100 * average / bar.Close);
    }
}
