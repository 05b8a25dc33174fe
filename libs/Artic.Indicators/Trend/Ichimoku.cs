using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>
/// Ichimoku Kinko Hyo (Hosoda): the leading spans as they stand at this bar, made from those of <c>offset</c> bars before; the lagging
/// span is the close in hand, which charts draw <c>offset</c> bars back.
/// </summary>
public sealed class Ichimoku : Indicator
{
    private readonly Extreme[] _highest = new Extreme[3];
    private readonly Extreme[] _lowest = new Extreme[3];
    private readonly Window _first;
    private readonly Window _second;

    /// <param name="tenkan">Bars of the conversion line.</param>
    /// <param name="kijun">Bars of the base line, and how far the spans lead.</param>
    /// <param name="senkou">Bars of the second leading span.</param>
    public Ichimoku(int tenkan, int kijun, int senkou)
        : base(tenkan, "tenkanSen", "kijunSen", "senkouSpanA", "senkouSpanB", "chikouSpan")
    {
        int[] lengths = [tenkan, kijun, senkou];
        for (int i = 0; i < lengths.Length; i++)
        {
            _highest[i] = new Extreme(State, lengths[i], isHighest: true);
            _lowest[i] = new Extreme(State, lengths[i], isHighest: false);
        }

        _first = new Window(State, kijun);
        _second = new Window(State, kijun);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double tenkan = Middle(0, bar);
        double kijun = Middle(1, bar);
        double first = _first.Push((tenkan + kijun) / 2);
        double second = _second.Push(Middle(2, bar));
        Set([tenkan, kijun, first, second, bar.Close]);
    }

    private double Middle(int i, in OhlcvBar bar) => (_highest[i].Add(bar.High) + _lowest[i].Add(bar.Low)) / 2;
}
