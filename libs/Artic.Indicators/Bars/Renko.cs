namespace Artic.Indicators.Bars;

/// <summary>
/// Renko bricks of closes: a brick for each whole brick size that the close is beyond the last brick, two to turn. Outputs are the
/// last brick's close and open and how many bricks this bar has made, negative downwards.
/// </summary>
public sealed class Renko : Indicator
{
    private const int MostBricks = 1_000_000;

    private readonly double _brick;
    private readonly int _at;

    /// <param name="brick">Size of a brick in price.</param>
    public Renko(double brick)
        : base(2, "close", "open", "bricks")
    {
        _brick = brick;
        _at = State.Take(3);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double isBegun = ref State[_at];
        ref double open = ref State[_at + 1];
        ref double close = ref State[_at + 2];
        if (isBegun == 0)
        {
            // The grid begins at the first close, rounded to as many places as a brick has.
            double places = Math.Max(0, Math.Ceiling(-Math.Log10(_brick)));
            double unit = Math.Pow(10, places);
            (isBegun, open, close) = (1, Math.Round(bar.Close * unit) / unit, Math.Round(bar.Close * unit) / unit);
            return;
        }

        double top = Math.Max(open, close);
        double bottom = Math.Min(open, close);
        double up = Math.Floor((bar.Close - top) / _brick);
        double down = Math.Floor((bottom - bar.Close) / _brick);
        double bricks = up > 0 ? Math.Min(up, MostBricks) : down > 0 ? -Math.Min(down, MostBricks) : 0;
        if (bricks > 0)
        {
            close = top + (bricks * _brick);
            open = close - _brick;
        }
        else if (bricks < 0)
        {
            close = bottom + (bricks * _brick);
            open = close + _brick;
        }

        Set(close, open, bricks);
    }
}
