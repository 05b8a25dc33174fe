using Artic.Core.Time;
using Artic.Hosting.Hot;
using Artic.Services.Tests.Support;
using Artic.Streams.Counters;
using Artic.Streams.Waiting;

namespace Artic.Services.Tests.Hot;

/// <summary>A loop that waits without a timer of its own still looks at clocks and pages.</summary>
public sealed class SleepWatchTests : IDisposable
{
    private const long LongestNs = 10_000_000;
    private const long WakeNs = 10_000_000_000;

    private readonly TestRun _run = new();
    private readonly Counter _turns;
    private readonly SleepWatch _watch;

    public SleepWatchTests()
    {
        _turns = _run.Counters("risk-manager").Counter("hot_loop_turns_total");
        _watch = new SleepWatch(_turns, _run.Doorbells, ConsumerId.RiskManager, LongestNs);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_loop_that_sleeps_is_woken_when_its_longest_sleep_has_passed_and_not_before()
    {
        Assert.False(Wakes(1000));
        Assert.False(Wakes(1000 + LongestNs - 1));
        Assert.True(Wakes(1000 + LongestNs));
        Assert.False(Wakes(1000 + LongestNs + 1));
        Assert.True(Wakes(1000 + (2 * LongestNs)));
    }

    [Fact]
    public void A_loop_that_turns_is_left_alone()
    {
        for (long now = 0; now < 10 * LongestNs; now += LongestNs - 1)
        {
            Assert.False(Wakes(now));
            _turns.Increment();
        }
    }

    [Fact]
    public void A_loop_that_sleeps_without_a_timer_is_woken_by_it()
    {
        using ManualResetEventSlim woken = new();
        Thread sleeper = new(() =>
        {
            _run.Doorbells.Arm(ConsumerId.RiskManager);
            _run.Doorbells.Sleep(ConsumerId.RiskManager);
            woken.Set();
        }) { IsBackground = true };
        sleeper.Start();
        _watch.Look(0);
        long now = 0;
        Assert.True(Poll.Until(
            () =>
            {
                _watch.Look(now += LongestNs);
                return woken.IsSet;
            },
            WakeNs));
        sleeper.Join();
    }

    /// <summary>True where a loop that is about to sleep is woken by a look at this time.</summary>
    private bool Wakes(long nowNs)
    {
        const long TimeoutNs = 2_000_000;
        _run.Doorbells.Arm(ConsumerId.RiskManager);
        _watch.Look(nowNs);
        long begin = Clock.MonotonicNs();
        _run.Doorbells.Sleep(ConsumerId.RiskManager, TimeoutNs);
        return Clock.MonotonicNs() - begin < TimeoutNs;
    }
}
