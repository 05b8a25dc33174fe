using System.Threading.RateLimiting;
using Artic.Streams.Counters;

namespace Artic.Hosting.Net;

/// <summary>
/// Counts commands without the run's token, and says from when on a peer that sends them is told to wait. Whoever bears the token
/// is never limited: a kill least of all. Thread: any. Bounded: beyond <see cref="MostPeers"/> they share one account.
/// </summary>
/// <param name="counters">The service's counters.</param>
public sealed class UnauthorizedPeers(CountersFile counters)
{
    /// <summary>So many at once are answered that the token is wrong.</summary>
    public const int Burst = 10;

    /// <summary>Peers that are told apart.</summary>
    public const int MostPeers = 64;

    /// <summary>One more is answered so after each of these.</summary>
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Counter _unauthorized = counters.Counter("commands_unauthorized_total");
    private readonly Counter _limited = counters.Counter("commands_rate_limited_total");
    private readonly Dictionary<string, TokenBucketRateLimiter> _peers = [];
    private readonly TokenBucketRateLimiter _others = NewLimiter();
    private readonly Lock _gate = new();

    /// <summary>Counts a command without the token. True where the peer has sent too many; it may try again after so long.</summary>
    public bool IsTooMany(string peer, out int retryAfterSeconds)
    {
        lock (_gate)
        {
            _unauthorized.Increment();
            TokenBucketRateLimiter limiter = LimiterOf(peer);
            _ = limiter.TryReplenish();
            using RateLimitLease lease = limiter.AttemptAcquire();
            retryAfterSeconds = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after)
                ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds))
                : 1;
            if (!lease.IsAcquired)
            {
                _limited.Increment();
            }

            return !lease.IsAcquired;
        }
    }

    private static TokenBucketRateLimiter NewLimiter() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Burst, TokensPerPeriod = 1, ReplenishmentPeriod = s_period, QueueLimit = 0,

        // No timer: it is replenished when it is asked.
        AutoReplenishment = false,
    });

    private TokenBucketRateLimiter LimiterOf(string peer)
    {
        if (_peers.TryGetValue(peer, out TokenBucketRateLimiter? known))
        {
            return known;
        }

        if (_peers.Count >= MostPeers)
        {
            ForgetQuiet();
        }

        return _peers.Count >= MostPeers ? _others : _peers[peer] = NewLimiter();
    }

    /// <summary>Lets go of those who have waited long enough for a whole burst.</summary>
    private void ForgetQuiet()
    {
        foreach ((string peer, TokenBucketRateLimiter limiter) in _peers)
        {
            _ = limiter.TryReplenish();
            if (limiter.GetStatistics()!.CurrentAvailablePermits == Burst && _peers.Remove(peer))
            {
                limiter.Dispose();
            }
        }
    }
}
