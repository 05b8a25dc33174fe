using Artic.Indicators.Trend;

namespace Artic.Strategies.Momentum;

/// <summary>
/// Long where the close is above both leading spans and the conversion line above the base line, short where both are below;
/// nothing within the cloud (Hosoda). The spans are those drawn at this bar, made <c>kijun</c> bars before.
/// </summary>
public sealed class IchimokuSignal : BarStrategy
{
    private readonly Ichimoku _lines;

    /// <param name="tenkan">Bars of the conversion line.</param>
    /// <param name="kijun">Bars of the base line, and how far the spans lead.</param>
    /// <param name="senkou">Bars of the second leading span.</param>
    public IchimokuSignal(int tenkan, int kijun, int senkou)
        : base(senkou + kijun, "tenkan", "kijun", "span_a", "span_b") => _lines = Keep(new Ichimoku(tenkan, kijun, senkou));

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _lines.Add(bar);
        ReadOnlySpan<double> lines = _lines.Values;
        double cross = Side(lines[0], lines[1]);
        double top = Math.Max(lines[2], lines[3]);
        double bottom = Math.Min(lines[2], lines[3]);
        double value = double.IsNaN(cross + top) ? double.NaN
            : cross > 0 && bar.Close > top ? 1
            : cross < 0 && bar.Close < bottom ? -1 : 0;
        return Along(value, lines[0], lines[1], lines[2], lines[3]);
    }
}
