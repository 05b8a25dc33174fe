using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volatility;

/// <summary>Donchian Channel: highest high and lowest low of the bars before the one in hand.</summary>
public sealed class DonchianChannel : Indicator
{
    private readonly Extreme _highest;
    private readonly Extreme _lowest;

    /// <param name="length">Bars.</param>
    public DonchianChannel(int length)
        : base(length + 1, "centerline", "upperBand", "lowerBand", "width")
    {
        _highest = new Extreme(State, length, isHighest: true);
        _lowest = new Extreme(State, length, isHighest: false);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double upper = _highest.Value;
        double lower = _lowest.Value;
        double center = (upper + lower) / 2;
        Set([center, upper, lower, (upper - lower) / center]);
        _ = _highest.Add(bar.High);
        _ = _lowest.Add(bar.Low);
    }
}
