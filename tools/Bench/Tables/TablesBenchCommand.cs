using System.Globalization;
using Artic.Bench.Figures;
using Artic.Database;
using Npgsql;

namespace Artic.Bench.Tables;

/// <summary>
/// <c>artic bench tables</c>: orders from their intent to their fill, out of a run's streams into committed tables. The rows stay in
/// the database as a run of its own. Thread: the main thread.
/// </summary>
public sealed class TablesBenchCommand(TablesBenchOptions options)
{
    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("tables", options.Violations()))
        {
            return 2;
        }

        try
        {
            TablesBenchReport report = Measure();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Machine.Cpu}: {report.Rows} rows of {report.Orders} orders in {report.Commits} transactions, {report.Seconds:0.00} s: {report.RowsPerSecond:0} rows/s"));
            ReportFile.Write(report, options.Json, BenchJson.Default.TablesBenchReport);

            return 0;
        }
        catch (Exception error) when (error is NpgsqlException or DatabaseRefusedException or IOException or ArgumentException)
        {
            Console.Error.WriteLine($"artic bench tables: {error.Message}");
            return 1;
        }
    }

    private TablesBenchReport Measure()
    {
        using RecordedOrders orders = new(options.Orders);
        FilledRows filled = orders.Fill(options.Database);
        return new TablesBenchReport
        {
            Machine = Machine.Look(), Orders = options.Orders, Rows = filled.Rows, Commits = filled.Commits, Seconds = filled.Seconds,
            RowsPerSecond = filled.PerSecond,
        };
    }
}
