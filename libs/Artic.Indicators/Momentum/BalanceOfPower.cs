using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>BOP (Livshin 2001): the mean of (close - open) / (high - low); a bar without range has none.</summary>
public sealed class BalanceOfPower : Indicator
{
    private readonly RollingSum _sum;

    /// <param name="length">Bars.</param>
    public BalanceOfPower(int length)
        : base(length, "bop") => _sum = new RollingSum(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) =>
        Set(_sum.Add(bar.High == bar.Low ? 0 : (bar.Close - bar.Open) / (bar.High - bar.Low)));
}
