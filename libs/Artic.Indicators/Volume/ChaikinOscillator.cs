using Artic.Indicators.Blocks;

namespace Artic.Indicators.Volume;

/// <summary>Chaikin Oscillator: fast less slow EMA of the accumulation/distribution line.</summary>
public sealed class ChaikinOscillator : Indicator
{
    private readonly Smoothed _fast;
    private readonly Smoothed _slow;
    private readonly int _at;

    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    public ChaikinOscillator(int fast, int slow)
        : base(slow, "oscillator", "adl")
    {
        _fast = Smoothed.Ema(State, fast);
        _slow = Smoothed.Ema(State, slow);
        _at = State.Take(1);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        State[_at] += MoneyFlow.MultiplierOf(bar) * bar.Volume;
        Set(_fast.Add(State[_at]) - _slow.Add(State[_at]), State[_at]);
    }
}
