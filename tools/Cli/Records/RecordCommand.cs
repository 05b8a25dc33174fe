using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Artic.Core.Time;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Records;

/// <summary><c>artic record export</c>: a run's market data as a file for replays and other tools. Thread: the main thread.</summary>
public static class RecordCommand
{
    private const long ProgressNs = 1_000_000_000;
    private const long SilentNs = 2_000_000_000;
    private const int RecordsPerLook = 1_000;
    private const int ExitDamaged = 3;

    /// <summary>Builds it.</summary>
    public static Command Build(Installation installation)
    {
        Argument<string> run = new("run") { Description = "The run: its name, its folder, or 'current'." };
        Option<string?> output = new("--out") { Description = "The file, .gz; RUN.jsonl.gz where it is left out." };
        Option<ExportFormat> format = new("--format")
        {
            Description = "artic: all, what is no message on lines that begin with #. hftbacktest: messages only, for its readers.",
            DefaultValueFactory = _ => ExportFormat.Artic,
        };
        Command export = new(
            "export", "Write the archived feed of a run as compressed lines of receive time (UTC, ns) and JSON, for artic demo --replay.")
        {
            run, output, format,
        };
        export.SetAction(parsed => Export(
            installation, parsed.GetValue(run)!, parsed.GetValue(output), parsed.GetValue(format)));
        return new Command("record", "A run's market data as a file.") { export };
    }

    private static int Export(Installation installation, string run, string? output, ExportFormat format)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            return Refuse($"there is no run {run}; runs lie in {installation.Runs}", 1);
        }

        RunPaths paths = new(folder);
        string path = Path.GetFullPath(output ?? $"{paths.RunId}.jsonl.gz");
        if (!path.EndsWith(".gz", StringComparison.Ordinal) || File.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            return Refuse($"--out {path}: must be a new file whose name ends in .gz, in a folder that is there", 2);
        }

        string part = path + ".part";
        try
        {
            Dictionary<uint, string> symbols = Symbols(paths);
            using (RecordReader feed = RecordReader.OfArchive(paths, StreamId.Feed))
            using (GZipStream compressed = new(File.Create(part), CompressionLevel.Optimal))
            {
                FeedExport export = new(feed, symbols, format, compressed);
                Run(export);
                if (export.Records == 0)
                {
                    throw new IOException($"the archive of {paths.RunId} has no record of the feed");
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {export.Messages} messages of {export.Records} records, {export.Bytes / 1e6:F1} MB before compression"));
            }

            File.Move(part, path);
            return 0;
        }
        catch (StreamTrimmedException trimmed)
        {
            return Refuse($"the start of the run is not kept any more: feed begins with record {trimmed.FirstSequence}; a replay needs it", 1);
        }
        catch (Exception error) when (error is StreamCorruptException)
        {
            return Refuse(error.Message, ExitDamaged);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return Refuse(error.Message, 1);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>All records; after two seconds a line on standard error each second.</summary>
    private static void Run(FeedExport export)
    {
        long begin = Clock.MonotonicNs();
        long next = begin + SilentNs;
        while (export.TryWriteNext())
        {
            if (export.Records % RecordsPerLook == 0 && Clock.MonotonicNs() >= next)
            {
                next += ProgressNs;
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"artic record export: {export.Records} records, {export.Bytes / 1e6:F0} MB, {(Clock.MonotonicNs() - begin) / 1e9:F0} s"));
            }
        }
    }

    private static Dictionary<uint, string> Symbols(RunPaths paths)
    {
        PipelineOptions options =
            JsonSerializer.Deserialize(File.ReadAllText(paths.Configuration), OptionsJson.Default.PipelineOptions)!;
        return options.Instruments.ToDictionary(instrument => (uint)instrument.Id, instrument => instrument.Symbol);
    }

    private static int Refuse(string reason, int exitCode)
    {
        Console.Error.WriteLine($"artic record export: {reason}");
        return exitCode;
    }
}
