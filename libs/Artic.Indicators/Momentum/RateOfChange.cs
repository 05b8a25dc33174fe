using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>ROC and momentum: the close against that of so many bars before, in per cent and in price.</summary>
public sealed class RateOfChange : Indicator
{
    private readonly Window _closes;

    /// <param name="length">Bars back.</param>
    public RateOfChange(int length)
        : base(length + 1, "roc", "momentum") => _closes = new Window(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = _closes.Push(bar.Close);
        Set(100 * (bar.Close - before) / before, bar.Close - before);
    }
}
