namespace Artic.MarketData.Connections;

/// <summary>
/// When an instrument's snapshot may be asked for again: at once the first time, then after growing pauses, so that a book
/// that cannot be made right does not become a storm. Thread: the hot one. Times are CLOCK_MONOTONIC.
/// </summary>
public sealed class Pauses
{
    private const long FirstNs = 250_000_000;
    private const long LongestNs = 30_000_000_000;

    /// <summary>A book that was not asked for during so long begins anew.</summary>
    private const long CalmNs = 60_000_000_000;

    private long _askedNs;
    private long _pauseNs;

    /// <summary>It may be asked for now; then the next time is later.</summary>
    public bool TryAsk(long nowNs)
    {
        if (_askedNs != 0 && nowNs - _askedNs < _pauseNs)
        {
            return false;
        }

        bool isCalm = _askedNs == 0 || nowNs - _askedNs >= CalmNs;
        _pauseNs = isCalm ? FirstNs : Math.Min(2 * _pauseNs, LongestNs);
        _askedNs = nowNs;
        return true;
    }
}
