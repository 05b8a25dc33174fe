using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>
/// CCI (Lambert 1980): the typical price's distance from its mean over 0.015 mean absolute deviations. The deviation has no
/// recurrence, so a bar costs as many steps as the window is long. Without deviation there is no value.
/// </summary>
public sealed class CommodityChannel : Indicator
{
    private readonly Window _prices;

    /// <param name="length">Bars.</param>
    public CommodityChannel(int length)
        : base(length, "cci") => _prices = new Window(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _prices.Push(bar.Typical);
        if (!_prices.IsFull)
        {
            return;
        }

        double mean = 0;
        foreach (double each in _prices.Values)
        {
            mean += each;
        }

        mean /= _prices.Length;
        double deviation = 0;
        foreach (double each in _prices.Values)
        {
            deviation += Math.Abs(mean - each);
        }

        deviation /= _prices.Length;
        Set((bar.Typical - mean) / (0.015 * deviation));
    }
}
