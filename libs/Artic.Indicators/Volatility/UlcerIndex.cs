using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>
/// Ulcer Index (Martin 1987): root mean square of the drawdowns of the closes from their highest since the window began, in per
/// cent. A bar costs as many steps as the window is long.
/// </summary>
public sealed class UlcerIndex : Indicator
{
    private readonly Window _closes;

    /// <param name="length">Bars.</param>
    public UlcerIndex(int length)
        : base(length, "ui") => _closes = new Window(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _closes.Push(bar.Close);
        if (!_closes.IsFull)
        {
            return;
        }

        double highest = 0;
        double squares = 0;
        for (int back = _closes.Length - 1; back >= 0; back--)
        {
            highest = Math.Max(highest, _closes[back]);
            double drawdown = highest == 0 ? 0 : 100 * ((_closes[back] - highest) / highest);
            squares += drawdown * drawdown;
        }

        Set(Math.Sqrt(squares / _closes.Length));
    }
}
