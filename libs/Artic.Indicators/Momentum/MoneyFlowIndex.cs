using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>MFI (Quong, Soudack): the RSI's formula over sums of money flow; 100 where none was negative.</summary>
public sealed class MoneyFlowIndex : Indicator
{
    private readonly RollingSum _positive;
    private readonly RollingSum _negative;
    private readonly int _before;

    /// <param name="length">Changes, one less than bars.</param>
    public MoneyFlowIndex(int length)
        : base(length + 1, "mfi")
    {
        _positive = new RollingSum(State, length);
        _negative = new RollingSum(State, length);
        _before = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double price = bar.Typical;
        double before = State[_before];
        State[_before] = price;
        if (double.IsNaN(before))
        {
            return;
        }

        double flow = price * bar.Volume;
        _ = _positive.Add(price > before ? flow : 0);
        _ = _negative.Add(price < before ? flow : 0);
        if (_positive.IsFull)
        {
            Set(_negative.Sum > 0 ? 100 - (100 / (1 + (_positive.Sum / _negative.Sum))) : 100);
        }
    }
}
