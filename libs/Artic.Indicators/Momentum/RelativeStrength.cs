using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>RSI (Wilder 1978): Wilder averages of gains and losses; 100 where nothing was lost.</summary>
public sealed class RelativeStrength : Indicator
{
    private readonly StrengthOf _strength;

    /// <param name="length">Changes, one less than bars.</param>
    public RelativeStrength(int length)
        : base(length + 1, "rsi") => _strength = new StrengthOf(State, length);

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar) => Set(_strength.Add(bar.Close));
}
