using Artic.Core.Time;
using Artic.Streams.Waiting;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// Waiting, in seconds, for what other processes do. A slow machine gets as long as it needs within reason.
/// </summary>
internal static class Deadline
{
    private const long LookNs = 10_000_000;

    /// <summary>Fails the test with <paramref name="what"/> where it does not come to hold in time.</summary>
    public static void Need(string what, double seconds, Func<bool> condition) =>
        Assert.True(Poll.Until(condition, Nanoseconds(seconds), LookNs), $"not within {seconds} s: {what}");

    /// <summary>Fails the test with <paramref name="what"/> where it holds at any look during the time.</summary>
    public static void Never(string what, double seconds, Func<bool> condition) =>
        Assert.False(Poll.Until(condition, Nanoseconds(seconds), LookNs), $"within {seconds} s: {what}");

    /// <summary>Lets time pass.</summary>
    public static void Pass(double seconds) => _ = Poll.Until(static () => false, Nanoseconds(seconds), LookNs);

    /// <summary>Seconds since a moment of the monotonic clock.</summary>
    public static double SecondsSince(long monotonicNs) => (Clock.MonotonicNs() - monotonicNs) / 1e9;

    private static long Nanoseconds(double seconds) => (long)(seconds * 1e9);
}
