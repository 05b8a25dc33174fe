using Artic.Indicators.Blocks;

namespace Artic.Indicators.Momentum;

/// <summary>Schaff Trend Cycle (1999): the stochastic of a MACD.</summary>
public sealed class SchaffCycle : Indicator
{
    private readonly Smoothed _fast;
    private readonly Smoothed _slow;
    private readonly StochasticOf _stochastic;

    /// <param name="cycle">Values of the range.</param>
    /// <param name="fast">Bars of the fast average.</param>
    /// <param name="slow">Bars of the slow one.</param>
    public SchaffCycle(int cycle, int fast, int slow)
        : base(slow + cycle + 1, "stc")
    {
        _fast = Smoothed.Ema(State, fast);
        _slow = Smoothed.Ema(State, slow);
        _stochastic = new StochasticOf(State, cycle, smooth: 3);
    }

    /// <inheritdoc/>
    protected override void Update(in OhlcvBar bar)
    {
        double macd = _fast.Add(bar.Close) - _slow.Add(bar.Close);
        if (!double.IsNaN(macd))
        {
            Set(_stochastic.Add(macd, macd, macd));
        }
    }
}
