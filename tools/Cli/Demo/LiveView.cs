using System.Globalization;
using Artic.Cli.Runs;
using Artic.Runs;
using Artic.Core.Histogram;
using Artic.Core.Time;
using Spectre.Console;

namespace Artic.Cli.Demo;

/// <summary>
/// The terminal view of a run: prices, orders, position and latency, drawn in place four times a second. Without a
/// terminal, or headless, one line every five seconds instead. Thread: one.
/// </summary>
public sealed class LiveView : IDisposable
{
    private const long PlainLineNs = 5_000_000_000;

    private readonly RunFigures _figures;
    private readonly Supervisor _supervisor;
    private readonly long _beginNs;
    private readonly int _seconds;
    private readonly bool _plain;
    private readonly Queue<double> _mids = new();
    private int _height;
    private long _nextLineNs;

    private LiveView(bool plain, RunFigures figures, Supervisor supervisor, long beginNs, int seconds)
    {
        _plain = plain;
        _figures = figures;
        _supervisor = supervisor;
        _beginNs = beginNs;
        _seconds = seconds;
    }

    /// <summary>Begins the view.</summary>
    public static LiveView Start(bool headless, RunFigures figures, Supervisor supervisor, long beginNs, int seconds) =>
        new(headless || Console.IsOutputRedirected, figures, supervisor, beginNs, seconds);

    /// <summary>Draws the figures as they stand.</summary>
    public void Refresh()
    {
        long now = Clock.MonotonicNs();
        if (!_plain)
        {
            Draw(now);
        }
        else if (now >= _nextLineNs)
        {
            _nextLineNs = now + PlainLineNs;
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(now - _beginNs) / 1e9,6:0.0} s  mid {Mid():0.00}  {Value("signal-bridge", "signals_total")} signals  " +
                $"{Value("execution-engine", "orders_submitted_total")} orders  {Value("execution-engine", "fills_total")} fills  " +
                $"position {Value("position-tracker", "position_quantity") / 1e8:0.#####}  {_supervisor.Restarts.Count} restarts"));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_height > 0)
        {
            Console.WriteLine();
        }
    }

    private void Draw(long now)
    {
        double mid = Mid();
        if (mid > 0)
        {
            _mids.Enqueue(mid);
            if (_mids.Count > 60)
            {
                _ = _mids.Dequeue();
            }
        }

        Table table = new() { Border = TableBorder.Rounded, Expand = false };
        _ = table.AddColumn(new TableColumn($"[bold]Artic[/] {Elapsed(now)}"));
        _ = table.AddColumn(new TableColumn(State()));
        Add(table, "market", string.Create(CultureInfo.InvariantCulture,
            $"{Value("market-data", "market_bid_price") / 1e8:0.00} / {Value("market-data", "market_ask_price") / 1e8:0.00}   {Value("market-data", "market_messages_total")} messages   {Value("market-data", "market_gaps_total")} gaps"));
        Add(table, "mid, 15 s", $"[blue]{Sparkline()}[/]");
        Add(table, "signals", $"{Value("signal-bridge", "signals_total")}   intents {Value("signal-bridge", "order_intents_total")}");
        Add(table, "orders",
            $"{Value("execution-engine", "orders_submitted_total")} submitted   {Value("execution-engine", "orders_filled_total")} filled   " +
            $"{Value("execution-engine", "fills_total")} fills   " +
            $"{Value("execution-engine", "orders_canceled_total")} canceled   {Value("execution-engine", "orders_denied_total")} denied   " +
            $"{Value("execution-engine", "orders_open")} open");
        Add(table, "position", string.Create(CultureInfo.InvariantCulture,
            $"{Value("position-tracker", "position_quantity") / 1e8:0.#####}   realized {Money("realized_pnl_usd")}   unrealized {Money("unrealized_pnl_usd")}   fees {Value("position-tracker", "fees_usd") / 1e8:0.00}"));
        Add(table, "account", $"{Value("position-tracker", "position_checks_total")} comparisons   {Breaks()} breaks");
        Add(table, "tick to order", Latency("execution-engine", "tick_to_order_microseconds"));
        Add(table, "  market data", Latency("market-data", "market_data_processing_latency_microseconds"));
        Add(table, "  signal", Latency("signal-bridge", "signal_processing_latency_microseconds"));
        Add(table, "  risk", Latency("risk-manager", "risk_check_duration_microseconds"));
        Add(table, "  execution", Latency("execution-engine", "execution_processing_latency_microseconds"));
        Add(table, "restarts", _supervisor.Restarts.Count == 0
            ? "none"
            : string.Join(", ", _supervisor.Restarts.Select(restart => restart.Name)));
        if (_height > 0)
        {
            Console.Write($"\u001b[{_height}A\u001b[J");
        }

        AnsiConsole.Write(table);
        _height = table.Rows.Count + 4;
        AnsiConsole.MarkupLine("[dim]stop it from another terminal: ./artic kill --reason \"...\"; Ctrl-C ends the demo[/]");
        _height++;
    }

    private static void Add(Table table, string name, string value) => _ = table.AddRow(name, value);

    private string Elapsed(long now) =>
        string.Create(CultureInfo.InvariantCulture, $"{(now - _beginNs) / 1e9:0.0} of {_seconds} s");

    private string State() => Value("risk-manager", "trading_state") switch
    {
        1 => "[green]ACTIVE[/]",
        2 => "[yellow]REDUCING[/]",
        3 => "[red bold]HALTED[/]",
        _ => "unknown",
    };

    private string Breaks()
    {
        long breaks = Value("position-tracker", "position_breaks_total");
        return breaks == 0 ? "0" : $"[red bold]{breaks}[/]";
    }

    private string Money(string counter)
    {
        double value = Value("position-tracker", counter) / 1e8;
        string text = value.ToString("0.00", CultureInfo.InvariantCulture);
        return value < 0 ? $"[red]{text}[/]" : $"[green]{text}[/]";
    }

    private string Latency(string service, string name)
    {
        LatencyHistogram? histogram = _figures.Histogram(service, name);
        return histogram is not { Count: > 0 } values
            ? "-"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {values.QuantileNs(0.5) / 1000.0,7:0.0}   p99 {values.QuantileNs(0.99) / 1000.0,7:0.0}   max {values.MaxNs / 1000.0,8:0.0} µs   {values.Count}");
    }

    private string Sparkline()
    {
        const string Bars = "▁▂▃▄▅▆▇█";
        double low = _mids.Count == 0 ? 0 : _mids.Min();
        double high = _mids.Count == 0 ? 0 : _mids.Max();
        return string.Concat(_mids.Select(mid => Bars[high > low ? (int)((mid - low) / (high - low) * (Bars.Length - 1)) : 0]));
    }

    private double Mid() => (Value("market-data", "market_bid_price") + Value("market-data", "market_ask_price")) / 2e8;

    private long Value(string service, string counter) => _figures.Value(service, counter);
}
