namespace Artic.Indicators.Volume;

/// <summary>OBV (Granville 1963): volume added when the close rises and taken off when it falls, from 0.</summary>
public sealed class OnBalanceVolume : Indicator
{
    private readonly int _at;

    /// <summary>One at its beginning.</summary>
    public OnBalanceVolume()
        : base(1, "obv")
    {
        _at = State.Take(1);
        _ = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double close = ref State[_at + 1];
        State[_at] += bar.Close > close ? bar.Volume : bar.Close < close ? -bar.Volume : 0;
        close = bar.Close;
        Set(State[_at]);
    }
}
