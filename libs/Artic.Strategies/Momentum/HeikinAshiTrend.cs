using Artic.Indicators.Bars;

namespace Artic.Strategies.Momentum;

/// <summary>Long after <c>confirm</c> rising Heikin-Ashi bars in a row, short after as many falling ones, nothing before.</summary>
public sealed class HeikinAshiTrend : BarStrategy
{
    private readonly HeikinAshi _bars;
    private readonly int _confirm;
    private readonly int _streak;

    /// <param name="confirm">Bars of one colour.</param>
    public HeikinAshiTrend(int confirm)
        : base(confirm, "streak", "confirm")
    {
        _bars = Keep(new HeikinAshi());
        _confirm = confirm;
        _streak = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _bars.Add(bar);
        ref double streak = ref Cell(_streak);
        double colour = Side(_bars.Value, _bars.Values[1]);
        streak = colour > 0 ? Math.Max(0, streak) + 1 : colour < 0 ? Math.Min(0, streak) - 1 : 0;
        return Along(Math.Abs(streak) >= _confirm ? Math.Sign(streak) : 0, streak, _confirm);
    }
}
