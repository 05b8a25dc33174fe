using Artic.Indicators.Blocks;

namespace Artic.Indicators.Trend;

/// <summary>Aroon (Chande 1995): how long ago the highest high and the lowest low of the last <c>length</c> bars and the one in hand were.</summary>
public sealed class Aroon : Indicator
{
    private readonly double _length;
    private readonly Extreme _highest;
    private readonly Extreme _lowest;

    /// <param name="length">Bars back.</param>
    public Aroon(int length)
        : base(length + 1, "oscillator", "aroonUp", "aroonDown")
    {
        _length = length;
        _highest = new Extreme(State, length + 1, isHighest: true, latest: false);
        _lowest = new Extreme(State, length + 1, isHighest: false, latest: false);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        _ = _highest.Add(bar.High);
        _ = _lowest.Add(bar.Low);
        if (_highest.IsFull)
        {
            double up = 100 * (_length - _highest.Back) / _length;
            double down = 100 * (_length - _lowest.Back) / _length;
            Set(up - down, up, down);
        }
    }
}
