using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Chandelier Exit (Le Beau): so many average true ranges below the highest high, and above the lowest low.</summary>
public sealed class ChandelierExit : Indicator
{
    private readonly Extreme _highest;
    private readonly Extreme _lowest;
    private readonly Smoothed _range;
    private readonly TrueRange _trueRange;
    private readonly double _multiplier;

    /// <param name="length">Bars.</param>
    /// <param name="multiplier">Average true ranges.</param>
    public ChandelierExit(int length, double multiplier)
        : base(length + 1, "chandelierExit", "shortExit")
    {
        _highest = new Extreme(State, length, isHighest: true);
        _lowest = new Extreme(State, length, isHighest: false);
        _range = Smoothed.Wilder(State, length);
        _trueRange = new TrueRange(State);
        _multiplier = multiplier;
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double distance = _multiplier * _range.Add(_trueRange.Add(bar));
        Set(_highest.Add(bar.High) - distance, _lowest.Add(bar.Low) + distance);
    }
}
