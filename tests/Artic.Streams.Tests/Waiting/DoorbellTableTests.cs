using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Streams.Tests.Waiting;

public sealed class DoorbellTableTests : IDisposable
{
    private const long SecondNs = 1_000_000_000;
    private const int Rounds = 20_000;

    private readonly TestRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void No_wake_up_is_lost_between_a_writer_and_a_reader_that_sleeps()
    {
        _run.Doorbells.Subscribe(ConsumerId.SignalBridge, StreamId.Market);
        RecordWriter writer = _run.Writer(StreamId.Market);
        RecordReader reader = _run.Reader(StreamId.Market);
        long read = 0;
        int overslept = 0;

        // The reader maps the table on its own, as another process does.
        using DoorbellTable doorbells = DoorbellTable.Open(_run.Paths.Doorbells);
        using SideThread reading = new(() =>
        {
            while (reader.LastSequence < Rounds)
            {
                doorbells.Arm(ConsumerId.SignalBridge);
                if (reader.HasNext())
                {
                    doorbells.Disarm(ConsumerId.SignalBridge);
                }
                else
                {
                    long begin = Clock.MonotonicNs();
                    doorbells.Sleep(ConsumerId.SignalBridge, SecondNs);
                    overslept += Clock.MonotonicNs() - begin >= SecondNs ? 1 : 0;
                }

                while (reader.TryRead(out _))
                {
                    Volatile.Write(ref read, reader.LastSequence);
                }
            }
        });
        long start = Clock.MonotonicNs();
        for (int i = 1; i <= Rounds; i++)
        {
            TestRecord.Write(writer, i, 8);
            writer.Commit(i);
            while (Volatile.Read(ref read) < i)
            {
                Assert.True(Clock.MonotonicNs() - start < 30 * SecondNs, $"round {i}: the reader was not woken");
                if (i % 2 == 0)
                {
                    _ = Thread.Yield();
                }
            }
        }

        reading.Join();
        Assert.Equal(0, overslept);
    }

    [Fact]
    public void A_ring_that_has_time_is_made_by_who_spins_and_by_the_writer_itself_where_nobody_does()
    {
        DoorbellTable doorbells = _run.Doorbells;
        doorbells.Subscribe(ConsumerId.ExecutionEngine, StreamId.Venue);
        doorbells.SubscribeSoon(ConsumerId.SignalBridge, StreamId.Venue);
        Assert.True(SleepsThrough(ConsumerId.ExecutionEngine, () => { }));
        Assert.False(SleepsThrough(ConsumerId.ExecutionEngine, () => doorbells.RingSoon(StreamId.Venue)));
        Assert.True(SleepsThrough(ConsumerId.SignalBridge, () => doorbells.Ring(StreamId.Venue)));

        doorbells.Spin(true);
        Assert.True(SleepsThrough(ConsumerId.ExecutionEngine, () => doorbells.RingSoon(StreamId.Venue)));
        Assert.False(SleepsThrough(ConsumerId.ExecutionEngine, doorbells.RingDue));
        Assert.True(SleepsThrough(ConsumerId.ExecutionEngine, doorbells.RingDue));
        Assert.True(SleepsThrough(ConsumerId.SignalBridge, () => doorbells.Ring(StreamId.Venue)));
        Assert.False(SleepsThrough(ConsumerId.SignalBridge, doorbells.RingDue));

        doorbells.Spin(false);
        Assert.False(SleepsThrough(ConsumerId.ExecutionEngine, () => doorbells.RingSoon(StreamId.Venue)));
    }

    [Fact]
    public void A_ring_between_arming_and_sleeping_is_not_slept_over()
    {
        for (int i = 0; i < 1000; i++)
        {
            _run.Doorbells.Arm(ConsumerId.RiskManager);
            _run.Doorbells.Ring(ConsumerId.RiskManager);
            long begin = Clock.MonotonicNs();
            _run.Doorbells.Sleep(ConsumerId.RiskManager, 5 * SecondNs);
            Assert.InRange(Clock.MonotonicNs() - begin, 0, SecondNs);
        }
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(50_000_000)]
    [InlineData(1_200_000_000)]
    public void Sleep_ends_when_its_time_has_passed(long timeoutNs)
    {
        _run.Doorbells.Arm(ConsumerId.RiskManager);
        long begin = Clock.MonotonicNs();
        _run.Doorbells.Sleep(ConsumerId.RiskManager, timeoutNs);
        Assert.InRange(Clock.MonotonicNs() - begin, timeoutNs, timeoutNs + SecondNs);
    }

    [Fact]
    public void Only_subscribers_are_woken_and_all_of_them()
    {
        _run.Doorbells.Subscribe(ConsumerId.RiskManager, StreamId.Signal);
        _run.Doorbells.Subscribe(ConsumerId.PositionTracker, StreamId.Signal);
        _run.Doorbells.Subscribe(ConsumerId.RiskManager, StreamId.Execution);
        Assert.False(Wakes(ConsumerId.RiskManager, StreamId.Market));
        Assert.True(Wakes(ConsumerId.RiskManager, StreamId.Signal));
        Assert.True(Wakes(ConsumerId.PositionTracker, StreamId.Signal));
        Assert.True(Wakes(ConsumerId.RiskManager, StreamId.Execution));
        Assert.False(Wakes(ConsumerId.PositionTracker, StreamId.Execution));
        Assert.False(Wakes(ConsumerId.ExecutionEngine, StreamId.Signal));
    }

    [Fact]
    public void Waiting_for_a_condition_has_a_deadline()
    {
        long begin = Clock.MonotonicNs();
        Assert.False(Poll.Until(static () => false, 50_000_000));
        Assert.InRange(Clock.MonotonicNs() - begin, 50_000_000, SecondNs);
        Assert.True(Poll.Until(static () => true, 0));
        int looks = 0;
        Assert.True(Poll.Until(() => ++looks == 5, 10 * SecondNs));
        Assert.Equal(5, looks);
    }

    [Fact]
    public void Ringing_and_sleeping_allocate_nothing()
    {
        _run.Doorbells.Subscribe(ConsumerId.RiskManager, StreamId.Signal);
        Assert.Equal(0, Allocation.Of(
            () =>
            {
                _run.Doorbells.Arm(ConsumerId.RiskManager);
                _run.Doorbells.Ring(StreamId.Signal);
                _run.Doorbells.Sleep(ConsumerId.RiskManager, SecondNs);
            },
            1000));
    }

    private bool Wakes(ConsumerId consumer, StreamId stream)
    {
        _run.Doorbells.Arm(consumer);
        _run.Doorbells.Ring(stream);
        long begin = Clock.MonotonicNs();
        _run.Doorbells.Sleep(consumer, 100_000_000);
        return Clock.MonotonicNs() - begin < 100_000_000;
    }

    /// <summary>True where a consumer that is about to sleep is not woken by what happens meanwhile.</summary>
    private bool SleepsThrough(ConsumerId consumer, Action meanwhile)
    {
        const long TimeoutNs = 2_000_000;
        _run.Doorbells.Arm(consumer);
        meanwhile();
        long begin = Clock.MonotonicNs();
        _run.Doorbells.Sleep(consumer, TimeoutNs);
        return Clock.MonotonicNs() - begin >= TimeoutNs;
    }
}
