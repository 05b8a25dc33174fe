using System.Globalization;
using Artic.Bench.Chain;
using Artic.Bench.Figures;
using Artic.Runs;
using Artic.Streams.Native;

namespace Artic.Bench.Hop;

/// <summary>
/// <c>artic bench hop</c>: one hop between two processes, in turn with libzmq's, so that the machine's neighbours touch
/// both alike. Thread: the main thread.
/// </summary>
public sealed class HopCommand(Installation installation, HopOptions options)
{
    private const int SmallBytes = 64;
    private const int MatrixRuns = 3;
    private const long LatencyRecords = 500_000;

    /// <summary>libzmq moves fewer in the same time.</summary>
    private const int ZeromqShare = 10;

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("hop", options.Violations()))
        {
            return 2;
        }

        using Interruption interruption = new();
        try
        {
            HopReport report = Measure();
            Print(report);
            ReportFile.Write(report, options.Json, BenchJson.Default.HopReport);

            return 0;
        }
        catch (BenchFailedException failure)
        {
            Console.Error.WriteLine($"artic bench hop: {failure.Message}");
            return 1;
        }
    }

    private HopReport Measure()
    {
        long records = options.Millions * 1_000_000L;
        HopReport report = new() { Machine = Machine.Look(), Runs = options.Runs, RecordBytes = SmallBytes, Records = records };
        List<double> fast = [];
        List<double> archived = [];
        List<double> zeromq = [];
        List<HopResult> latency = [];
        List<double> line = [];
        int[] cores = ThreadSettings.AllowedCores();
        for (int run = 1; run <= options.Runs; run++)
        {
            HopResult[] results = Run(HopKind.Stream, SmallBytes, 1, records);
            report.RingLaps = Math.Round(results[0].Laps, 1);
            fast.Add(RateOf(results));
            archived.Add(RateOf(Run(HopKind.StreamArchived, SmallBytes, 1, records / 2)));
            zeromq.Add(RateOf(Run(HopKind.Zeromq, SmallBytes, 1, records / ZeromqShare)));
            double before = CacheLine.OneWayNs(cores[0], cores[1]);
            latency.Add(Run(HopKind.StreamLatency, SmallBytes, 1, LatencyRecords)[1]);
            line.Add(Math.Round((before + CacheLine.OneWayNs(cores[0], cores[1])) / 2, 1));
            Say($"run {run} of {options.Runs}: {fast[^1] / 1e6:F1} million/s, archived {archived[^1] / 1e6:F1}, libzmq {zeromq[^1] / 1e6:F2}; one way p50 {latency[^1].P50Ns} ns, p99 {latency[^1].P99Ns} ns, bare line {line[^1]:F0} ns");
        }

        report.MessagesPerSecond = Latency.Middle(fast);
        report.ArchivedMessagesPerSecond = Latency.Middle(archived);
        report.ZeromqMessagesPerSecond = Latency.Middle(zeromq);
        report.OverZeromq = Ratio.Of([.. fast.Zip(zeromq, (mine, other) => mine / other)]);
        report.OneWayP50Ns = (long)Latency.Middle(latency.Select(result => (double)result.P50Ns));
        report.OneWayP99Ns = (long)Latency.Middle(latency.Select(result => (double)result.P99Ns));
        report.OneWayP999Ns = (long)Latency.Middle(latency.Select(result => (double)result.P999Ns));
        report.OneWayP50NsRuns = [.. latency.Select(result => (double)result.P50Ns)];
        report.LineOneWayNs = Latency.Middle(line);
        report.LineOneWayNsRuns = [.. line];
        report.OverLine = Ratio.Of([.. report.OneWayP50NsRuns.Zip(line, (mine, bare) => mine / bare)]);
        report.MessagesPerSecondRuns = [.. fast];
        report.ZeromqMessagesPerSecondRuns = [.. zeromq];
        if (!options.Brief)
        {
            MeasureMatrix(report, records);
        }

        return report;
    }

    private void MeasureMatrix(HopReport report, long records)
    {
        foreach (int bytes in HopOptions.Sizes)
        {
            foreach (int readers in HopOptions.Readers)
            {
                List<double> mine = [];
                List<double> other = [];

                // The same bytes in each cell, a part of the main figure's.
                long count = records * SmallBytes / bytes / 2;
                for (int run = 0; run < MatrixRuns; run++)
                {
                    mine.Add(RateOf(Run(HopKind.Stream, bytes, readers, count)));
                    other.Add(RateOf(Run(HopKind.Zeromq, bytes, readers, count / ZeromqShare)));
                }

                double rate = Latency.Middle(mine);
                report.Matrix.Add(new HopCell
                {
                    RecordBytes = bytes, Readers = readers, MessagesPerSecond = rate,
                    MegabytesPerSecond = Math.Round(rate * bytes / 1e6, 1), ZeromqMessagesPerSecond = Latency.Middle(other),
                });
                Say($"{bytes} bytes, {readers} readers: {rate / 1e6:F2} million/s, libzmq {report.Matrix[^1].ZeromqMessagesPerSecond / 1e6:F2}");
            }
        }
    }

    private HopResult[] Run(HopKind kind, int bytes, int readers, long records)
    {
        int[] cores = ThreadSettings.AllowedCores();
        int[] places = new int[readers + 1];
        places[0] = cores[0];
        for (int i = 1; i <= readers; i++)
        {
            // Readers beside the writer's core as long as there are others.
            places[i] = cores[1 + ((i - 1) % (cores.Length - 1))];
        }

        return new HopRun(
            installation,
            new HopPlan { Kind = kind, RecordBytes = bytes, Readers = readers, Records = records, Cores = places },
            () => Interruption.IsWanted).Execute();
    }

    /// <summary>From the writer's start to the last reader's last record, or to the writer's last sync.</summary>
    private static double RateOf(HopResult[] results)
    {
        long last = results.Max(result => result.LastNs);
        return results[0].Records * 1e9 / (last - results[0].FirstNs);
    }

    private static void Print(HopReport report)
    {
        Line($"");
        Line($"{report.Machine.Cpu}, {report.Machine.Cores} cores{(report.Machine.Virtual ? " (virtual)" : "")}, Linux {report.Machine.Kernel}, load before {report.Machine.LoadBefore}");
        Line($"one hop between two processes, {report.RecordBytes} bytes with the header, each committed alone and checked; medians of {report.Runs} interleaved runs");
        Line($"  {report.MessagesPerSecond / 1e6,8:F1} million/s     {report.RingLaps} laps of the ring");
        Line($"  {report.ArchivedMessagesPerSecond / 1e6,8:F1} million/s     with the archiver on, until the last byte is synced");
        Line($"  {report.ZeromqMessagesPerSecond / 1e6,8:F2} million/s     libzmq PUB/SUB over ipc: {report.OverZeromq!.Median:F1} times fewer ({report.OverZeromq.Low:F1} to {report.OverZeromq.High:F1})");
        Line($"  {report.OneWayP50Ns,8} ns            one way, spinning, p50; p99 {report.OneWayP99Ns} ns, p99.9 {report.OneWayP999Ns} ns");
        Line($"  {report.LineOneWayNs,8:F0} ns            a bare cache line between the same cores: p50 is {report.OverLine!.Median:F1} times that ({report.OverLine.Low:F1} to {report.OverLine.High:F1})");
        foreach (HopCell cell in report.Matrix)
        {
            Line($"  {cell.MessagesPerSecond / 1e6,8:F2} million/s     {cell.RecordBytes,4} bytes, {cell.Readers} readers ({cell.MegabytesPerSecond:F0} MB/s); libzmq {cell.ZeromqMessagesPerSecond / 1e6:F2}");
        }
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
