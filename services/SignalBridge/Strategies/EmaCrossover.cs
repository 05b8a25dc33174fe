using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.SignalBridge.Strategies;

/// <summary>Long while the fast exponential average of the closes is above the slow one, short while it is below.</summary>
public sealed class EmaCrossover(int fastPeriod, int slowPeriod) : IStrategy
{
    private readonly ExponentialAverage _fast = new(fastPeriod);
    private readonly ExponentialAverage _slow = new(slowPeriod);

    /// <inheritdoc/>
    public bool OnQuote(MarketView view, out Opinion opinion)
    {
        opinion = default;
        return false;
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        _fast.Save(state);
        _slow.Save(state);
    }

    /// <inheritdoc/>
    public void Load(StateReader state)
    {
        _fast.Load(state);
        _slow.Load(state);
    }

    /// <inheritdoc/>
    public bool OnBar(Bar bar, out Opinion opinion)
    {
        _fast.Add(bar.Close);
        _slow.Add(bar.Close);
        opinion = default;
        if (!_slow.IsWarm)
        {
            return false;
        }

        int direction = Math.Sign(_fast.Value - _slow.Value);
        double distance = Math.Abs(_fast.Value - _slow.Value) / _slow.Value * 10_000;
        opinion = new Opinion(direction, Math.Min(1, distance), direction, IsUrgent: true);
        return true;
    }
}
