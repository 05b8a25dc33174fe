using Artic.Indicators.Volume;

namespace Artic.Strategies.Volume;

/// <summary>Long while the Chaikin money flow is above <c>threshold</c>, short while it is below its negative (Chaikin).</summary>
public sealed class ChaikinPressure : BarStrategy
{
    private readonly ChaikinMoneyFlow _flow;
    private readonly double _threshold;

    /// <param name="length">Bars.</param>
    /// <param name="threshold">Least flow.</param>
    public ChaikinPressure(int length, double threshold)
        : base(length, "cmf", "threshold")
    {
        _flow = Keep(new ChaikinMoneyFlow(length));
        _threshold = threshold;
    }

    /// <inheritdoc/>
    public override bool NeedsVolume => true;

    /// <inheritdoc/>
    protected override StrategySignal Decide(in OhlcvBar bar)
    {
        _ = _flow.Add(bar);
        double flow = _flow.Value;
        return Pressed(double.IsNaN(flow) ? flow : flow > _threshold ? 1 : flow < -_threshold ? -1 : 0, flow, _threshold);
    }
}
