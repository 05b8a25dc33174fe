using Artic.Indicators.Volatility;

namespace Artic.Strategies.Momentum;

/// <summary>
/// Long from a close above the channel of <c>entry</c> bars until a close below the channel of <c>exit</c> bars, short the other
/// way round (Donchian; the Turtles' rule on closes, Faith 2007).
/// </summary>
public sealed class TurtleChannel : BarStrategy
{
    private readonly DonchianChannel _entry;
    private readonly DonchianChannel _exit;
    private readonly int _position;

    /// <param name="entry">Bars of the channel that opens.</param>
    /// <param name="exit">Bars of the channel that closes.</param>
    public TurtleChannel(int entry, int exit)
        : base(Math.Max(entry, exit) + 1, "close", "upper", "lower", "exit")
    {
        _entry = Keep(new DonchianChannel(entry));
        _exit = Keep(new DonchianChannel(exit));
        _position = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _entry.Add(bar);
        _ = _exit.Add(bar);
        ref double position = ref Cell(_position);
        double exit = position > 0 ? _exit.Values[2] : position < 0 ? _exit.Values[1] : double.NaN;
        if ((position > 0 && bar.Close < exit) || (position < 0 && bar.Close > exit))
        {
            position = 0;
        }

        position = bar.Close > _entry.Values[1] ? 1 : bar.Close < _entry.Values[2] ? -1 : position;
        return Broken(position, bar.Close, _entry.Values[1], _entry.Values[2], exit);
    }
}
