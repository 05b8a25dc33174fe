using Artic.Indicators.Bars;

namespace Artic.Strategies.Momentum;

/// <summary>
/// Long after <c>confirm</c> rising Renko bricks in a row, short after as many falling ones. Bricks are of the logarithm of the
/// close, so that they are so many per cent at any price; a close that is not positive is passed over by them.
/// </summary>
public sealed class RenkoTrend : BarStrategy
{
    private readonly Renko _bricks;
    private readonly int _confirm;
    private readonly int _streak;

    /// <param name="brick">Size of a brick in per cent.</param>
    /// <param name="confirm">Bricks of one direction.</param>
    public RenkoTrend(double brick, int confirm)
        : base(2, "streak", "confirm")
    {
        _bricks = Keep(new Renko(brick));
        _confirm = confirm;
        _streak = Take(1);
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        if (!_bricks.Add(Of(100 * Math.Log(bar.Close))))
        {
            return Along(double.NaN);
        }

        ref double streak = ref Cell(_streak);
        double made = _bricks.Values[2];
        streak = made > 0 ? Math.Max(0, streak) + made : made < 0 ? Math.Min(0, streak) + made : streak;
        return Along(Math.Abs(streak) >= _confirm ? Math.Sign(streak) : 0, streak, _confirm);
    }
}
