using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>
/// Realised volatility: square root of the sum of squared logarithmic returns over the window, scaled to a year of so many bars.
/// Returns are not centred (Andersen, Bollerslev 1998).
/// </summary>
public sealed class RealisedVolatility : Indicator
{
    private readonly RollingSum _squares;
    private readonly double _scale;
    private readonly int _close;

    /// <param name="length">Returns, one less than bars.</param>
    /// <param name="barsPerYear">To scale by; <paramref name="length"/> leaves the window's own.</param>
    public RealisedVolatility(int length, double barsPerYear)
        : base(length + 1, "volatility")
    {
        _squares = new RollingSum(State, length);
        _scale = barsPerYear / length;
        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double move = Math.Log(bar.Close / State[_close]);
        State[_close] = bar.Close;
        if (double.IsFinite(move))
        {
            _ = _squares.Add(move * move);
        }

        Set(_squares.IsFull ? Math.Sqrt(Math.Max(0, _squares.Sum) * _scale) : double.NaN);
    }
}
