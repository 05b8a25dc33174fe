#pragma warning disable RS0030 // A crash test is random, from a seed that it prints.
using Artic.Bench.Chain;
using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Crash;

/// <summary>A writer or a reader of the crash test, in a process of its own. Thread: the main thread.</summary>
/// <param name="run">The run's folder.</param>
public sealed class CrashProcess(string run)
{
    private const int MostRecordsInStep = 5;
    private const int SlowPauseEvery = 5_000;
    private const long SlowPauseNs = 20_000_000;
    private const long WriterPauseNs = 100_000;

    private readonly RunPaths _paths = new(run);

    /// <summary>The page of a run.</summary>
    public static string PageIn(string run) => Path.Combine(new RunPaths(run).HotFolder, "crash");

    /// <summary>Writes until it is killed, or finds that it was succeeded. Gives the exit code.</summary>
    /// <param name="seed">Of the sizes of steps and of the pace.</param>
    /// <param name="takeOver">From a writer that holds the stream and does not run.</param>
    /// <param name="broken">The control: lengths before payloads.</param>
    public int Write(int seed, bool takeOver, bool broken)
    {
        using CrashPage page = new(PageIn(run));
        using DoorbellTable doorbells = DoorbellTable.Open(_paths.Doorbells);
        using RecordWriter writer = RecordWriter.Open(
            _paths, StreamId.Market, doorbells, 8 << 20, RecordWriter.DefaultHotSegments, takeOver);
        if (writer.LastSequence < Volatile.Read(ref page.Committed))
        {
            Console.Error.WriteLine($"record {page.Committed} was committed; the stream ends at {writer.LastSequence}");
            return 1;
        }

        using StreamArchiver archiver = new(_paths, writer, ArchivePolicy.Default with { SyncIntervalNs = 50_000_000 });
        bool stopping = false;
        Thread house = new(() => Housekeep(writer, archiver, ref stopping)) { IsBackground = true };
        house.Start();
        Random random = new(seed);

        // Most lives are slow, so that the disk is not what is tested; some go round the ring.
        bool fast = random.Next(10) == 0;
        try
        {
            while (true)
            {
                int records = random.Next(1, MostRecordsInStep + 1);
                for (int i = 1; i <= records; i++)
                {
                    if (broken)
                    {
                        CrashRecord.AppendInTheWrongOrder(writer, writer.LastSequence + i);
                    }
                    else
                    {
                        CrashRecord.Append(writer, writer.LastSequence + i);
                    }
                }

                writer.Commit(Clock.MonotonicNs());
                Volatile.Write(ref page.Committed, writer.LastSequence);
                Volatile.Write(ref page.WritingEpoch, writer.Epoch);
                if (!fast)
                {
                    Poll.Pause(WriterPauseNs);
                }
            }
        }
        catch (StreamFencedException fenced)
        {
            Console.Error.WriteLine(fenced.Message);
            Volatile.Write(ref stopping, true);
            house.Join();
            return ExitFenced;
        }
    }

    /// <summary>Exit code of a writer that finds that it was succeeded.</summary>
    public const int ExitFenced = 7;

    /// <summary>Reads and checks every record until the last. Errors: <see cref="BenchFailedException"/>.</summary>
    public void Read(int number)
    {
        using CrashPage page = new(PageIn(run));
        using RecordReader reader = new(_paths, StreamId.Market);
        bool slow = number == 2;
        bool looksFirst = number == 1;
        long epoch = 0;
        ulong digest = 0;
        while (true)
        {
            if (looksFirst && !reader.HasNext() && Volatile.Read(ref page.Last) == 0)
            {
                ThreadSettings.Yield();
                continue;
            }

            if (!reader.TryRead(out Record record))
            {
                long last = Volatile.Read(ref page.Last);
                if (last > 0 && reader.LastSequence >= last)
                {
                    return;
                }

                ThreadSettings.Yield();
                continue;
            }

            long writer = CrashRecord.Check(record, reader.LastSequence);
            if (writer < epoch)
            {
                throw new BenchFailedException($"record {reader.LastSequence} is of epoch {writer}, the one before of {epoch}");
            }

            epoch = writer;
            digest = unchecked((digest * 31) + (ulong)(record.Header.Sequence ^ (writer << 40) ^ record.Header.PublishedNs));
            page.Digest(number) = digest;
            Volatile.Write(ref page.Checked(number), reader.LastSequence);
            if (slow && reader.LastSequence % SlowPauseEvery == 0)
            {
                Poll.Pause(SlowPauseNs);
            }
        }
    }

    private static void Housekeep(RecordWriter writer, StreamArchiver archiver, ref bool stopping)
    {
        while (!Volatile.Read(ref stopping))
        {
            writer.PrepareNext();
            archiver.Work(Clock.MonotonicNs());
            Poll.Pause(1_000_000);
        }
    }
}
