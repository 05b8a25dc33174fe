using System.Diagnostics;
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
/// A run of its own with orders from their intent to their fill, eight rows each, in its archive: what tables are filled from. Its folders
/// are gone with it. Thread: one, which blocks. Errors: <see cref="IOException"/>.
/// </summary>
public sealed class RecordedOrders : IDisposable
{
    private const long SegmentBytes = 64 << 20;
    private const int Batch = 64;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-bench-");
    private readonly RunPaths _paths;

    /// <summary>Puts them on record.</summary>
    public RecordedOrders(int orders)
    {
        _paths = new RunPaths(Path.Combine(_folder.FullName, $"bench-{Clock.UtcNs()}"));
        try
        {
            _ = Directory.CreateDirectory(_paths.RunFolder);
            _paths.CreateFolders();
            File.WriteAllText(_paths.Configuration, "{}");
            Write(_paths, orders);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Brings them into the tables, until all are there or <paramref name="isEnough"/>; they stay there as a run of their own. Errors:
    /// <see cref="NpgsqlException"/>, <see cref="DatabaseRefusedException"/>.
    /// </summary>
    public FilledRows Fill(string database, Func<bool>? isEnough = null)
    {
        PipelineOptions configuration = new()
        {
            Account = "bench", Epoch = 1, Database = new DatabaseOptions { Connection = database },
        };
        using DatabaseConnector connector = new(configuration.Database, "artic-bench");
        using LedgerFeed feed = new(connector, LedgerRun.Read(_paths, configuration), ofArchive: true);
        Stopwatch watch = Stopwatch.StartNew();
        feed.CatchUp(isEnough);
        return new FilledRows(feed.Rows, feed.Commits, watch.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(_paths.HotFolder))
        {
            Directory.Delete(_paths.HotFolder, recursive: true);
        }

        _folder.Delete(recursive: true);
    }

    private static void Write(RunPaths paths, int orders)
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
        for (uint i = 1; i <= orders; i++)
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
