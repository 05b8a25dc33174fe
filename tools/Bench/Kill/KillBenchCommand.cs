#pragma warning disable RS0030 // Moments are random, from a seed that it prints.
using System.Globalization;
using System.Net.Sockets;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Bench.Venue;
using Artic.Core.Time;
using Artic.Hosting.Accounts;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Control;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.Bench.Kill;

/// <summary>
/// <c>artic bench kill</c>: the five processes trade with an order a tick, are killed at random moments, and resumed, again
/// and again. When the last order left is read from the engine's record, and what the venue accepted from the venue's.
/// Thread: the main thread.
/// </summary>
public sealed class KillBenchCommand(Installation installation, KillBenchOptions options)
{
    private const string Risk = "risk-manager";
    private const string Engine = "execution-engine";
    private const int LeaseMs = 50;
    private const int FaultLeadUs = 40_000;
    private const int LongestTradeUs = 20_000;
    private const int OrdersBetween = 20;
    private const long PatienceNs = 60_000_000_000;
    private const long SayNs = 2_000_000_000;
    private const int SecondsPerKill = 1;
    private const int SecondsPerRestart = 8;

    private readonly Random _random = new(options.Seed);
    private readonly List<KillRound> _rounds = [];

    /// <summary>Runs it and gives the exit code: 1 where the venue accepted an order after an acknowledgement.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("kill", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        KillBenchReport report = new()
        {
            Machine = Machine.Look(), Fault = options.Fault.ToString(), Seed = options.Seed, Rate = options.Rate,
        };
        ThreadPlan plan = ThreadPlan.Choose(IdleStrategy.Auto);
        ThreadSettings.PinTo(plan.HouseCores);

        ThreadSettings.TakeOrdinaryTurns();
        string folder = Path.Combine(installation.Runs, $"kill-{Clock.UtcNs() / 1_000_000}-{Environment.ProcessId}");
        try
        {
            using (RunFolder run = RunFolder.Create(folder))
            {
                Measure(run, plan, report);
            }
        }
        catch (Exception failure) when (failure is BenchFailedException or SocketException or IOException)
        {
            Console.Error.WriteLine($"artic bench kill: seed {options.Seed}, after {_rounds.Count} kills: {failure.Message}");
            Console.Error.WriteLine($"its folder is left for a look: {folder}");
            return 1;
        }

        Directory.Delete(folder, recursive: true);
        Print(report);
        ReportFile.Write(report, options.Json, BenchJson.Default.KillBenchReport);

