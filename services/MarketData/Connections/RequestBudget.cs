using Artic.Core.Time;

namespace Artic.MarketData.Connections;

/// <summary>
/// What a venue's REST allows in a minute, spent evenly: a token bucket that holds ten seconds of it. Thread: one.
/// </summary>
public sealed class RequestBudget
{
    private const long MinuteNs = 60_000_000_000;
    private const int BurstPart = 6;

    private readonly int _weightPerMinute;
    private readonly long _burst;
    private long _left;
    private long _filledNs;

    /// <param name="weightPerMinute">What may be spent in a minute, at most a million.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC; it is full now.</param>
    public RequestBudget(int weightPerMinute, long nowNs)
    {
        _weightPerMinute = weightPerMinute;
        _burst = Math.Max(1, weightPerMinute / BurstPart);
        _left = _burst;
        _filledNs = nowNs;
    }

    /// <summary>
    /// Spends the weight, or gives how long to wait before it can be. What weighs more than the bucket holds takes all.
    /// </summary>
    public long SpendOrWaitNs(int weight, long nowNs)
    {
        if (nowNs - _filledNs >= MinuteNs)
        {
            // After weeks without a request the product below would not fit.
            _left = _burst;
            _filledNs = nowNs;
        }

        long came = (nowNs - _filledNs) * _weightPerMinute / MinuteNs;
        if (came > 0)
        {
            _left = Math.Min(_burst, _left + came);
            _filledNs += came * MinuteNs / _weightPerMinute;
        }

        long needed = Math.Min(weight, _burst);
        if (_left >= needed)
        {
            _left -= needed;
            return 0;
        }

        return ((needed - _left) * MinuteNs / _weightPerMinute) - (nowNs - _filledNs) + 1;
    }
}
