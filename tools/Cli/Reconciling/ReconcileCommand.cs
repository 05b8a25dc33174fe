using System.CommandLine;
using System.Text.Json;
using Artic.Cli.Commands;
using Artic.Cli.Risk;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Cli.Reconciling;

/// <summary>
/// <c>artic reconcile</c>: has the execution engine of a live run ask the venue for account and open orders now, and reads from the
/// record what came of it. Thread: the main thread.
/// </summary>
public static class ReconcileCommand
{
    private const long LookNs = 20_000_000;

    /// <summary>Builds it.</summary>
    public static Command Build(Installation installation)
    {
        Option<string?> run = new("--run") { Description = "The run; the current one where it is left out." };
        Option<int> seconds = new("--seconds") { Description = "How long to wait for the venue.", DefaultValueFactory = _ => 15 };
        Option<bool> asJson = new("--json") { Description = "One JSON object." };
        Command reconcile = new(
            "reconcile",
            "Compare balances and open orders with the venue now, both ways.\n\n" +
            "The engine does so by itself: balances each second, open orders when a session begins and every five minutes. A difference is " +
            "looked at again a second later, and is a break where it is still there. Exit code 0: all agrees; 3: a break, or the venue " +
            "would not say; 1: no answer in time, or there is no live run.")
        {
            run, seconds, asJson,
        };
        reconcile.SetAction(parsed => Execute(
            installation, parsed.GetValue(run), parsed.GetValue(seconds), parsed.GetValue(asJson)));
        return reconcile;
    }

    private static int Execute(Installation installation, string? run, int seconds, bool asJson)
    {
        if (CommandClient.FindLive(installation, "execution-engine", "reconcile", run) is not { } paths)
        {
            return 1;
        }

        List<string> violations = [];
        if (OptionsReader.Read(paths.Configuration, violations) is not { } options)
        {
            violations.ForEach(violation => Console.Error.WriteLine($"artic reconcile: {paths.Configuration}: {violation}"));
            return 1;
        }

        using RecordReader execution = new(paths, StreamId.Execution);
        using RecordReader position = new(paths, StreamId.Position);
        execution.SeekToEnd();
        position.SeekToEnd();
        using JsonDocument? answer = CommandClient.Ask(
            paths, "execution-engine", "reconcile", prints: false, json => json.WriteString("command", "reconcile"));
        if (answer == null)
        {
            return 1;
        }

        ReconcileReport report = new(
            paths.RunFolder, answer.RootElement.GetProperty("request").GetInt64(),
            [.. options.Instruments.Select(each => new ComparedInstrument(each.Id, each.Symbol, each.BaseAsset, each.QuoteAsset))]);
        using Interruption interruption = new();
        _ = Poll.Until(
            () =>
            {
                Follow(execution, report);
                Follow(position, report);
                return report.IsWhole || Interruption.IsWanted;
            },
            seconds * 1_000_000_000L, LookNs);
        Console.Write(asJson ? report.Json() + "\n" : report.Text(new Paint()));
        if (report.ExitCode == 1)
        {
            Console.Error.WriteLine(
                "artic reconcile: not everything was compared in time: is there a session with the venue (artic stat, venue_session_ready), " +
                "and does the position tracker live?");
        }

        return report.ExitCode;
    }

    private static void Follow(RecordReader reader, ReconcileReport report)
    {
        while (reader.TryRead(out Record record))
        {
            switch (RecordCodec.TypeOf(record))
            {
                case RecordType.OpenOrdersCompared:
                    report.Take(RecordCodec.Read(record, new OpenOrdersCompared()));
                    break;
                case RecordType.Reconciliation:
                    report.Take(RecordCodec.Read(record, new Reconciliation()), record.Header.PublishedNs + reader.UtcOffsetNs);
                    break;
                default:
                    break;
            }
        }
    }
}
