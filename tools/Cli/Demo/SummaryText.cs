using System.Globalization;

namespace Artic.Cli.Demo;

/// <summary>A run's summary for people, on the standard output.</summary>
public static class SummaryText
{
    /// <summary>Prints it.</summary>
    public static void Print(DemoSummary summary)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        Line($"{summary.Seconds:0.0} s of {summary.Source}, idle {summary.Idle}, trading state {summary.TradingState}");
        Line($"market     {summary.Market.Messages} messages, {summary.Market.Gaps} gaps, {summary.Market.Resyncs} resyncs, {summary.Market.Malformed} malformed");
        Line($"signals    {summary.Signals}");
        OrderSummary orders = summary.Orders;
        Line($"orders     {orders.Submitted} submitted, {orders.Filled} filled, {orders.PartiallyFilled} partially, {orders.Canceled} canceled, {orders.Rejected} rejected, {orders.Denied} denied; {orders.Fills} fills");
        PositionSummary position = summary.Position;
        Line($"position   {position.Quantity}; realized {position.RealizedPnl:0.00}, unrealized {position.UnrealizedPnl:0.00}, fees {position.Fees:0.00}");
        Line($"account    {position.Checks} comparisons with the venue, {position.Breaks} breaks");
        Line("latency µs           p50      p90      p99     p999      max    count");
        foreach ((string name, LatencySummary latency) in summary.LatencyUs)
        {
            Line(string.Create(culture, $"  {name,-14} {latency.P50,8:0.0} {latency.P90,8:0.0} {latency.P99,8:0.0} {latency.P999,8:0.0} {latency.Max,8:0.0} {latency.Count,8}"));
        }

        foreach (ProcessSummary process in summary.Processes)
        {
            Line(string.Create(culture, $"  {process.Name,-17} {(process.Native ? "native" : "NOT NATIVE")}, {process.GcCount} collections, longest gap of the hot loop {process.HotLoopMaxGapUs:0.0} µs"));
        }

        foreach (RestartSummary restart in summary.Restarts)
        {
            Line(string.Create(culture, $"restart    {restart.Name} after {restart.AtSeconds:0.0} s ({restart.Reason})"));
        }

        Line($"run folder {summary.Run}");
    }

    private static void Line(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private static void Line(string line) => Console.WriteLine(line);
}
