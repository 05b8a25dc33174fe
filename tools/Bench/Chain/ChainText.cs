using System.Globalization;
using Artic.Bench.Figures;

namespace Artic.Bench.Chain;

/// <summary>The report for people, on standard output.</summary>
public static class ChainText
{
    /// <summary>Prints it.</summary>
    public static void Print(ChainReport report)
    {
        Line($"");
        Line($"{report.Machine.Cpu}, {report.Machine.Cores} cores{(report.Machine.Virtual ? " (virtual)" : "")}, Linux {report.Machine.Kernel}, governor {report.Machine.Governor}, clock {report.Machine.ClockSource}, load before {report.Machine.LoadBefore}");
        Line($"{report.Rate} ticks/s, {report.Settings.Instruments} instruments, burst {report.Settings.Burst}, {report.Runs} runs of {report.Seconds} s (medians); idle {report.Settings.Idle}, hot core {string.Join(',', report.Settings.HotCores)}");
        Line($"orders per tick {report.OrdersPerTick:F6}; collections {string.Join(", ", report.Artic.GcCollections.Select(entry => $"{entry.Key} {entry.Value.Max()}"))}");
        Line($"");
        Line($"microseconds                     p50       p99     p99.9       max");
        Row("artic: tick to order", report.Artic.P50Us, report.Artic.P99Us, report.Artic.P999Us, report.Artic.MaxUs);
        Row("  from the intended send", report.Artic.FromIntended);
        foreach ((string name, Latency span) in report.Artic.StagesWithHop)
        {
            if (report.Artic.Hops.TryGetValue(name, out Latency? hop))
            {
                Row($"  hop to {name}", hop);
            }

            Row($"  {name}", report.Artic.Stages[name]);
            if (hop != null)
            {
                Row($"  {name} with its hop", span);
            }
        }

        foreach (YardstickFigures? yardstick in (YardstickFigures?[])[report.Zeromq, report.Zeromq?.OtherMode, report.Floor])
        {
            if (yardstick != null)
            {
                string name = yardstick == report.Floor ? $"floor ({yardstick.Mode})" : yardstick.Mode;
                Row($"{name}: send to last", yardstick.P50Us, yardstick.P99Us, yardstick.P999Us, yardstick.MaxUs);
                Row("  first to last receipt", yardstick.FirstToLast);
                Row("  from the intended send", yardstick.FromIntended);
            }
        }

        if (report.Ratios is { } ratios)
        {
            Line($"");
            Compare("zeromq p99 / artic p99", ratios.ZeromqP99OverArticP99);
            Compare("artic p50 / floor p50", ratios.ArticP50OverFloorP50);
        }
    }

    private static void Compare(string name, Ratio ratio) =>
        Line($"{name,-26} {ratio.Median:F2}  ({ratio.Low:F2} to {ratio.High:F2}, {ratio.Confidence:P1} interval of {ratio.Runs.Length} runs)");

    private static void Row(string name, Latency span) => Row(name, span.P50Us, span.P99Us, span.P999Us, span.MaxUs);

    private static void Row(string name, double p50, double p99, double p999, double max) =>
        Line($"{name,-27} {p50,8:F1}  {p99,8:F1}  {p999,8:F1}  {max,8:F1}");

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
