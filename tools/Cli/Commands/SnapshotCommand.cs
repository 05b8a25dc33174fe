using System.Globalization;
using Artic.Cli.Runs;
using Artic.Hosting.Options;
using Artic.Hosting.Snapshots;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Snapshots;

namespace Artic.Cli.Commands;

/// <summary>
/// <c>artic snapshot</c>: has each service's follower write a snapshot of its state, then lets go of what need not be
/// kept. Thread: the main thread.
/// </summary>
public static class SnapshotCommand
{
    /// <summary>One round for a run, the current one where none is named. Exit code 3: a loop differs from its record.</summary>
    public static int Execute(Installation installation, string? run, bool asJson)
    {
        string? folder = installation.FindRun(run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic snapshot: there is no run {run ?? "yet"}; runs lie in {installation.Runs}");
            return 1;
        }

        RunPaths paths = new(folder);
        List<string> violations = [];
        PipelineOptions? options = OptionsReader.Read(paths.Configuration, violations);
        if (options == null)
        {
            violations.ForEach(violation => Console.Error.WriteLine($"artic snapshot: {paths.Configuration}: {violation}"));
            return 2;
        }

        if (!asJson)
        {
            Console.WriteLine($"{folder}");
        }

        SnapshotRound round = new(installation, paths, options);
        int exit = round.Execute(result => Console.WriteLine(asJson ? result.ToJson() : Line(result)));
        foreach (TrimResult trimmed in round.Trimmed)
        {
            Console.WriteLine(asJson
                ? SnapshotRounds.Json(trimmed)
                : $"  {RunPaths.NameOf(trimmed.Stream),-10} let go of {trimmed.Segments} segments, {trimmed.Bytes} bytes; begins with {trimmed.First}");
        }

        if (round.Kept != null)
        {
            Console.Error.WriteLine($"artic snapshot: {round.Kept}");
        }

        return exit;
    }

    private static string Line(SnapshotResult result)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"  {(result.Stream.Length > 0 ? result.Stream : result.Service),-10} {result.Outcome,-10} at {result.Sequence,10} from {result.From,10} {result.Inputs,10} inputs {result.Bytes,10} bytes  {result.Milliseconds / 1e3,6:F1} s");
        foreach (string said in (string[])[.. result.Refused, .. result.Error == null ? (string[])[] : [result.Error]])
        {
            line += $"\n             {said}";
        }

        return line;
    }
}
