using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Bench.Soak;

/// <summary>
/// The writer or a reader of a soak, in a process of its own, with the threads that a service has beside its hot one.
/// Thread: the main thread.
/// </summary>
/// <param name="run">The run's folder.</param>
public sealed class SoakProcess(string run)
{
    private const long HouseNs = 1_000_000;
    private const long LookNs = 200_000;

    private readonly RunPaths _paths = new(run);

    /// <summary>The page of a run.</summary>
    public static string PageIn(string run) => Path.Combine(new RunPaths(run).HotFolder, "soak");

    /// <summary>
    /// Writes at an even rate, each record committed alone, until the time is up, and archives all of it. Gives the exit
    /// code.
    /// </summary>
    public int Write(int ratePerSecond, int seconds)
    {
        using SoakPage page = new(PageIn(run));
        using DoorbellTable doorbells = DoorbellTable.Open(_paths.Doorbells);
        using RecordWriter writer = RecordWriter.Open(_paths, StreamId.Market, doorbells, SoakCommand.SegmentBytes);
        using StreamArchiver archiver = new(_paths, writer, ArchivePolicy.Default);
        bool stopping = false;
        Thread house = Beside(writer.PrepareNext, () => Volatile.Read(ref stopping));
        Thread archive = Beside(() => archiver.Work(Clock.MonotonicNs()), () => Volatile.Read(ref stopping));
        long records = (long)ratePerSecond * seconds;
        long begin = Clock.MonotonicNs();
        for (long number = 1; number <= records;)
        {
            long now = Clock.MonotonicNs();
            long due = Math.Min(records, (long)((Int128)(now - begin) * ratePerSecond / 1_000_000_000));
            long late = now - begin - (long)((Int128)number * 1_000_000_000 / ratePerSecond);
            page.LatestNs = Math.Max(page.LatestNs, late);
            for (; number <= due; number++)
            {
                SoakRecord.Append(writer, number);
                writer.Commit(Clock.MonotonicNs());
            }

            Volatile.Write(ref page.Written, writer.LastSequence);
            Poll.Pause(LookNs);
        }

        Volatile.Write(ref page.Last, writer.LastSequence);
        Volatile.Write(ref stopping, true);
        house.Join();
        archive.Join();
        page.LateSegments = writer.LateSegments;
        if (!archiver.Flush())
        {
            Console.Error.WriteLine($"the archive failed: {archiver.LastFault}");
            return 1;
        }

        return 0;
    }

    /// <summary>Reads and checks every record until the last. Errors: <see cref="Chain.BenchFailedException"/>.</summary>
    public void Read(int number)
    {
        using SoakPage page = new(PageIn(run));
        using RecordReader reader = new(_paths, StreamId.Market);
        bool stopping = false;
        Thread house = Beside(reader.MapAhead, () => Volatile.Read(ref stopping));
        while (true)
        {
            while (reader.TryRead(out Record record))
            {
                SoakRecord.Check(record, reader.LastSequence);
                Volatile.Write(ref page.Checked(number), reader.LastSequence);
            }

            long last = Volatile.Read(ref page.Last);
            if (last > 0 && reader.LastSequence >= last)
            {
                break;
            }

            _ = Poll.Until(reader.HasNext, SoakCommand.SampleNs, LookNs);
        }

        Volatile.Write(ref stopping, true);
        house.Join();
    }

    private static Thread Beside(Action work, Func<bool> isStopping)
    {
        Thread thread = new(() =>
        {
            while (!isStopping())
            {
                work();
                Poll.Pause(HouseNs);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return thread;
    }
}
