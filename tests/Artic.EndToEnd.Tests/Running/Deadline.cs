using Artic.Core.Time;
using Artic.Streams.Waiting;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// Waiting, in seconds, for what other processes do. What has to come is waited for <see cref="Patience"/> times as long: a virtual
/// machine may be given a third of its processors for minutes.
/// </summary>
internal static class Deadline
{
    /// <summary>How much slower a machine may be than one that is left alone.</summary>
    public const int Patience = 3;

    private const long LookNs = 10_000_000;

    /// <summary>Fails the test with <paramref name="what"/> where it does not come to hold in time.</summary>
    public static void Need(string what, double seconds, Func<bool> condition) =>
        Assert.True(Poll.Until(condition, Nanoseconds(Patience * seconds), LookNs), $"not within {Patience} times {seconds} s: {what}");

    /// <summary>Fails the test with <paramref name="what"/> where it holds at any look during the time.</summary>
    public static void Never(string what, double seconds, Func<bool> condition) =>
        Assert.False(Poll.Until(condition, Nanoseconds(seconds), LookNs), $"within {seconds} s: {what}");

    /// <summary>Lets time pass.</summary>
    public static void Pass(double seconds) => _ = Poll.Until(static () => false, Nanoseconds(seconds), LookNs);

    /// <summary>Seconds since a moment of the monotonic clock.</summary>
    public static double SecondsSince(long monotonicNs) => (Clock.MonotonicNs() - monotonicNs) / 1e9;

    private static long Nanoseconds(double seconds) => (long)(seconds * 1e9);
}
