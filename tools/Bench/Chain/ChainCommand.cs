using System.Globalization;
using Artic.Bench.Figures;
using Artic.Bench.Yardsticks;
using Artic.Runs;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Bench.Chain;

/// <summary>
/// <c>artic bench chain</c>: the five processes and the yardsticks in turn, so that what the machine's neighbours do
/// touches all alike; figures are medians over the turns. Thread: the main thread.
/// </summary>
public sealed class ChainCommand(Installation installation, ChainOptions options)
{
    /// <summary>A message of a yardstick is never smaller than the floor's.</summary>
    private const int LeastPayloadBytes = 64;

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("chain", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        Machine machine = Machine.Look();
        ThreadPlan plan = ThreadPlan.Choose(Enum.Parse<IdleStrategy>(options.Idle, ignoreCase: true));

        // Whatever is started from here inherits these cores; hot threads take their own.
        ThreadSettings.PinTo(plan.HouseCores);
        List<ChainReport> reports = [];
        int exit = 0;
        for (int i = 0; i < options.Rates.Length && !Interruption.IsWanted; i++)
        {
            try
            {
                ChainReport report = Measure(
                    new ChainLoad(options.Rates[i], options.Seconds, options.Instruments, options.Burst), plan);
                report.Machine = machine;
                ChainText.Print(report);
                reports.Add(report);
            }
            catch (Exception failure) when (failure is BenchFailedException or RunRefusedException)
            {
                // What was measured at another rate stands.
                Console.Error.WriteLine($"artic bench chain: {failure.Message}");
                exit = 1;
            }
        }

        Write(reports);
        return exit;
    }

    private ChainReport Measure(ChainLoad load, ThreadPlan plan)
    {
        List<ArticResult> artic = [];
        Dictionary<YardstickKind, List<YardstickResult>> yardsticks = [];
        int[] payloadBytes = [];

        // Both ways of ZeroMQ share the time of the others.
        ChainLoad half = load with { Seconds = Math.Max(1, load.Seconds / 2) };
        for (int run = 1; run <= options.Runs; run++)
        {
            artic.Add(new ArticRun(installation, load, plan, () => Interruption.IsWanted).Execute());
            Say(load, run, "artic", artic[^1].TickToOrder);
            payloadBytes = [.. artic[^1].BytesPerTick.Values.Select(bytes => Math.Max(LeastPayloadBytes, bytes))];
            foreach (YardstickKind kind in Enum.GetValues<YardstickKind>())
            {
                ChainLoad mine = kind == YardstickKind.Floor ? load : half;
                YardstickResult result = new YardstickRun(kind, mine, plan, payloadBytes, () => Interruption.IsWanted).Execute();
                if (!yardsticks.TryGetValue(kind, out List<YardstickResult>? results))
                {
                    yardsticks.Add(kind, results = []);
                }

                results.Add(result);
                Say(load, run, NameOf(kind), result.SendToLast);
            }
        }

        return Report(load, plan, artic, yardsticks, payloadBytes);
    }

    private ChainReport Report(
        ChainLoad load, ThreadPlan plan, List<ArticResult> artic,
        Dictionary<YardstickKind, List<YardstickResult>> yardsticks, int[] payloadBytes)
    {
        YardstickFigures blocking = FiguresOf(YardstickKind.ZeromqBlocking, yardsticks, payloadBytes);
        YardstickFigures polling = FiguresOf(YardstickKind.ZeromqPolling, yardsticks, payloadBytes);
        YardstickFigures zeromq = blocking.P99Us <= polling.P99Us ? blocking : polling;
        zeromq.OtherMode = zeromq == blocking ? polling : blocking;
        int[] slots = new int[YardstickPlan.Hops];
        Array.Fill(slots, LeastPayloadBytes);
        YardstickFigures floor = FiguresOf(YardstickKind.Floor, yardsticks, slots);
        floor.Mode = plan.Idle.ToString().ToLowerInvariant();
        return new ChainReport
        {
            Settings = Settings(load, plan),
            Rate = load.RatePerSecond,
            Seconds = load.Seconds,
            Runs = artic.Count,
            OrdersPerTick = artic.Min(run => run.OrdersPerTick),
            Artic = FiguresOf(artic),
            Zeromq = zeromq,
            Floor = floor,
            Ratios = new ChainRatios
            {
                ZeromqP99OverArticP99 = Ratio.Of([.. artic.Zip(zeromq.Runs, (mine, other) => other.P99Us / mine.TickToOrder.P99Us)]),
                ArticP50OverFloorP50 = Ratio.Of([.. artic.Zip(floor.Runs, (mine, other) => mine.TickToOrder.P50Us / other.P50Us)]),
            },
        };
    }

