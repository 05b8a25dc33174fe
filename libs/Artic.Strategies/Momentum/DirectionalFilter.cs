using Artic.Indicators.Trend;

namespace Artic.Strategies.Momentum;

/// <summary>Long where +DI is above -DI, short where it is below, and only where the ADX is at its threshold (Wilder 1978).</summary>
public sealed class DirectionalFilter : BarStrategy
{
    private readonly DirectionalMovement _movement;
    private readonly double _threshold;

    /// <param name="length">Bars.</param>
    /// <param name="threshold">Least ADX.</param>
    public DirectionalFilter(int length, double threshold)
        : base(2 * length, "adx", "plus", "minus")
    {
        _movement = Keep(new DirectionalMovement(length));
        _threshold = threshold;
    }

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _movement.Add(bar);
        ReadOnlySpan<double> lines = _movement.Values;
        return lines[0] < _threshold
            ? new StrategySignal(0, SignalReason.Filtered, lines[0], lines[1], lines[2])
            : Along(double.IsNaN(lines[0]) ? double.NaN : Side(lines[1], lines[2]), lines[0], lines[1], lines[2]);
    }
}
