using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Stochastic oscillator (Lane): %K smoothed, %D its mean, and J = 3K - 2D.</summary>
public sealed class Stochastic : Indicator
{
    private readonly StochasticOf _oscillator;
    private readonly RollingSum _signal;

    /// <param name="length">Bars of the range.</param>
    /// <param name="signal">Values of %D.</param>
    /// <param name="smooth">Values of %K.</param>
    public Stochastic(int length, int signal, int smooth)
        : base(length + smooth - 1, "k", "d", "j")
    {
        _oscillator = new StochasticOf(State, length, smooth);
        _signal = new RollingSum(State, signal);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double k = _oscillator.Add(bar.High, bar.Low, bar.Close);
        if (!double.IsNaN(k))
        {
            double d = _signal.Add(k);
            Set(k, d, (3 * k) - (2 * d));
        }
    }
}
