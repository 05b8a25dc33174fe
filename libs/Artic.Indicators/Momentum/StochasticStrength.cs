using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Stochastic RSI (Chande, Kroll 1994): where the RSI stands in its own range, and its mean as the signal.</summary>
public sealed class StochasticStrength : Indicator
{
    private readonly StrengthOf _strength;
    private readonly StochasticOf _stochastic;
    private readonly RollingSum _signal;

    /// <param name="strength">Changes of the RSI.</param>
    /// <param name="length">Values of the range.</param>
    /// <param name="signal">Values of the signal line.</param>
    /// <param name="smooth">Values that are averaged.</param>
    public StochasticStrength(int strength, int length, int signal, int smooth)
        : base(strength + length + smooth - 1, "stochRsi", "signal")
    {
        _strength = new StrengthOf(State, strength);
        _stochastic = new StochasticOf(State, length, smooth);
        _signal = new RollingSum(State, signal);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double strength = _strength.Add(bar.Close);
        if (double.IsNaN(strength))
        {
            return;
        }

        double value = _stochastic.Add(strength, strength, strength);
        if (!double.IsNaN(value))
        {
            Set(value, _signal.Add(value));
        }
    }
}
