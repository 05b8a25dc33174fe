using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>ADL (Chaikin): the sum of all money flow volumes.</summary>
public sealed class AccumulationDistribution : Indicator
{
    private readonly int _at;

    /// <summary>One at its beginning.</summary>
    public AccumulationDistribution()
        : base(1, "adl", "moneyFlowMultiplier", "moneyFlowVolume") => _at = State.Take(1);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double multiplier = MoneyFlow.MultiplierOf(bar);
        State[_at] += multiplier * bar.Volume;
        Set(State[_at], multiplier, multiplier * bar.Volume);
    }
}
