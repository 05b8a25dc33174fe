using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>CMF: money flow volume over volume.</summary>
public sealed class ChaikinMoneyFlow : Indicator
{
    private readonly RollingSum _flow;
    private readonly RollingSum _volume;

    /// <param name="length">Bars.</param>
    public ChaikinMoneyFlow(int length)
        : base(length, "cmf")
    {
        _flow = new RollingSum(State, length);
        _volume = new RollingSum(State, length);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) =>
        Set(_flow.Add(MoneyFlow.MultiplierOf(bar) * bar.Volume) / _volume.Add(bar.Volume));
}
