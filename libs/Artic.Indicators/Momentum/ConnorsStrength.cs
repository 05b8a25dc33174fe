using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>
/// Connors RSI (2012): the mean of a short RSI, the RSI of the streak of rising or falling closes, and the rank of the last
/// return among those before it.
/// </summary>
public sealed class ConnorsStrength : Indicator
{
    private readonly StrengthOf _strength;
    private readonly StrengthOf _streakStrength;
    private readonly Window _returns;
    private readonly int _streak;
    private readonly int _at;

    /// <param name="strength">Changes of the RSI.</param>
    /// <param name="streak">Changes of the streak's RSI.</param>
    /// <param name="rank">Returns that the last is ranked among.</param>
    public ConnorsStrength(int strength, int streak, int rank)
        : base(Math.Max(strength, Math.Max(streak, rank)) + 2, "connorsRsi", "rsi", "rsiStreak", "percentRank", "streak")
    {
        _strength = new StrengthOf(State, strength);
        _streak = streak;
        _streakStrength = new StrengthOf(State, streak);
        _returns = new Window(State, rank + 1);
        _at = State.Take(3);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double close = ref State[_at];
        ref double streak = ref State[_at + 1];
        ref double bars = ref State[_at + 2];
        double before = close;
        close = bar.Close;
        bars++;
        double strength = _strength.Add(bar.Close);
        if (bars == 1)
        {
            _ = _streakStrength.Add(0);
            _ = _returns.Push(0);
            Set([double.NaN, double.NaN, double.NaN, double.NaN, 0]);
            return;
        }

        streak = bar.Close > before ? Math.Max(0, streak) + 1 : bar.Close < before ? Math.Min(0, streak) - 1 : 0;
        double ofStreak = _streakStrength.Add(streak);
        ofStreak = bars > _streak + 2 ? ofStreak : double.NaN;
        double change = before == 0 ? 0 : (bar.Close / before) - 1;
        double rank = double.NaN;
        _ = _returns.Push(change);
        if (_returns.IsFull)
        {
            int below = 0;
            foreach (double each in _returns.Values)
            {
                below += each < change ? 1 : 0;
            }

            rank = 100.0 * below / (_returns.Length - 1);
        }

        double value = bars >= WarmUp ? (strength + ofStreak + rank) / 3 : double.NaN;
        Set([value, strength, ofStreak, rank, streak]);
    }
}
