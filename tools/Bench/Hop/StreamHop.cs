using System.Runtime.InteropServices;
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Hop;

/// <summary>
/// The two ends of a hop through a stream: each record is committed alone, and each reader checks every sequence (its
/// reader does) and every payload. Thread: the main thread, pinned. Allocates nothing between first and last record.
/// </summary>
public sealed class StreamHop(string folder, int number, HopPlan plan)
{
    private const ushort RecordType = 2;
    private const long JoinTimeoutNs = 20_000_000_000;
    private const long Factor = 0x2545F4914F6CDD1D;

    /// <summary>The writer stamps with a clock that it reads this often: at this rate it would be most of the work.</summary>
    private const int RecordsPerClock = 32;

    /// <summary>
    /// A reader that has caught up lets the writer get ahead: each look at the line that is being written takes it out of
    /// the writer's cache. Measured here: 20 million records/s without a pause, 25 with 100 spins, 53 with 400, 70 with
    /// 2,000.
    /// </summary>
    private const int EmptySpins = 1_000;

    /// <summary>Between two records of a latency run: the reader has been spinning for a while by then.</summary>
    private const long LatencyPauseNs = 2_000;

    private readonly RunPaths _paths = new(plan.RunFolder);
    private readonly int _payloadBytes = plan.RecordBytes - RecordHeader.SizeBytes;

    /// <summary>The writing process.</summary>
    public void Write()
    {
        using DoorbellTable doorbells = DoorbellTable.Open(_paths.Doorbells);
        using RecordWriter writer = RecordWriter.Open(
            _paths, StreamId.Market, doorbells, HopPlan.SegmentBytes, HopPlan.HotSegments);
        for (int i = 0; i < HopPlan.HotSegments; i++)
        {
            writer.PrepareNext();
        }

        WaitFor(Enumerable.Range(1, plan.Readers).Select(reader => HopPlan.JoinedIn(folder, reader)));
        HopResult result = new() { Records = plan.Records, FirstNs = Clock.MonotonicNs() };
        switch (plan.Kind)
        {
            case HopKind.StreamLatency:
                WriteSlowly(writer);
                break;
            case HopKind.StreamArchived:
                using (StreamArchiver archiver = new(_paths, writer, ArchivePolicy.Default))
                {
                    WriteArchived(writer, archiver);
                }

                break;
            default:
                WriteFast(writer, writer.ReleaseWhatReadersHavePassed);
                break;
        }

        result.LastNs = Clock.MonotonicNs();
        result.Laps = plan.Records * (double)plan.RecordBytes / (HopPlan.SegmentBytes * HopPlan.HotSegments);
        result.Write(folder, number);
        WaitFor(Enumerable.Range(1, plan.Readers).Select(reader => HopPlan.ResultIn(folder, reader)));
    }

    /// <summary>A reading process.</summary>
    public void Read()
    {
        using RecordReader reader = new(_paths, StreamId.Market);
        if (!Poll.Until(() => reader.HasNext() || reader.LastSequence > 0 || StandsIn(reader), JoinTimeoutNs))
        {
            throw new BenchFailedException("the writer has not begun");
        }

        File.WriteAllText(HopPlan.JoinedIn(folder, number), "");
        HopResult result = new() { Records = plan.Records };
        if (plan.Kind == HopKind.StreamLatency)
        {
            ReadSlowly(reader, result);
        }
        else
        {
            ReadFast(reader, result);
        }

        result.Write(folder, number);
    }

    /// <summary>A look for the next record is what puts a reader into the first segment.</summary>
    private static bool StandsIn(RecordReader reader) => reader.UtcOffsetNs != 0;

    private static void WaitFor(IEnumerable<string> files)
    {
        string[] all = [.. files];
        if (!Poll.Until(() => Array.TrueForAll(all, File.Exists), JoinTimeoutNs * 10))
        {
            throw new BenchFailedException($"these did not come: {string.Join(", ", all.Where(file => !File.Exists(file)))}");
        }
    }

    private void WriteFast(RecordWriter writer, Action release)
    {
        long now = Clock.MonotonicNs();
        for (long i = 1; i <= plan.Records; i++)
        {
            while (!writer.HasRoom(_payloadBytes))
            {
                release();
                writer.PrepareNext();
            }

            if (i % RecordsPerClock == 0)
            {
                now = Clock.MonotonicNs();
            }

            Fill(writer.Begin(_payloadBytes, RecordType, 0, 0, StreamId.None, 0), i);
            writer.Commit(now);
        }
    }

    private void WriteArchived(RecordWriter writer, StreamArchiver archiver)
    {
        bool stopping = false;
        Thread thread = new(() =>
        {
            while (!Volatile.Read(ref stopping))
            {
                archiver.Work(Clock.MonotonicNs());
            }
        });
        thread.Start();
        WriteFast(writer, ThreadSettings.Yield);
        Volatile.Write(ref stopping, true);
        thread.Join();
        if (!archiver.Flush())
        {
            throw new BenchFailedException($"the archive failed: {archiver.LastFault}");
        }
    }

    private void WriteSlowly(RecordWriter writer)
    {
        long next = Clock.MonotonicNs();
        for (long i = 1; i <= plan.Records; i++)
        {
            long now;
            while ((now = Clock.MonotonicNs()) < next)
            {
            }

            while (!writer.HasRoom(_payloadBytes))
            {
                writer.ReleaseWhatReadersHavePassed();
                writer.PrepareNext();
            }

            Fill(writer.Begin(_payloadBytes, RecordType, 0, 0, StreamId.None, 0), i);
            writer.Commit(Clock.MonotonicNs());
            next = now + LatencyPauseNs;
        }
    }

    private void ReadFast(RecordReader reader, HopResult result)
    {
        long expected = 1;
        while (expected <= plan.Records)
        {
            if (!reader.TryRead(out Record record))
            {
                Thread.SpinWait(EmptySpins);
                continue;
            }

            Check(record.Payload, expected);
            if (expected == 1)
            {
                result.FirstNs = Clock.MonotonicNs();
            }

            expected++;
        }

        result.LastNs = Clock.MonotonicNs();
    }

    private void ReadSlowly(RecordReader reader, HopResult result)
    {
        long[] ages = new long[plan.Records];
        for (long expected = 1; expected <= plan.Records;)
        {
            if (reader.TryRead(out Record record))
            {
                long now = Clock.MonotonicNs();
                Check(record.Payload, expected);
                ages[expected - 1] = now - record.Header.PublishedNs;
                expected++;
            }
        }

        // The first tenth is warm-up.
        ages = ages[(ages.Length / 10)..];
        Array.Sort(ages);
        result.P50Ns = ages[ages.Length / 2];
        result.P99Ns = ages[(int)(ages.Length * 0.99)];
        result.P999Ns = ages[(int)(ages.Length * 0.999)];
    }

    private static void Fill(Span<byte> payload, long i)
    {
        Span<long> words = MemoryMarshal.Cast<byte, long>(payload);
        long word = unchecked(i * Factor);
        for (int w = 0; w < words.Length; w++)
        {
            words[w] = unchecked(word + w);
        }
    }

    private static void Check(ReadOnlySpan<byte> payload, long i)
    {
        ReadOnlySpan<long> words = MemoryMarshal.Cast<byte, long>(payload);
        long word = unchecked(i * Factor);
        for (int w = 0; w < words.Length; w++)
        {
            if (words[w] != unchecked(word + w))
            {
                throw new BenchFailedException($"record {i} is not as it was written, at word {w}");
            }
        }
    }
}
