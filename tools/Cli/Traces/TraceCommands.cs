using System.CommandLine;
using Artic.Cli.Risk;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Traces;

/// <summary>
/// <c>artic trace export</c>. Exit code 0: the collector has them all; 1: it has not, or the record cannot be read; 2: there is no such
/// run, order or address.
/// </summary>
public static class TraceCommands
{
    private const int OrdersADocument = 100;

    /// <summary>The command with its parts.</summary>
    public static Command Build(Installation installation)
    {
        Argument<string?> run = new("run") { Description = "The run; the current one where it is left out.", Arity = ArgumentArity.ZeroOrOne };
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
        return new Command("trace", "The ways of orders, for tools that show traces.") { export };
    }

    private static int Export(Installation installation, string? run, string otlp, string? order)
    {
        if (OtlpCollector.Address(otlp) is not { } address)
        {
            return Refuse($"--otlp {otlp}: is no address such as http://127.0.0.1:4318", 2);
        }

        ulong wanted = 0;
        if (order != null && !OrderText.TryId(order, out wanted))
        {
            return Refuse($"--order {order}: is no client order id such as a1-34", 2);
        }

        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            return Refuse($"there is no run '{run ?? "current"}'", 2);
        }

        try
        {
            RunPaths paths = new(folder);
            OrderTraceReader reader = new(paths, order == null ? null : wanted);
            List<OrderTrace> traces = reader.Read();
            if (order != null && traces.Count == 0)
            {
                return Refuse($"no order {order} that a tick has led to left in this run", 2);
            }

            OtlpDocument document = new(paths.RunId, SymbolsOf(paths));
            using OtlpCollector collector = new(address);
            for (int i = 0; i < traces.Count; i += OrdersADocument)
            {
                List<OrderTrace> some = traces.GetRange(i, Math.Min(OrdersADocument, traces.Count - i));
                if (collector.Send(document.Write(some)) is { } fault)
                {
                    return Refuse($"{fault}; {i} of {traces.Count} traces are there, and the command may be given again", 1);
                }
            }

            string without = reader.Sent == traces.Count ? "" : $"; {reader.Sent - traces.Count} orders have no tick, or its record is gone";
            Console.WriteLine($"{traces.Count} traces of {reader.Sent} orders sent to {otlp}{without}");
            return 0;
        }
        catch (Exception error) when (error is StreamCorruptException or StreamTrimmedException or IOException or UnauthorizedAccessException)
        {
            return Refuse(error.Message, 1);
        }
    }

    private static Dictionary<uint, string> SymbolsOf(RunPaths paths) =>
        (OptionsReader.Read(paths.Configuration, [])?.Instruments ?? []).ToDictionary(each => (uint)each.Id, each => each.Symbol);

    private static int Refuse(string words, int exit)
    {
        Console.Error.WriteLine($"artic trace export: {words}");
        return exit;
    }
}
