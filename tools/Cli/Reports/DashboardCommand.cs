using System.CommandLine;
using System.CommandLine.Parsing;
using Artic.Cli.Docs;
using Artic.Core.Time;
using Artic.Hosting.Metrics;

namespace Artic.Cli.Reports;

/// <summary><c>artic report dashboards</c>: the dashboards without Grafana. Exit code 0: the page is there; 1: Prometheus or the file is not.</summary>
public static class DashboardCommand
{
    private const int LongestDays = 366;
    private const long SecondsOfDefault = 15 * 60;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The command.</summary>
    public static Command Build()
    {
        Option<string> prometheus = new("--prometheus") { Description = "Address of the Prometheus that scrapes the services, such as http://127.0.0.1:9090.", Required = true };
        Option<DateTimeOffset?> from = new("--from") { Description = "From this UTC time (ISO 8601)." };
        Option<DateTimeOffset?> to = new("--to") { Description = "Until this UTC time; now where it is left out." };
        Option<string?> last = new("--last") { Description = "In place of --from: so long before the end, such as 90s, 15m, 6h or 2d; 15m where both are left out." };
        Option<string> output = new("--out") { Description = "Where the page goes.", DefaultValueFactory = _ => "dashboards.html" };
        Command command = new(
            "dashboards",
            "Write the dashboards as one page of HTML, from what a Prometheus has recorded: every panel as Grafana shows it, without one, such as " +
            "for the report about an incident. It needs no other file and no network.")
        {
            prometheus, from, to, last, output,
        };
        prometheus.Validators.Add(result => Need(Address(result.GetValueOrDefault<string>()) != null, result, "--prometheus must be an address such as http://127.0.0.1:9090"));
        last.Validators.Add(result => Need(SecondsOf(result.GetValueOrDefault<string?>() ?? "") != null, result, $"--last must be a number with s, m, h or d, at most {LongestDays}d"));
        command.Validators.Add(result =>
        {
            Need(result.GetValue(from) == null || result.GetValue(last) == null, result, "the range begins at --from or lasts --last, not both");
            long end = EndOf(result.GetValue(to));
            Need(result.GetValue(from) is not { } begin || (begin.ToUnixTimeSeconds() < end && end - begin.ToUnixTimeSeconds() <= LongestDays * 86_400L), result, $"--from must be before the end, by at most {LongestDays} days");
        });
        command.SetAction(parsed =>
        {
            long end = EndOf(parsed.GetValue(to));
            long begin = parsed.GetValue(from)?.ToUnixTimeSeconds() ?? end - (SecondsOf(parsed.GetValue(last) ?? "") ?? SecondsOfDefault);
            return Write(Address(parsed.GetValue(prometheus))!, new PrometheusRange(begin, end), parsed.GetValue(output)!);
        });
        return command;
    }

    /// <summary>A number of seconds, minutes, hours or days, in seconds; null: it is none.</summary>
    public static long? SecondsOf(string text)
    {
        long unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return unit > 0 && uint.TryParse(text[..^1], out uint count) && count > 0 && count * unit <= LongestDays * 86_400L ? count * unit : null;
    }

    private static int Write(Uri address, in PrometheusRange range, string output)
    {
        try
        {
            List<(MetricBoard Board, PanelAnswer[] Panels)> boards = [];
            using PrometheusServer server = new(address, s_patience);
            foreach (MetricBoard board in Enum.GetValues<MetricBoard>())
            {
                List<PanelAnswer> answers = [];
                foreach (DashboardPanel panel in DashboardPanels.Of(board))
                {
                    answers.Add(Ask(server, panel, range));
                }

                boards.Add((board, [.. answers]));
            }

            string path = Path.GetFullPath(output);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, DashboardPage.Write(boards, range));
            Console.WriteLine(path);
            if (boards.TrueForAll(board => Array.TrueForAll(board.Panels, panel => panel.Missing.Length > 0)))
            {
                Console.Error.WriteLine(
                    "artic report: every panel is empty: this Prometheus has nothing of the services in this time. Ask for another time, or have it scrape " +
                    "them (see Watch in docs/operations.md)");
            }

            return 0;
        }
        catch (Exception error) when (error is PrometheusException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"artic report: {error.Message}");
            return 1;
        }
    }

    private static PanelAnswer Ask(PrometheusServer server, DashboardPanel panel, in PrometheusRange range)
    {
        PrometheusAnswer[] answers = new PrometheusAnswer[panel.Queries.Length];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = server.Ask(panel.Queries[i].Expression.Replace(DashboardPanels.RateInterval, $"{range.RateS}s", StringComparison.Ordinal), range);
        }

        return PanelAnswer.Of(panel, answers);
    }

    private static long EndOf(DateTimeOffset? to) => to?.ToUnixTimeSeconds() ?? Clock.UtcNs() / 1_000_000_000;

    private static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? address : null;

    private static void Need(bool condition, SymbolResult result, string violation)
    {
        if (!condition)
        {
            result.AddError(violation);
        }
    }
}
