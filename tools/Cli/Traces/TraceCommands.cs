using System.CommandLine;
using Artic.Cli.Risk;
using Artic.Hosting.Logs;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Cli.Traces;

/// <summary>
/// <c>artic trace export</c> and <c>artic trace follow</c>. Exit code 0: the collector has them all, or the follower has ended in order;
/// 1: it has not, or the record cannot be read; 2: there is no such run, order or address.
/// </summary>
public static class TraceCommands
{
    private const long LookNs = 200_000_000;
    private static readonly TimeSpan s_exportPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_followPatience = TimeSpan.FromSeconds(10);

    /// <summary>The command with its parts.</summary>
    public static Command Build(Installation installation)
    {
        Argument<string?> run = new("run") { Description = "The run; the current one where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        Argument<string?> followed = new("run")
        {
            Description = "The run; the current one where it is left out, and after its end the next.", Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string> otlp = new("--otlp")
        {
            Description = "Base address of a collector that takes OTLP over HTTP.", DefaultValueFactory = _ => "http://127.0.0.1:4318",
        };
        Option<string?> order = new("--order") { Description = "This order alone: its client order id, such as a1-34." };
        Command export = new(
            "export",
            "Send a trace of each order that left to a collector: from the market frame to the write of the request, each stage and hop, " +
            "made of the times on record after the fact. The same order is always the same trace, so that it may be sent again.")
        {
            run, otlp, order,
        };
        export.SetAction(parsed => Export(installation, parsed.GetValue(run), parsed.GetValue(otlp)!, parsed.GetValue(order)));
        Command follow = new(
            "follow",
            "Send the same traces while the run lives, about a second after each order has left: as soon as it is in the archive. Ends with " +
            "the run, or by SIGTERM; where no run is named it goes on with the next. A collector that is away is asked again, and what was " +
            "sent is remembered in the run's folder (traces/position). It runs only where nobody else wants the processor; what it says " +
            "is JSON lines on the standard error.")
        {
            followed, otlp,
        };
        follow.SetAction(parsed => Follow(installation, parsed.GetValue(followed), parsed.GetValue(otlp)!));
        return new Command("trace", "The ways of orders, for tools that show traces.") { export, follow };
    }

    private static int Export(Installation installation, string? run, string otlp, string? order)
    {
        if (OtlpCollector.Address(otlp) is not { } address)
        {
            return Refuse("export", $"--otlp {otlp}: is no address such as http://127.0.0.1:4318", 2);
        }

        ulong wanted = 0;
        if (order != null && !OrderText.TryId(order, out wanted))
        {
            return Refuse("export", $"--order {order}: is no client order id such as a1-34", 2);
        }

        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            return Refuse("export", $"there is no run '{run ?? "current"}'", 2);
        }

        try
        {
            RunPaths paths = new(folder);
            using OrderTraceReader reader = new(paths, order == null ? null : wanted, TracePosition.Start);
            using OtlpCollector collector = new(address, s_exportPatience);
            TraceSender sender = new(new OtlpDocument(paths.RunId, SymbolsOf(paths)), collector);
            if (SendAll(reader, sender) is { } fault)
            {
                return Refuse("export", $"{fault}; {sender.Taken} traces are there, and the command may be given again", 1);
            }

            if (order != null && sender.Taken == 0)
            {
                return Refuse("export", $"no order {order} that a tick has led to left in this run", 2);
            }

            long without = reader.WithoutTick + reader.WithoutRecord;
            string why = without == 0 ? "" : $"; {without} orders have no tick, or its record is gone";
            Console.WriteLine($"{sender.Taken} traces of {reader.Sent} orders sent to {otlp}{why}");
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse("export", error.Message, 1);
        }
    }

    /// <summary>Sends what the archive has now; gives what went wrong, or null.</summary>
    private static string? SendAll(OrderTraceReader reader, TraceSender sender)
    {
        bool isMore = true;
        while (isMore)
        {
            if (reader.Read() is { } trace)
            {
                sender.Add(trace);
            }
            else if (reader.IsWaiting)
            {
                reader.GiveUp();
            }
            else
            {
                isMore = false;
            }

            OtlpAnswer? away = !isMore || sender.IsFull ? sender.Flush() : null;
            if ((away?.Words ?? sender.Fault) is { Length: > 0 } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static int Follow(Installation installation, string? run, string otlp)
    {
        if (OtlpCollector.Address(otlp) is not { } address)
        {
            return Refuse("follow", $"--otlp {otlp}: is no address such as http://127.0.0.1:4318", 2);
        }

        string? named = run is null or "current" ? null : installation.FindRun(run);
        if (named == null && run is not (null or "current"))
        {
            return Refuse("follow", $"there is no run '{run}'", 2);
        }

        using Interruption interruption = new();
        ThreadSettings.StandBack([]);
        try
        {
            if (named != null)
            {
                Follow(named, address, () => false);
                return 0;
            }

            for (string? last = null; !Interruption.IsWanted;)
            {
                string? current = installation.FindRun(null);
                if (current != null && current != last)
                {
                    Follow(current, address, () => installation.FindRun(null) is { } next && next != current);
                    last = current;
                }

                _ = Poll.Until(() => Interruption.IsWanted, LookNs, LookNs);
            }

            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse("follow", error.Message, 1);
        }
    }

    private static void Follow(string folder, Uri address, Func<bool> isSucceeded)
    {
        RunPaths paths = new(folder);

        // A run that is being made has a folder before it has a configuration.
        while (!File.Exists(Path.Combine(folder, "run.json")) && !Directory.Exists(paths.ArchiveStream(StreamId.Wire)))
        {
            if (Poll.Until(() => Interruption.IsWanted, LookNs, LookNs) || isSucceeded())
            {
                return;
            }
        }

        PipelineOptions? options = OptionsReader.Read(paths.Configuration, []);
        ThreadSettings.StandBack([.. options?.Services.Values.Select(service => service.Core) ?? []]);
        using OtlpCollector collector = new(address, s_followPatience);
        TraceSender sender = new(new OtlpDocument(paths.RunId, SymbolsOf(options)), collector);
        new TraceFollower(paths, sender, address, new JsonLog("trace-follower", paths.RunId), isSucceeded).Follow();
    }

    private static Dictionary<uint, string> SymbolsOf(RunPaths paths) => SymbolsOf(OptionsReader.Read(paths.Configuration, []));

    private static Dictionary<uint, string> SymbolsOf(PipelineOptions? options) =>
        (options?.Instruments ?? []).ToDictionary(each => (uint)each.Id, each => each.Symbol);

    private static int Refuse(string command, string words, int exit)
    {
        Console.Error.WriteLine($"artic trace {command}: {words}");
        return exit;
    }
}
