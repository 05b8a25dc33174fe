using System.Globalization;
using System.Text.Json;
using Artic.Cli.Runs;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;

namespace Artic.Cli.Streams;

/// <summary><c>artic stream ls|cat|verify</c>: the record of a run, live or finished. Thread: the main thread.</summary>
public static class StreamCommand
{
    private const long LookNs = 10_000_000;
    private const int ExitDamaged = 3;
    private const int BrokenPipe = 32;

    /// <summary>The streams that a run can have.</summary>
    public static IEnumerable<StreamId> All => Enum.GetValues<StreamId>().Where(stream => stream != StreamId.None);

    /// <summary>A line for each stream.</summary>
    public static int List(Installation installation, string? run, bool asJson)
    {
        if (Find(installation, run) is not { } paths)
        {
            return 1;
        }

        if (!asJson)
        {
            Console.WriteLine($"{paths.RunFolder}");
            Console.WriteLine($"  {"stream",-10} {"first",10} {"last",12} {"archived",9} {"bytes",14} {"in memory",9} {"owner",8} {"lag",10}");
        }

        int exit = 0;
        foreach (StreamId stream in All)
        {
            FileInfo[] archived = Segments(paths.ArchiveStream(stream));
            FileInfo[] hot = Segments(paths.HotStream(stream));
            if (archived.Length == 0 && hot.Length == 0)
            {
                continue;
            }

            try
            {
                using RecordReader reader = new(paths, stream);
                reader.SeekToEnd();
                using StreamPage? page = StreamPage.TryOpen(paths, stream);
                long bytes = archived.Sum(file => file.Length);
                string name = RunPaths.NameOf(stream);
                Console.WriteLine(asJson
                    ? Json(name, reader.FirstKept(), reader.LastSequence, archived.Length, bytes, hot.Length, page)
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {name,-10} {reader.FirstKept(),10} {reader.LastSequence,12} {archived.Length,9} {bytes,14} {hot.Length,9} {page?.OwnerProcess.ToString(CultureInfo.InvariantCulture) ?? "-",8} {page?.ArchiveLagBytes ?? 0,10}"));
            }
            catch (IOException damaged)
            {
                Console.Error.WriteLine($"artic stream ls: {damaged.Message}");
                exit = ExitDamaged;
            }
        }

        return exit;
    }

    /// <summary>Records as JSON lines.</summary>
    public static int Print(
        Installation installation, string? run, StreamId stream, RecordFilter filter, long limit, bool follow)
    {
        if (Find(installation, run) is not { } paths)
        {
            return 1;
        }

        try
        {
            using RecordReader reader = new(paths, stream);
            if (filter.From is { } from)
            {
                reader.Seek(from);
            }
            else
            {
                reader.SeekToFirst();
            }

            StrategyNames strategies = new(paths);
            using StreamWriter output = new(Console.OpenStandardOutput(), bufferSize: 1 << 16) { AutoFlush = follow };
            for (long printed = 0; printed < limit && reader.LastSequence < filter.To;)
            {
                if (!reader.TryRead(out Record record))
                {
                    if (!follow || !Poll.Until(reader.HasNext, long.MaxValue / 2, LookNs))
                    {
                        break;
                    }

                    continue;
                }

                long utcNs = record.Header.PublishedNs + reader.UtcOffsetNs;
                if (record.Header.Sequence <= filter.To && filter.Takes(record.Header, utcNs))
                {
                    output.WriteLine(RecordText.Line(record, utcNs, strategies));
                    printed++;
                }
            }

            return 0;
        }
        catch (IOException error) when (error.HResult == BrokenPipe)
        {
            // Whoever reads has seen enough.
            return 0;
        }
        catch (IOException damaged)
        {
            Console.Error.WriteLine($"artic stream cat: {damaged.Message}");
            return ExitDamaged;
        }
    }

    /// <summary>Reads every record: checksums, lengths, sequences; and holds the end against what its owner said of it.</summary>
    public static int Verify(Installation installation, string? run, StreamId? only)
    {
        if (Find(installation, run) is not { } paths)
        {
            return 1;
        }

        int exit = 0;
        foreach (StreamId stream in All.Where(stream => only == null || stream == only))
        {
            long begin = Clock.MonotonicNs();
            using RecordReader reader = new(paths, stream);
            string verdict = "whole";
            bool isDamaged = false;
            try
            {
                reader.SeekToFirst();
                while (reader.TryRead(out _))
                {
                }

                string? fault = StreamEnd.Fault(paths, stream) ?? RunRecord.FaultOfEnd(paths, stream);
                verdict = fault != null ? $"DAMAGED: {fault}"
                    : StreamEnd.TryRead(paths, stream) != null ? verdict
                    : "whole, open: no owner has ended it, so nothing says where it ends";
                isDamaged = fault != null;
            }
            catch (IOException damaged)
            {
                verdict = $"DAMAGED: {damaged.Message}";
                isDamaged = true;
            }

            exit = isDamaged ? ExitDamaged : exit;
            if (reader.LastSequence > 0 || exit != 0)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {RunPaths.NameOf(stream),-10} {reader.LastSequence,12} records  {(Clock.MonotonicNs() - begin) / 1e9,6:F1} s  {verdict}"));
            }
        }

        return exit;
    }

    private static RunPaths? Find(Installation installation, string? run)
    {
        string? folder = installation.FindRun(run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic stream: there is no run {run ?? "yet"}; runs lie in {installation.Runs}");
            return null;
        }

        return new RunPaths(folder);
    }

    private static FileInfo[] Segments(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles("*.seg") : [];

    private static string Json(string name, long first, long records, int archived, long bytes, int hot, StreamPage? page)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            json.WriteString("stream", name);
            json.WriteNumber("first", first);
            json.WriteNumber("records", records);
            json.WriteNumber("archived_segments", archived);
            json.WriteNumber("archived_bytes", bytes);
            json.WriteNumber("hot_segments", hot);
            json.WriteNumber("owner_process", page?.OwnerProcess ?? 0);
            json.WriteNumber("archive_lag_bytes", page?.ArchiveLagBytes ?? 0);
            json.WriteBoolean("archive_is_behind", page?.ArchiveIsBehind ?? false);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