        return report.OrdersAfterAck == 0 ? 0 : 1;
    }

    private void Measure(RunFolder run, ThreadPlan plan, KillBenchReport report)
    {
        bool restarts = options.Fault is KillFault.RiskDead or KillFault.EngineHung;
        int seconds = 60 + (options.Kills * (restarts ? SecondsPerRestart : SecondsPerKill));
        ChainLoad load = new(options.Rate, seconds, 1, 1);
        string timesFile = Path.Combine(run.Paths.RunFolder, "order-times");
        using BenchPipeline pipeline = new(installation, run, load, plan, () => Interruption.IsWanted)
        {
            LeaseMs = LeaseMs, VenueSleeps = true, OrderTimesFile = timesFile,
        };
        pipeline.Start();
        using OrderTimes times = OrderTimes.Open(timesFile);
        using KillWord word = KillWord.Open(run.Paths.ControlFolder);
        using KillWays ways = new(run.Paths, pipeline.Figures);
        AccountFolder account = new(pipeline.StateFolder);
        using LatchSlot bare = new(run.Paths.RunFolder, "bare");
        List<long> syncs = [];
        _ = pipeline.StartTicks();
        long saidNs = Clock.MonotonicNs();
        while (_rounds.Count < options.Kills)
        {
            NeedTrading(pipeline, times, ways);
            _rounds.Add(KillOnce(pipeline, ways, word));
            syncs.Add(BareSyncNs(bare));
            Recover(pipeline, ways);
            _rounds[^1] = _rounds[^1] with { ResumedNs = Clock.MonotonicNs() };
            account.AppendResume(account.ReadLatch().Killed, "bench", "the next round", Clock.UtcNs());
            if (Clock.MonotonicNs() - saidNs > SayNs)
            {
                saidNs = Clock.MonotonicNs();
                Console.Error.WriteLine($"{_rounds.Count} of {options.Kills} kills, {times.Count} orders");
            }
        }

        pipeline.Children.Stop();
        report.Orders = times.Count;
        Latency sync = Latency.Of([.. syncs]);
        report.BareSyncP50Us = sync.P50Us;
        report.BareSyncP99Us = sync.P99Us;
        Count(times, report);
        Weigh(Requests(run.Paths), report);
    }

    private void NeedTrading(BenchPipeline pipeline, OrderTimes times, KillWays ways)
    {
        long before = times.Count;
        pipeline.Children.WaitFor(
            () => times.Count >= before + OrdersBetween, PatienceNs, $"no order after {_rounds.Count} kills: it does not trade again");
        ways.Connect(Risk);
        ways.Connect(Engine);
        Poll.Pause(_random.Next(LongestTradeUs) * 1000L);
    }

    private KillRound KillOnce(BenchPipeline pipeline, KillWays ways, KillWord word)
    {
        long faultNs = 0;
        if (options.Fault != KillFault.None)
        {
            int process = pipeline.Children[options.Fault == KillFault.EngineHung ? Engine : Risk].ProcessNumber;
            faultNs = Clock.MonotonicNs();
            _ = Signals.Send(process, options.Fault == KillFault.RiskDead ? Signals.Kill : Signals.Stop);
            Poll.Pause(_random.Next(FaultLeadUs) * 1000L);
        }

        // Each way to each service that can answer.
        int turn = _rounds.Count;
        bool isHttp = turn % 2 == 0;
        string service = options.Fault switch
        {
            KillFault.None => turn / 2 % 2 == 0 ? Risk : Engine,
            KillFault.EngineHung => Risk,
            _ => Engine,
        };
        ThreadSettings.TakeFirstTurn();
        KillAnswer answer = isHttp ? ways.ByHttp(service) : ways.ByZeroMq(service);
        ThreadSettings.TakeOrdinaryTurns();
        return new KillRound(isHttp, faultNs, word.RaisedNs, answer, 0);
    }

    /// <summary>What the disk alone takes to sync a block as the latch does, beside the same load.</summary>
    private static long BareSyncNs(LatchSlot slot)
    {
        long begin = Clock.MonotonicNs();
        _ = slot.TryWrite("a kill"u8);
        return Clock.MonotonicNs() - begin;
    }

    /// <summary>Wakes who was stopped, waits for what would then happen, and starts who has ended.</summary>
    private void Recover(BenchPipeline pipeline, KillWays ways)
    {
        if (options.Fault == KillFault.None)
        {
            return;
        }

        string service = options.Fault == KillFault.EngineHung ? Engine : Risk;
        ChildProcess child = pipeline.Children[service];
        _ = Signals.Send(child.ProcessNumber, Signals.Continue);
        Poll.Pause(_random.Next(FaultLeadUs) * 1000L);
        if (options.Fault != KillFault.RiskHung)
        {
            _ = child.WaitOrKill(0);
            ways.Forget(service);
            child.Start();
        }
    }

    private void Count(OrderTimes times, KillBenchReport report)
    {
        int round = 0;
        for (long order = 0; order < times.Count; order++)
        {
            long ns = times[order];
            while (round < _rounds.Count && _rounds[round].ResumedNs <= ns)
            {
                round++;
            }

            report.OrdersAfterAck += round < _rounds.Count && ns > _rounds[round].Answer.StoppedNs ? 1 : 0;
        }
    }

    private void Weigh(List<long> requests, KillBenchReport report)
    {
        report.Kills = _rounds.Count;
        report.EnginesEnded = _rounds.Count(round => round.Answer.EngineEnded);
        report.CommandToPageP50Us = OfWays(round => round.PageNs - round.Answer.SentNs, each => each.P50Us);
        report.CommandToLatchedP50Us = OfWays(round => round.Answer.LatchedNs - round.Answer.SentNs, each => each.P50Us);
        report.CommandToPageP99Us = OfWays(round => round.PageNs - round.Answer.SentNs);
        report.CommandToLatchedP99Us = OfWays(round => round.Answer.LatchedNs - round.Answer.SentNs);
        report.CommandToStoppedP99Us = OfWays(round => round.Answer.StoppedNs - round.Answer.SentNs);
        long[] last = new long[_rounds.Count];
        long worstFault = 0;
        for (int i = 0; i < last.Length; i++)
        {
            // The last one that had left when trading could begin again.
            int next = requests.BinarySearch(_rounds[i].ResumedNs);
            next = next < 0 ? ~next : next;
            long lastNs = next > 0 ? requests[next - 1] : 0;
            last[i] = Math.Max(0, lastNs - _rounds[i].PageNs);
            report.KillsWithOrdersAfterPage += last[i] > 0 ? 1 : 0;
            worstFault = Math.Max(worstFault, lastNs - _rounds[i].FaultNs);
        }

        Latency spans = Latency.Of(last);
        report.PageToLastOrderP50Us = spans.P50Us;
        report.PageToLastOrderP99Us = spans.P99Us;
        report.PageToLastOrderMaxUs = spans.MaxUs;
        report.FaultToLastOrderMaxMs = options.Fault is KillFault.RiskHung or KillFault.RiskDead
            ? Math.Round(Math.Max(0, worstFault) / 1e6, 3)
            : null;
    }

    private ByWay OfWays(Func<KillRound, long> span, Func<Latency, double>? figure = null)
    {
        return new ByWay { Http = Of(isHttp: true), Zeromq = Of(isHttp: false) };

        double Of(bool isHttp)
        {
            long[] spans = [.. _rounds.Where(round => round.IsHttp == isHttp).Select(span)];
            return spans.Length == 0 ? 0 : (figure ?? (each => each.P99Us))(Latency.Of(spans));
        }
    }

    /// <summary>When each order's request had been written, in their order.</summary>
    private static List<long> Requests(RunPaths paths)
    {
        List<long> written = [];
        RequestSent sent = new();
        using RecordReader reader = new(paths, StreamId.Wire);
        while (reader.TryRead(out Record record))
        {
            if (RecordCodec.TypeOf(record) == RecordType.RequestSent && RecordCodec.Read(record, sent).Kind == RequestKind.Place)
            {
                written.Add(sent.WrittenNs);
            }
        }

        return written;
    }

    private static void Print(KillBenchReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(culture, $"{report.Kills} kills of an account with {report.Rate} orders a second, fault {report.Fault}, seed {report.Seed}; {report.Orders} orders, {report.EnginesEnded} engines ended"));
        Console.WriteLine("microseconds                      HTTP    ZeroMQ");
        Line("command to kill word, p50", report.CommandToPageP50Us);
        Line("command to latched, p50", report.CommandToLatchedP50Us);
        Line("command to kill word, p99", report.CommandToPageP99Us);
        Line("command to latched, p99", report.CommandToLatchedP99Us);
        Line("command to stopped, p99", report.CommandToStoppedP99Us);
        Console.WriteLine(string.Create(culture, $"the disk's own sync             p50 {report.BareSyncP50Us:0.0}, p99 {report.BareSyncP99Us:0.0} us"));
        Console.WriteLine(string.Create(culture, $"kill word to the last order       p50 {report.PageToLastOrderP50Us:0.0}, p99 {report.PageToLastOrderP99Us:0.0}, max {report.PageToLastOrderMaxUs:0.0} us; after {report.KillsWithOrdersAfterPage} kills an order left at all"));
        if (report.FaultToLastOrderMaxMs is { } lapse)
        {
            Console.WriteLine(string.Create(culture, $"risk manager's end to last order  max {lapse:0.0} ms"));
        }

        Console.WriteLine(string.Create(culture, $"accepted by the venue after 'stopped': {report.OrdersAfterAck}"));

        void Line(string name, ByWay figures) =>
            Console.WriteLine(string.Create(culture, $"{name,-28}{figures.Http,10:0.0}{figures.Zeromq,10:0.0}"));
    }
}