    private static ChainSettings Settings(ChainLoad load, ThreadPlan plan) => new()
    {
        Idle = plan.Idle.ToString().ToLowerInvariant(),
        IdleReason = plan.Why,
        HotCores = plan.HotCores,
        HouseCores = plan.HouseCores,
        Instruments = load.Instruments,
        Burst = load.Burst,
        WarmUpTicks = load.WarmUpTicks,
        Spans = new Dictionary<string, string>
        {
            ["artic"] = "clock after the receive that completed the frame, before parsing, to the clock before the write of the signed request",
            ["artic.from_intended"] = "the moment at which the venue meant to send the frame to the clock before the write of the signed request",
            ["artic.stages"] = "a process's loop takes an input, to the commit of what it led to; 'request': from the commit of SUBMITTED to the clock before the write",
            ["artic.hops"] = "the commit of the process before to the loop taking it",
            ["zeromq"] = "clock before the source's send to the clock after the fourth process's receive",
            ["floor"] = "as zeromq",
            ["first_to_last"] = "clock after the first process's receive to the clock after the fourth's",
            ["from_intended"] = "the moment at which the source meant to send to the clock after the fourth process's receive",
        },
    };

    private static ArticFigures FiguresOf(List<ArticResult> runs)
    {
        Latency total = Latency.Median([.. runs.Select(run => run.TickToOrder)]);
        return new ArticFigures
        {
            P50Us = total.P50Us,
            P99Us = total.P99Us,
            P999Us = total.P999Us,
            MaxUs = total.MaxUs,
            FromIntended = Latency.Median([.. runs.Select(run => run.FromIntended)]),
            Stages = Medians(runs, run => run.Stages),
            Hops = Medians(runs, run => run.Hops),
            StagesWithHop = Medians(runs, run => run.StagesWithHop),
            BytesPerTick = runs[^1].BytesPerTick,
            VenueMaxLateUs = [.. runs.Select(run => run.Venue.MaxLateUs)],
            GcCollections = runs[0].GcCollections.Keys.ToDictionary(
                service => service, service => runs.Select(run => run.GcCollections[service]).ToArray()),
            Runs = [.. runs.Select(run => run.TickToOrder)],
        };
    }

    private static Dictionary<string, Latency> Medians(
        List<ArticResult> runs, Func<ArticResult, Dictionary<string, Latency>> of) =>
        of(runs[0]).Keys.ToDictionary(name => name, name => Latency.Median([.. runs.Select(run => of(run)[name])]));

    private static YardstickFigures FiguresOf(
        YardstickKind kind, Dictionary<YardstickKind, List<YardstickResult>> all, int[] payloadBytes)
    {
        List<YardstickResult> runs = all[kind];
        Latency total = Latency.Median([.. runs.Select(run => run.SendToLast)]);
        return new YardstickFigures
        {
            P50Us = total.P50Us,
            P99Us = total.P99Us,
            P999Us = total.P999Us,
            MaxUs = total.MaxUs,
            Mode = NameOf(kind),
            FirstToLast = Latency.Median([.. runs.Select(run => run.FirstToLast)]),
            FromIntended = Latency.Median([.. runs.Select(run => run.FromIntended)]),
            PayloadBytes = payloadBytes,
            Runs = [.. runs.Select(run => run.SendToLast)],
        };
    }

    private static string NameOf(YardstickKind kind) => kind switch
    {
        YardstickKind.ZeromqBlocking => "zeromq blocking",
        YardstickKind.ZeromqPolling => "zeromq polling",
        _ => "floor",
    };

    private void Say(ChainLoad load, int run, string what, Latency figures) =>
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{load.RatePerSecond}/s, run {run} of {options.Runs}: {what,-15} p50 {figures.P50Us,8:F1}  p99 {figures.P99Us,8:F1}  p99.9 {figures.P999Us,8:F1}  max {figures.MaxUs,8:F1} µs"));

    private void Write(List<ChainReport> reports)
    {
        if (reports.Count == 0)
        {
            return;
        }

        ChainReport report = reports[0];
        if (reports.Count > 1)
        {
            report = new ChainReport
            {
                Machine = report.Machine, Settings = report.Settings, Rate = report.Rate, Seconds = report.Seconds,
                Runs = report.Runs, OrdersPerTick = report.OrdersPerTick, Artic = report.Artic, Zeromq = report.Zeromq,
                Floor = report.Floor, Ratios = report.Ratios, Sweep = reports,
            };
        }

        ReportFile.Write(report, options.Json, BenchJson.Default.ChainReport);
    }
}
