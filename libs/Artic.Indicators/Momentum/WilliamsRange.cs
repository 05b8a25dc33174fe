using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Williams %R: -100 at the lowest low of the window, 0 at its highest high.</summary>
public sealed class WilliamsRange : Indicator
{
    private readonly StochasticOf _oscillator;

    /// <param name="length">Bars.</param>
    public WilliamsRange(int length)
        : base(length, "williamsR") => _oscillator = new StochasticOf(State, length, smooth: 1);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_oscillator.Add(bar.High, bar.Low, bar.Close) - 100);
}
