using Artic.Indicators.Volatility;

namespace Artic.Strategies.Volatility;

/// <summary>
/// Long from a close above the short side's chandelier stop of the bar before, short from one below the long side's (Le Beau); before
/// either it says nothing.
/// </summary>
public sealed class ChandelierSide : BarStrategy
{
    private readonly ChandelierExit _exit;
    private readonly int _position;

    /// <param name="length">Bars.</param>
    /// <param name="multiplier">Average true ranges.</param>
    public ChandelierSide(int length, double multiplier)
        : base(length + 2, "close", "long_exit", "short_exit")
    {
        _exit = Keep(new ChandelierExit(length, multiplier));
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        double longExit = _exit.Value;
        double shortExit = _exit.Values[1];
        _ = _exit.Add(bar);
        if (double.IsNaN(longExit + shortExit))
        {
            return Along(double.NaN, bar.Close, longExit, shortExit);
        }

        // In a narrow market the two stops cross; a close beyond both then speaks for neither.
        ref double position = ref Cell(_position);
        bool isAbove = bar.Close > shortExit;
        bool isBelow = bar.Close < longExit;
        position = isAbove == isBelow ? position : isAbove ? 1 : -1;
        return Along(position, bar.Close, longExit, shortExit);
    }
}
