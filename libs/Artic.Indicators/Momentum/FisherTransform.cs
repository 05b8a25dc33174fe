using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Fisher Transform (Ehlers 2002) of the middle prices, and its value one bar before as the trigger.</summary>
public sealed class FisherTransform : Indicator
{
    private readonly Window _prices;
    private readonly int _at;

    /// <param name="length">Bars of the range.</param>
    public FisherTransform(int length)
        : base(1, "fisher", "trigger")
    {
        _prices = new Window(State, length);
        _at = State.Take(1);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double price = bar.Middle;
        bool isFirst = _prices.Count == 0;
        _ = _prices.Push(price);
        if (isFirst)
        {
            Set(0, double.NaN);
            return;
        }

        double lowest = double.MaxValue;
        double highest = double.MinValue;
        foreach (double each in _prices.Values)
        {
            lowest = Math.Min(lowest, each);
            highest = Math.Max(highest, each);
        }

        double value = highest == lowest
            ? 0
            : (0.66 * (((price - lowest) / (highest - lowest)) - 0.5)) + (0.67 * State[_at]);
        value = value > 0.99 ? 0.999 : value < -0.99 ? -0.999 : value;
        State[_at] = value;
        double before = Value;
        Set((0.5 * Math.Log((1 + value) / (1 - value))) + (0.5 * before), before);
    }
}
