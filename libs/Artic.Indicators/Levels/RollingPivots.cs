using Artic.Indicators.Blocks;

namespace Artic.Indicators.Levels;

/// <summary>Standard pivot points of the highest, lowest and last price of the bars before the one in hand.</summary>
public sealed class RollingPivots : Indicator
{
    private readonly Extreme _highest;
    private readonly Extreme _lowest;
    private readonly int _close;

    /// <param name="length">Bars.</param>
    public RollingPivots(int length)
        : base(length + 1, "pp", "s1", "s2", "s3", "r1", "r2", "r3")
    {
        _highest = new Extreme(State, length, isHighest: true);
        _lowest = new Extreme(State, length, isHighest: false);
        _close = State.Take(1);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        PivotLevels levels = PivotLevels.Of(_highest.Value, _lowest.Value, State[_close]);
        Set(levels);
        _ = _highest.Add(bar.High);
        _ = _lowest.Add(bar.Low);
        State[_close] = bar.Close;
    }
}
