using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>CMO (Chande 1994): gains less losses over both, in per cent; 0 where there was neither.</summary>
public sealed class ChandeMomentum : Indicator
{
    private readonly RollingSum _gains;
    private readonly RollingSum _losses;
    private readonly int _close;

    /// <param name="length">Changes, one less than bars.</param>
    public ChandeMomentum(int length)
        : base(length + 1, "cmo")
    {
        _gains = new RollingSum(State, length);
        _losses = new RollingSum(State, length);
        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double change = bar.Close - State[_close];
        State[_close] = bar.Close;
        if (double.IsNaN(change))
        {
            return;
        }

        _ = _gains.Add(Math.Max(0, change));
        _ = _losses.Add(Math.Max(0, -change));
        if (_gains.IsFull)
        {
            double both = _gains.Sum + _losses.Sum;
            Set(both == 0 ? 0 : 100 * (_gains.Sum - _losses.Sum) / both);
        }
    }
}
