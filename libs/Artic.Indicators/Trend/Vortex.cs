using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>Vortex (Botes, Siepman 2010): upward and downward movement over true range.</summary>
public sealed class Vortex : Indicator
{
    private readonly TrueRange _trueRange;
    private readonly RollingSum _ranges;
    private readonly RollingSum _up;
    private readonly RollingSum _down;
    private readonly int _at;

    /// <param name="length">Bars.</param>
    public Vortex(int length)
        : base(length + 1, "pvi", "nvi")
    {
        _trueRange = new TrueRange(State);
        _ranges = new RollingSum(State, length);
        _up = new RollingSum(State, length);
        _down = new RollingSum(State, length);
        _at = State.Take(2);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double range = _trueRange.Add(bar);
        double up = Math.Abs(bar.High - State[_at + 1]);
        double down = Math.Abs(bar.Low - State[_at]);
        (State[_at], State[_at + 1]) = (bar.High, bar.Low);
        if (double.IsNaN(range))
        {
            return;
        }

        _ = _ranges.Add(range);
        _ = _up.Add(up);
        _ = _down.Add(down);
        if (_ranges.IsFull)
        {
            Set(_up.Sum / _ranges.Sum, _down.Sum / _ranges.Sum);
        }
    }
}
