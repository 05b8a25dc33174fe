using System.Runtime.InteropServices;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Messaging.ZeroMq;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Hop;

/// <summary>
/// The two ends of a hop through libzmq: PUB/SUB over ipc, queues without limit so that nothing is dropped, every
/// message checked. libzmq's own threads may run on any core. Thread: the main thread, pinned by the caller's way.
/// </summary>
public sealed class ZeromqHop(string folder, int number, HopPlan plan)
{
    private const long JoinTimeoutNs = 20_000_000_000;
    private const int BlockMs = 100;

    private readonly byte[] _message = new byte[plan.RecordBytes];

    /// <summary>The writing process.</summary>
    public void Write()
    {
        using ZmqContext context = new();
        using ZmqSocket socket = new(context, ZmqSocketType.Pub) { SendHighWaterMark = 0 };
        socket.Bind($"ipc://{Address}");
        ThreadSettings.PinTo([plan.Cores[0]]);
        string[] joined = [.. Enumerable.Range(1, plan.Readers).Select(reader => HopPlan.JoinedIn(folder, reader))];

        // A PUB socket drops what is sent before a subscriber has joined.
        bool all = Poll.Until(
            () =>
            {
                Send(socket, 0);
                return Array.TrueForAll(joined, File.Exists);
            },
            JoinTimeoutNs);
        if (!all)
        {
            throw new BenchFailedException("not every reader has joined");
        }

        HopResult result = new() { Records = plan.Records, FirstNs = Clock.MonotonicNs() };
        for (long i = 1; i <= plan.Records; i++)
        {
            Send(socket, i);
        }

        result.LastNs = Clock.MonotonicNs();
        result.Write(folder, number);

        // What libzmq still holds would be lost with the process.
        _ = Poll.Until(
            () => Enumerable.Range(1, plan.Readers).All(reader => File.Exists(HopPlan.ResultIn(folder, reader))),
            JoinTimeoutNs * 10);
    }

    /// <summary>A reading process.</summary>
    public void Read()
    {
        using ZmqContext context = new();
        using ZmqSocket socket = new(context, ZmqSocketType.Sub) { ReceiveHighWaterMark = 0, ReceiveTimeoutMs = BlockMs };
        socket.Subscribe([]);
        socket.Connect($"ipc://{Address}");
        ThreadSettings.PinTo([plan.Cores[number]]);
        HopResult result = new() { Records = plan.Records };
        bool joined = false;
        for (long expected = 1; expected <= plan.Records;)
        {
            if (!socket.TryReceive(_message, out _, out _))
            {
                continue;
            }

            long i = MemoryMarshal.Read<long>(_message);
            if (i == 0)
            {
                if (!joined)
                {
                    joined = true;
                    File.WriteAllText(HopPlan.JoinedIn(folder, number), "");
                }

                continue;
            }

            if (i != expected)
            {
                throw new BenchFailedException($"message {i} came where {expected} was expected");
            }

            if (i == 1)
            {
                result.FirstNs = Clock.MonotonicNs();
            }

            expected++;
        }

        result.LastNs = Clock.MonotonicNs();
        result.Write(folder, number);
    }

    private string Address => Path.Combine(folder, "hop.pub");

    private void Send(ZmqSocket socket, long i)
    {
        MemoryMarshal.Write(_message, i);
        _ = socket.TrySend(_message, more: false);
    }
}
