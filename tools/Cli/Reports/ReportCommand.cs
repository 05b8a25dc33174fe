using System.CommandLine;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Reports;

/// <summary><c>artic report</c>: a run as one page, and the dashboards. Exit code 0: it is there; 1: the record cannot be read; 2: there is no such run.</summary>
public static class ReportCommand
{
    /// <summary>The command with its parts.</summary>
    public static Command Build(Installation installation)
    {
        Argument<string?> run = new("run") { Description = "The run; the current one where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> output = new("--output") { Description = "Where the page goes; reports/report.html in the run's folder where it is left out." };
        Command ofRun = new(
            "run",
            "Write one page of HTML about a run, from its record alone: result and drawdown, latencies, orders, denials, market data, " +
            "comparisons with the venue, and what changed. It needs no other file and no network.")
        {
            run, output,
        };
        ofRun.SetAction(parsed => Write(installation, parsed.GetValue(run), parsed.GetValue(output)));
        return new Command("report", "Pages about runs and their dashboards, for people.") { ofRun, DashboardCommand.Build() };
    }

    private static int Write(Installation installation, string? run, string? output)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic report: there is no run '{run ?? "current"}'");
            return 2;
        }

        RunPaths paths = new(folder);
        try
        {
            string path = Path.GetFullPath(output ?? Path.Combine(folder, "reports", "report.html"));
            string page = ReportPage.Write(new RunReportReader(paths).Read());
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, page);
            Console.WriteLine(path);
            return 0;
        }
        catch (Exception error) when (error is StreamCorruptException or StreamTrimmedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"artic report: {error.Message}");
            return 1;
        }
    }
}
