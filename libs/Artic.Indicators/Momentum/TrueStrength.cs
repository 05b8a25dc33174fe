using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>TSI (Blau 1991): changes smoothed twice over their sizes smoothed twice, in per cent; an EMA as the signal.</summary>
public sealed class TrueStrength : Indicator
{
    private readonly Smoothed[] _averages = new Smoothed[5];
    private readonly int _close;

    /// <param name="length">First smoothing.</param>
    /// <param name="smooth">Second smoothing.</param>
    /// <param name="signal">Values of the signal line.</param>
    public TrueStrength(int length, int smooth, int signal)
        : base(length + smooth, "tsi", "signal")
    {
        int[] lengths = [length, smooth, length, smooth, signal];
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i] = Smoothed.Ema(State, lengths[i]);
        }

        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double change = bar.Close - State[_close];
        State[_close] = bar.Close;
        double move = _averages[1].Add(_averages[0].Add(change));
        double size = _averages[3].Add(_averages[2].Add(Math.Abs(change)));
        double value = size == 0 ? 0 : 100 * (move / size);
        Set(value, _averages[4].Add(value));
    }
}
