using System.Globalization;
using System.Net;
using System.Text;
using Artic.Cli.Risk;
using Artic.Database.Ledger;
using Artic.Messaging.Records;
using Artic.V1;

namespace Artic.Cli.Reports;

/// <summary>A report as one page of HTML that needs nothing else: no script, no font, no other file. Thread: any.</summary>
public static class ReportPage
{
    private const int MostEvents = 200;
    private const int MostBreaks = 100;

    private const string Style = PageStyle.Text + """

        body { max-width: 960px; } .wide-table { overflow-x: auto; } td { overflow-wrap: anywhere; } td.n, .t { white-space: nowrap; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .8rem; margin: 1.2rem 0; }
        .tile { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; } .tile b { display: block; font-size: 1.35rem; } .tile span { color: var(--quiet); font-size: .85rem; }
        .bar { fill: var(--mark); } .equity { fill: none; stroke: var(--mark); stroke-width: 1.4; } .drawdown { fill: none; stroke: var(--bad); stroke-width: 1.4; }
        """;

    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    /// <summary>The page.</summary>
    public static string Write(RunReport report)
    {
        StringBuilder page = new();
        double seconds = (report.EndedNs - report.BeganNs) / 1e9;
        _ = page.Append(s_culture, $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Run {Text(report.RunId)}</title><style>{Style}</style>")
            .Append(s_culture, $"<h1>Run {Text(report.RunId)}</h1><p>{Time(report.BeganNs)} to {Time(report.EndedNs)} UTC, {seconds:0.0} s. Everything here is from the run's record.</p>");
        Tiles(page, report);
        Results(page, report);
        Latencies(page, report);
        Orders(page, report);
        Market(page, report);
        Events(page, report);
        Table(page, "The run", ["", ""], report.Facts.Select(fact => new[] { fact.Name, fact.Value }), numbersFrom: 9);
        return page.Append("</html>\n").ToString();
    }

    private static void Tiles(StringBuilder page, RunReport report)
    {
        long equity = report.Equity.Count == 0 ? 0 : report.Equity[^1].Money;
        long[] toOrder = report.Latencies.Find(each => each.Name == "tick to order").DurationsNs ?? [];
        _ = page.Append("<div class=\"tiles\">");
        Tile("result after fees, quote asset", Money(equity), equity < 0);
        Tile("largest drawdown, quote asset", Money(-report.Drawdown().Select(point => point.Money).DefaultIfEmpty().Min()), false);
        Tile("orders", Number(report.Orders.Values.Sum()), false);
        Tile("fills", Number(report.Instances.Values.Sum(each => each.Fills)), false);
        Tile("denials", Number(report.Denials.Values.Sum()), false);
        Tile("breaks with the venue", Number(report.Breaks.Count + report.OrderBreaks.Count), report.Breaks.Count + report.OrderBreaks.Count > 0);
        Tile("books withdrawn", Number(report.Withdrawn), report.Withdrawn > 0);
        Tile("tick to order, p99", toOrder.Length == 0 ? "–" : $"{Microseconds(Quantile(toOrder, 0.99))} µs", false);
        _ = page.Append("</div>");

        void Tile(string name, string value, bool isBad) =>
            page.Append(s_culture, $"<div class=\"tile\"><b{(isBad ? " class=\"bad\"" : "")}>{value}</b><span>{name}</span></div>");
    }

    private static void Results(StringBuilder page, RunReport report)
    {
        if (report.Equity.Count == 0)
        {
            _ = page.Append("<h2>Result</h2><p>There was no position.</p>");
            return;
        }

        _ = page.Append("<h2>Result after fees</h2><p>Realised and unrealised, in the quote asset.</p>")
            .Append(SvgCharts.Line("equity", report.Equity.ConvertAll(point => (point.Ns, point.Money / 1e8)), report.EndedNs))
            .Append("<h2>Drawdown</h2><p>Below the highest result so far.</p>")
            .Append(SvgCharts.Line("drawdown", report.Drawdown().ConvertAll(point => (point.Ns, point.Money / 1e8)), report.EndedNs));
        Table(
            page, "Positions at the end, money in the quote asset", ["instrument", "quantity", "average price", "realised", "unrealised", "fees", "fills"],
            report.Positions.Values.Select(each => new[]
            {
                Symbol(report, each.InstrumentId), Exact(each.Quantity), Exact(each.AveragePrice), Money(each.RealizedPnl), Money(each.UnrealizedPnl),
                Money(each.Fees), Number((long)each.Fills),
            }));
    }

    private static void Latencies(StringBuilder page, RunReport report)
    {
        if (report.Latencies.Count == 0)
        {
            _ = page.Append("<h2>Latency</h2><p>No order left because of a tick.</p>");
            return;
        }

        Table(
            page, "Latency", ["µs", "p50", "p90", "p99", "p99.9", "max", "orders"],
            report.Latencies.Select(each => new[]
            {
                each.Name, Microseconds(Quantile(each.DurationsNs, 0.5)), Microseconds(Quantile(each.DurationsNs, 0.9)),
                Microseconds(Quantile(each.DurationsNs, 0.99)), Microseconds(Quantile(each.DurationsNs, 0.999)),
                Microseconds(each.DurationsNs[^1]), Number(each.DurationsNs.Length),
            }));
        _ = page.Append("<p>Tick to order: from the receive of the frame to the clock before the write of the request; each stage from the record before it, its hop included. Below: how many orders took how long from tick to order.</p>")
            .Append(SvgCharts.Histogram(report.Latencies[0].DurationsNs));
    }

