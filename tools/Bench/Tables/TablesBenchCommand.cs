using System.Diagnostics;
using System.Globalization;
using Artic.Bench.Figures;
using Artic.Core.Time;
using Artic.Database;
using Artic.Database.Ledger;
using Artic.Hosting;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;
using Npgsql;

namespace Artic.Bench.Tables;

/// <summary>
/// <c>artic bench tables</c>: orders from their intent to their fill, out of a run's streams into committed tables. The rows stay in
/// the database as a run of its own. Thread: the main thread.
/// </summary>
public sealed class TablesBenchCommand(TablesBenchOptions options)
{
    private const long SegmentBytes = 64 << 20;
    private const int Batch = 64;

    /// <summary>Runs it and gives the exit code.</summary>
    public int Execute()
    {
        if (BenchOptions.AreRefused("tables", options.Violations()))
        {
            return 2;
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("artic-bench-");
        RunPaths paths = new(Path.Combine(folder.FullName, $"bench-{Clock.UtcNs()}"));
        try
        {
            TablesBenchReport report = Measure(paths);
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
        finally
        {
            Directory.Delete(paths.HotFolder, recursive: true);
            folder.Delete(recursive: true);
        }
    }

    private TablesBenchReport Measure(RunPaths paths)
    {
        _ = Directory.CreateDirectory(paths.RunFolder);
        paths.CreateFolders();
        File.WriteAllText(paths.Configuration, "{}");
        PipelineOptions configuration = new()
        {
            Account = "bench", Epoch = 1, Database = new DatabaseOptions { Connection = options.Database },
        };
        Write(paths);
        using DatabaseConnector connector = new(configuration.Database, "artic-bench");
        using LedgerFeed feed = new(connector, LedgerRun.Read(paths, configuration), ofArchive: true);
        Stopwatch watch = Stopwatch.StartNew();
        feed.CatchUp();
        double seconds = watch.Elapsed.TotalSeconds;
        return new TablesBenchReport
        {
            Machine = Machine.Look(), Orders = options.Orders, Rows = feed.Rows, Commits = feed.Commits, Seconds = seconds,
            RowsPerSecond = feed.Rows / seconds,
        };
    }

    private void Write(RunPaths paths)
    {
        using DoorbellTable doorbells = DoorbellTable.Open(paths.Doorbells);
        Exception? failure = null;
        Housekeeper housekeeper = new(error => failure = error);
        Dictionary<StreamId, RecordWriter> writers = [];
        foreach (StreamId stream in LedgerState.Streams)
        {
            RecordWriter writer = RecordWriter.Open(paths, stream, doorbells, SegmentBytes);
            writers.Add(stream, writer);
            housekeeper.Keep(paths, writer, ArchivePolicy.Default);
        }

        housekeeper.Start();
        for (uint i = 1; i <= options.Orders; i++)
        {
            Trade(writers, i);
            if (i % Batch == 0)
            {
                Commit(writers);
                _ = Poll.Until(() => housekeeper.ArchiveLagBytes < SegmentBytes, 60_000_000_000);
            }
        }

        Commit(writers);
        string? fault = housekeeper.Stop() ?? failure?.Message;
        foreach (RecordWriter writer in writers.Values)
        {
            writer.Dispose();
        }

        if (fault != null)
        {
            throw new IOException(fault);
        }
    }

    private static void Commit(Dictionary<StreamId, RecordWriter> writers)
    {
        foreach (RecordWriter writer in writers.Values)
        {
            writer.Commit(Clock.MonotonicNs());
        }
    }

    private static void Trade(Dictionary<StreamId, RecordWriter> writers, uint counter)
    {
        const long Quantity = 1_000_000;
        const long Price = 27_123_45000000;
        ulong id = (1UL << 32) | counter;
        Side side = counter % 2 == 0 ? Side.Sell : Side.Buy;
        OrderEvent order = new()
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.Ioc,
            Quantity = Quantity, Price = Price, Status = OrderStatus.Submitted,
        };
        Say(StreamId.Signal, RecordType.OrderIntent, new OrderIntent
        {
            InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.Ioc, Quantity = Quantity, Price = Price,
        });
        Say(StreamId.Order, RecordType.OrderApproved, new OrderApproved
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.Ioc,
            Quantity = Quantity, Price = Price, ControlGeneration = 1, ValidForNs = 50_000_000,
        });
        Say(StreamId.Execution, RecordType.OrderEvent, order);
        Say(StreamId.Wire, RecordType.RequestSent, new RequestSent
        {
            Kind = RequestKind.Place, ClientOrderId = id, WrittenNs = Clock.MonotonicNs(), TimestampMs = Clock.UtcNs() / 1_000_000,
        });
        Say(StreamId.Execution, RecordType.Fill, new Fill
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Price = Price, Quantity = Quantity,
            QuoteQuantity = Price / 100, TradeId = counter, Fee = 1000, FeeAsset = FeeAsset.Quote, ExchangeTimeNs = Clock.UtcNs(),
        });
        order.Status = OrderStatus.Filled;
        order.FilledQuantity = Quantity;
        order.VenueOrderId = counter;
        Say(StreamId.Execution, RecordType.OrderEvent, order);
        Say(StreamId.Position, RecordType.Position, new Position
        {
            InstrumentId = 1, Quantity = counter % 2 == 0 ? 0 : Quantity, AveragePrice = Price, Fills = counter, MarkPrice = Price,
        });

        void Say(StreamId stream, RecordType type, IMessage message) => writers[stream].Append(type, message);
    }
}
