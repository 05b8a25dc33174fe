using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>PMO (DecisionPoint): the one-bar change in per cent, smoothed with 2/length twice and scaled by 10.</summary>
public sealed class PriceMomentum : Indicator
{
    private readonly Smoothed _first;
    private readonly Smoothed _second;
    private readonly Smoothed _signal;
    private readonly int _close;

    /// <param name="length">First smoothing.</param>
    /// <param name="smooth">Second smoothing.</param>
    /// <param name="signal">Values of the signal line.</param>
    public PriceMomentum(int length, int smooth, int signal)
        : base(length + smooth, "pmo", "signal")
    {
        _first = new Smoothed(State, length, 2.0 / length);
        _second = new Smoothed(State, smooth, 2.0 / smooth);
        _signal = Smoothed.Ema(State, signal);
        _close = State.Take(1, double.NaN);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double before = State[_close];
        State[_close] = bar.Close;
        double change = before == 0 ? 0 : 100 * ((bar.Close / before) - 1);
        double value = _second.Add(10 * _first.Add(change));
        Set(value, _signal.Add(value));
    }
}