    private static void Orders(StringBuilder page, RunReport report)
    {
        Table(page, "Orders", ["last status", "orders"], report.Orders.Select(each => new[] { EnumNames.Of(each.Key), Number(each.Value) }));
        Table(
            page, "Strategy instances", ["instance", "signals", "intents", "denied", "orders", "fills", "turnover in the quote asset"],
            report.Instances.Select(each => new[]
            {
                Number(each.Key), Number(each.Value.Signals), Number(each.Value.Intents), Number(each.Value.Denied), Number(each.Value.Orders),
                Number(each.Value.Fills), each.Value.Turnover.ToString("#,0.00", s_culture),
            }));
        Table(
            page, "Denials", ["code", "times", "what it says"],
            report.Denials.OrderByDescending(each => each.Value).Select(each => new[] { DenialNames.Of(each.Key), Number(each.Value), DenialNames.Words(each.Key) }),
            numbersTo: 2);
    }

    private static void Market(StringBuilder page, RunReport report)
    {
        Table(
            page, "Market data", ["instrument", "state at the end", "gaps", "resyncs"],
            report.Feeds.Values.Select(each => new[]
            {
                Symbol(report, each.InstrumentId), EnumNames.Of(each.State), Number((long)each.Gaps), Number((long)each.Resyncs),
            }),
            numbersFrom: 2);
        _ = page.Append(s_culture, $"<h2>Comparisons with the venue</h2><p>Of balances {Number(report.Comparisons)}, {Number(report.Breaks.Count)} of them breaks; of open orders {Number(report.OrderComparisons)}, {Number(report.OrderBreaks.Count)} of them breaks.</p>");
        if (report.Breaks.Count > 0)
        {
            Table(
                page, "Breaks", ["time", "instrument", "base expected", "base at the venue", "quote expected", "quote at the venue"],
                report.Breaks.Take(MostBreaks).Select(each => new[]
                {
                    Time(each.Ns), Symbol(report, each.Comparison.InstrumentId), Exact(each.Comparison.BaseExpected), Exact(each.Comparison.BaseActual),
                    Exact(each.Comparison.QuoteExpected), Exact(each.Comparison.QuoteActual),
                }),
                numbersFrom: 2);
        }

        if (report.OrderBreaks.Count > 0)
        {
            Table(
                page, "Breaks of open orders",
                ["time", "instrument", "here", "at the venue", "not at the venue", "the first of them", "not ours", "the venue's number of the first"],
                report.OrderBreaks.Take(MostBreaks).Select(each => new[]
                {
                    Time(each.Ns), Symbol(report, each.Comparison.InstrumentId), Number(each.Comparison.Here), Number(each.Comparison.AtVenue),
                    Number(each.Comparison.MissingAtVenue),
                    each.Comparison.MissingAtVenue > 0 ? OrderText.Id(each.Comparison.FirstMissingClientOrderId) : "",
                    Number(each.Comparison.UnknownHere),
                    each.Comparison.UnknownHere > 0 ? each.Comparison.FirstUnknownOrderId.ToString(s_culture) : "",
                }),
                numbersFrom: 2);
        }
    }

    private static void Events(StringBuilder page, RunReport report)
    {
        Table(
            page, "What changed", ["time", "what", "why"], report.Events.Take(MostEvents).Select(each => new[] { Time(each.Ns), each.What, each.Why }),
            numbersFrom: 9);
        if (report.Events.Count > MostEvents)
        {
            _ = page.Append(s_culture, $"<p>{report.Events.Count - MostEvents} more: artic stream cat {Text(report.RunId)} order</p>");
        }
    }

    private static void Table(
        StringBuilder page, string title, string[] columns, IEnumerable<string[]> rows, int numbersFrom = 1, int numbersTo = int.MaxValue)
    {
        _ = page.Append(s_culture, $"<h2>{title}</h2>");
        string[][] all = [.. rows];
        if (all.Length == 0)
        {
            _ = page.Append("<p>None.</p>");
            return;
        }

        _ = page.Append("<div class=\"wide-table\"><table><tr>");
        for (int i = 0; i < columns.Length; i++)
        {
            _ = page.Append(s_culture, $"<th{Class(i)}>{Text(columns[i])}</th>");
        }

        foreach (string[] row in all)
        {
            _ = page.Append("</tr><tr>");
            for (int i = 0; i < row.Length; i++)
            {
                _ = page.Append(s_culture, $"<td{Class(i)}>{Text(row[i])}</td>");
            }
        }

        _ = page.Append("</tr></table></div>");

        string Class(int column) => column >= numbersFrom && column < numbersTo ? " class=\"n\"" : "";
    }

    private static long Quantile(long[] sorted, double quantile) => sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];

    private static string Microseconds(long ns) => (ns / 1000.0).ToString("0.0", s_culture);

    private static string Money(long value) => (value / 100_000_000m).ToString("#,0.00", s_culture);

    private static string Exact(long value) => (value / 100_000_000m).ToString("#,0.########", s_culture);

    private static string Number(long value) => value.ToString("#,0", s_culture);

    private static string Time(long ns) => DateTime.UnixEpoch.AddTicks(ns / 100).ToString("yyyy-MM-dd HH:mm:ss.fff", s_culture);

    private static string Symbol(RunReport report, uint instrument) => report.Symbols.GetValueOrDefault(instrument, $"instrument {instrument}");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
