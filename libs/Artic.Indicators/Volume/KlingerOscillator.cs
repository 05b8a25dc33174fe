using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>Klinger Volume Oscillator (1997): fast less slow EMA of the volume force, and an EMA as the signal.</summary>
public sealed class KlingerOscillator : Indicator
{
    private readonly Smoothed _fast;
    private readonly Smoothed _slow;
    private readonly Smoothed _signal;
    private readonly int _at;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    /// <param name="signal">Values of the signal line.</param>
    public KlingerOscillator(int fast, int slow, int signal)
        : base(slow + 2, "oscillator", "signal")
    {
        _fast = Smoothed.Ema(State, fast);
        _slow = Smoothed.Ema(State, slow);
        _signal = Smoothed.Ema(State, signal);
        _at = State.Take(6);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        ref double bars = ref State[_at];
        ref double sum = ref State[_at + 1];
        ref double trend = ref State[_at + 2];
        ref double range = ref State[_at + 3];
        ref double cumulated = ref State[_at + 4];
        ref double force = ref State[_at + 5];
        bars++;
        double sumNow = bar.High + bar.Low + bar.Close;
        double rangeNow = bar.High - bar.Low;
        double trendNow = sumNow > sum ? 1 : -1;
        if (bars == 1)
        {
            (sum, range, trend) = (sumNow, rangeNow, 0);
            return;
        }

        if (bars == 2)
        {
            (sum, range, trend, cumulated) = (sumNow, rangeNow, trendNow, 0);
            return;
        }

        cumulated = trendNow == trend ? cumulated + rangeNow : range + rangeNow;
        force = rangeNow == cumulated || bar.Volume == 0 ? 0
            : rangeNow == 0 ? bar.Volume * 2 * trendNow * 100
            : cumulated != 0 ? bar.Volume * Math.Abs(2 * ((rangeNow / cumulated) - 1)) * trendNow * 100
            : force;
        (sum, range, trend) = (sumNow, rangeNow, trendNow);
        double value = _fast.Add(force) - _slow.Add(force);
        Set(value, _signal.Add(value));
    }
}
