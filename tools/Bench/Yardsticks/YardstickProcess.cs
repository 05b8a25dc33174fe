using System.Runtime.InteropServices;
using Artic.Bench.Pace;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Yardsticks;

/// <summary>
/// One process of a yardstick: number 0 is the source, the others pass messages on, the last one keeps the times. Thread:
/// the main thread, pinned. Allocates nothing between the first message and the last.
/// </summary>
public sealed class YardstickProcess
{
    private const int SourcePriority = 20;
    private const long JoinTimeoutNs = 20_000_000_000;
    private const long StartDelayNs = 20_000_000;
    private const long HelloNs = 1_000_000;

    private readonly string _folder;
    private readonly int _number;
    private readonly YardstickPlan _plan;

    /// <param name="folder">The yardstick's folder with its plan.</param>
    /// <param name="number">Its place in the chain.</param>
    public YardstickProcess(string folder, int number)
    {
        _folder = folder;
        _number = number;
        _plan = YardstickPlan.Read(folder);
    }

    /// <summary>Runs until every message has passed.</summary>
    public void Run()
    {
        ThreadSettings.SetName($"yard-{_number}");
        ServiceOptions? thread = _number == 0 ? null : _plan.Threads[_number - 1];
        int core = thread?.Core ?? _plan.SourceCore;

        // The whole process, libzmq's thread included: on another core it would cost each message two more wakes.
        if (core >= 0)
        {
            ThreadSettings.PinTo([core]);
        }

        using ZmqContext? context = _plan.Kind == YardstickKind.Floor ? null : new ZmqContext();
        using DoorbellTable doorbells = DoorbellTable.Open(Path.Combine(_folder, "doorbells"));
        using ILink? from = _number == 0 ? null : Receiver(context, doorbells);
        using ILink? to = _number == YardstickPlan.Hops ? null : Sender(context, doorbells);
        int priority = thread?.RealTimePriority ?? SourcePriority;

        // Not with libzmq: its own thread on the same core must get its turn, and does best among equals.
        if (_plan.Kind == YardstickKind.Floor && priority > 0)
        {
            _ = ThreadSettings.TrySetRealTime(priority);
        }

        if (from == null)
        {
            Feed(to!);
        }
        else if (to == null)
        {
            Keep(from);
        }
        else
        {
            PassOn(from, to);
        }
    }

    private ILink Sender(ZmqContext? context, DoorbellTable doorbells)
    {
        string path = YardstickPlan.LinkIn(_folder, _number + 1);
        return context != null
            ? ZeromqLink.Publish(context, path, _plan.PayloadBytes[_number])
            : new FloorLink(path, doorbells, (ConsumerId)_number, IdleStrategy.Spin);
    }

    private ILink Receiver(ZmqContext? context, DoorbellTable doorbells)
    {
        string path = YardstickPlan.LinkIn(_folder, _number);
        return context != null
            ? ZeromqLink.Subscribe(
                context, path, _plan.PayloadBytes[_number - 1], _plan.Kind == YardstickKind.ZeromqPolling)
            : new FloorLink(
                path, doorbells, (ConsumerId)(_number - 1),
                Enum.Parse<IdleStrategy>(_plan.Threads[_number - 1].Idle, ignoreCase: true));
    }

    /// <summary>The source: says hello until the last one has heard it, then sends on time.</summary>
    private void Feed(ILink to)
    {
        Stamp stamp = new() { Number = -1 };
        string joined = YardstickPlan.JoinedIn(_folder);
        bool all = Poll.Until(
            () =>
            {
                to.Send(stamp);
                return File.Exists(joined);
            },
            JoinTimeoutNs, HelloNs);
        if (!all)
        {
            throw new IOException("not every process of the chain has joined");
        }

        TickSchedule schedule = new(Clock.MonotonicNs() + StartDelayNs, _plan.RatePerSecond, _plan.Burst);
        Pacer pacer = new(_plan.RatePerSecond, _plan.Burst);
        for (long i = 0; i < _plan.Messages; i++)
        {
            stamp.Number = i;
            stamp.IntendedNs = schedule.IntendedNs(i);
            pacer.WaitUntil(stamp.IntendedNs);
            stamp.SentNs = Clock.MonotonicNs();
            to.Send(stamp);
        }

        // What libzmq still holds is lost with the process.
        _ = Poll.Until(() => File.Exists(YardstickPlan.ResultIn(_folder)), JoinTimeoutNs);
    }

    private void PassOn(ILink from, ILink to)
    {
        bool isFirst = _number == 1;
        Stamp stamp;
        do
        {
            while (!from.TryReceive(out stamp))
            {
            }

            if (isFirst)
            {
                stamp.FirstNs = Clock.MonotonicNs();
            }

            to.Send(stamp);
        }
        while (stamp.Number < _plan.Messages - 1);
        _ = Poll.Until(() => File.Exists(YardstickPlan.ResultIn(_folder)), JoinTimeoutNs);
    }

    /// <summary>The last one: the times of every message that is measured.</summary>
    private void Keep(ILink from)
    {
        YardstickTimes[] times = new YardstickTimes[_plan.Messages - _plan.WarmUpMessages];
        Array.Fill(times, new YardstickTimes { LastNs = 1 });
        bool joined = false;
        long expected = 0;
        while (expected < _plan.Messages)
        {
            if (!from.TryReceive(out Stamp stamp))
            {
                continue;
            }

            long now = Clock.MonotonicNs();
            if (stamp.Number < 0)
            {
                if (!joined)
                {
                    joined = true;
                    File.WriteAllText(YardstickPlan.JoinedIn(_folder), "");
                }

                continue;
            }

            if (stamp.Number != expected)
            {
                throw new IOException($"message {stamp.Number} came where {expected} was expected");
            }

            expected++;
            long measured = stamp.Number - _plan.WarmUpMessages;
            if (measured >= 0)
            {
                times[measured] = new YardstickTimes
                {
                    IntendedNs = stamp.IntendedNs, SentNs = stamp.SentNs, FirstNs = stamp.FirstNs, LastNs = now,
                };
            }
        }

        string result = YardstickPlan.ResultIn(_folder);
        File.WriteAllBytes(result + ".next", MemoryMarshal.AsBytes(times.AsSpan()).ToArray());
        File.Move(result + ".next", result);
    }
}
