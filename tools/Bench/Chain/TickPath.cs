using Artic.Bench.Venue;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Steps;
using Artic.V1;

namespace Artic.Bench.Chain;

/// <summary>
/// When each measured tick of a run passed each point of the path, from the run's own record: nothing is sampled, nothing
/// is counted twice. Times are CLOCK_MONOTONIC in nanoseconds, 0 where the tick never came there.
/// Errors: <see cref="BenchFailedException"/> where the record does not fit the path.
/// </summary>
public sealed class TickPath
{
    private readonly Dictionary<long, int> _byOrigin = [];
    private readonly long _firstTick;

    private TickPath(ChainLoad load)
    {
        _firstTick = load.WarmUpTicks;
        Count = checked((int)(load.Ticks - load.WarmUpTicks));
        Received = new long[Count];
        Market = new Passage(Count);
        Signal = new Passage(Count);
        Risk = new Passage(Count);
        Execution = new Passage(Count);
        Sent = new long[Count];
    }

    /// <summary>Measured ticks.</summary>
    public int Count { get; }

    /// <summary>Receive of the frame.</summary>
    public long[] Received { get; }

    /// <summary>The quote.</summary>
    public Passage Market { get; }

    /// <summary>The intent.</summary>
    public Passage Signal { get; }

    /// <summary>The approval.</summary>
    public Passage Risk { get; }

    /// <summary>SUBMITTED.</summary>
    public Passage Execution { get; }

    /// <summary>Clock before the write of the signed request.</summary>
    public long[] Sent { get; }

    /// <summary>Requests of measured ticks.</summary>
    public long Orders { get; private set; }

    /// <summary>Bytes of the frame records, headers included.</summary>
    public long FrameBytes { get; private set; }

    /// <summary>Reads the record of a run that has ended.</summary>
    public static TickPath Read(RunPaths paths, ChainLoad load)
    {
        TickPath path = new(load);
        path.ReadFeed(paths);
        OrderEvent order = new();
        path.ReadStage(paths, StreamId.Market, path.Market, RecordType.Quote, static (in Record _) => true);
        path.ReadStage(paths, StreamId.Signal, path.Signal, RecordType.OrderIntent, static (in Record _) => true);
        path.ReadStage(paths, StreamId.Order, path.Risk, RecordType.OrderApproved, static (in Record _) => true);
        path.ReadStage(
            paths, StreamId.Execution, path.Execution, RecordType.OrderEvent,
            (in Record record) => RecordCodec.Read(record, order).Status == OrderStatus.Submitted);
        path.ReadWire(paths);
        return path;
    }

    private delegate bool IsWanted(in Record record);

    private void ReadFeed(RunPaths paths)
    {
        using RecordReader reader = new(paths, StreamId.Feed);
        while (reader.TryRead(out Record record))
        {
            if (RecordCodec.TypeOf(record) != RecordType.RawFrame)
            {
                continue;
            }

            ReadOnlySpan<byte> frame = RecordCodec.ReadFrame(record, out FrameChannel channel);
            long tick = channel == FrameChannel.MarketStream ? BenchInstrument.TickOf(frame) - _firstTick : -1;
            if (tick < 0)
            {
                continue;
            }

            if (tick >= Count || Received[tick] != 0)
            {
                throw new BenchFailedException($"tick {tick} is in the feed twice, or was never meant to be sent");
            }

            Received[tick] = record.Header.OriginNs;
            FrameBytes += record.Header.Length;
            if (!_byOrigin.TryAdd(record.Header.OriginNs, (int)tick))
            {
                throw new BenchFailedException($"two ticks bear the receive time {record.Header.OriginNs}");
            }
        }

        int missing = Received.Count(received => received == 0);
        if (missing > 0)
        {
            throw new BenchFailedException($"{missing} of {Count} ticks are not in the feed");
        }
    }

    private void ReadStage(RunPaths paths, StreamId stream, Passage passage, RecordType type, IsWanted isWanted)
    {
        using RecordReader reader = new(paths, stream);
        long takenNs = 0;
        while (reader.TryRead(out Record record))
        {
            ref readonly RecordHeader header = ref record.Header;
            if (header.Type == StepOutput.StepRecordType)
            {
                takenNs = header.PublishedNs;
            }

            if (header.OriginNs == 0 || !_byOrigin.TryGetValue(header.OriginNs, out int tick))
            {
                continue;
            }

            passage.Bytes += header.Length;
            if (RecordCodec.TypeOf(record) == type && isWanted(record))
            {
                if (passage.CommittedNs[tick] != 0)
                {
                    throw new BenchFailedException($"tick {tick} led to two records of type {type}");
                }

                passage.TakenNs[tick] = takenNs;
                passage.CommittedNs[tick] = header.PublishedNs;
            }
        }
    }

    private void ReadWire(RunPaths paths)
    {
        RequestSent sent = new();
        using RecordReader reader = new(paths, StreamId.Wire);
        while (reader.TryRead(out Record record))
        {
            if (RecordCodec.TypeOf(record) == RecordType.RequestSent &&
                RecordCodec.Read(record, sent) is { Kind: RequestKind.Place, Failed: false } &&
                _byOrigin.TryGetValue(record.Header.OriginNs, out int tick))
            {
                Orders++;
                Sent[tick] = record.Header.PublishedNs;
            }
        }
    }
}

/// <summary>One process of the path.</summary>
/// <param name="ticks">Measured ticks.</param>
public sealed class Passage(int ticks)
{
    /// <summary>When its loop took the input.</summary>
    public long[] TakenNs { get; } = new long[ticks];

    /// <summary>When it committed what the input led to.</summary>
    public long[] CommittedNs { get; } = new long[ticks];

    /// <summary>Bytes of what it said for measured ticks, headers included.</summary>
    public long Bytes { get; set; }
}
