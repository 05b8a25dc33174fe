using Artic.Core.Time;
using Artic.Database.Audit;
using Artic.Database.Ledger;
using Artic.Database.Schema;
using Artic.Hosting;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.Streams.Waiting;
using Artic.V1;
using Google.Protobuf;
using Npgsql;

namespace Artic.Database.Tests;

/// <summary>A PostgreSQL with the schema, and a run whose streams the test writes.</summary>
internal sealed class LedgerFixture : IDisposable
{
    public const ulong Epoch = 7UL << 32;

    private const long SegmentBytes = 16 << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("artic-ledger-");
    private readonly Dictionary<StreamId, RecordWriter> _writers = [];
    private readonly DoorbellTable _doorbells;
    private readonly Housekeeper _housekeeper = new(static error => Assert.Fail(error.ToString()));

    /// <param name="name">The run.</param>
    /// <param name="cluster">The server; one of its own where none is given.</param>
    public LedgerFixture(string name = "monday", PostgresCluster? cluster = null)
    {
        Cluster = cluster ?? new PostgresCluster();
        _ownsCluster = cluster == null;
        Paths = new RunPaths(Path.Combine(_folder.FullName, name));
        _ = Directory.CreateDirectory(Paths.RunFolder);
        Paths.CreateFolders();
        Options = new PipelineOptions
        {
            Account = "fund", Epoch = 7,
            Instruments = [new InstrumentOptions { Id = 1, Symbol = "BTCUSDT", BaseAsset = "BTC", QuoteAsset = "USDT" }],
            Database = new DatabaseOptions { Connection = Cluster.Connection() },
        };
        File.WriteAllText(Paths.Configuration, "{}");
        _doorbells = DoorbellTable.Open(Paths.Doorbells);
        foreach (StreamId stream in LedgerState.Streams)
        {
            RecordWriter writer = RecordWriter.Open(Paths, stream, _doorbells, SegmentBytes);
            _writers.Add(stream, writer);
            _housekeeper.Keep(Paths, writer, ArchivePolicy.Default);
        }

        _housekeeper.Start();
        Connector = new DatabaseConnector(Options.Database, "artic-tests");
        if (_ownsCluster)
        {
            using NpgsqlConnection connection = Connector.Open();
            _ = DatabaseSchema.Migrate(connection);
        }
    }

    private readonly bool _ownsCluster;

    public PostgresCluster Cluster { get; }

    public RunPaths Paths { get; }

    public PipelineOptions Options { get; }

    public DatabaseConnector Connector { get; }

    public LedgerRun Run => LedgerRun.Read(Paths, Options);

    /// <summary>Commits a message at a time of CLOCK_MONOTONIC.</summary>
    public long Say(StreamId stream, RecordType type, IMessage message, long? nowNs = null, StreamId causeStream = StreamId.None)
    {
        RecordWriter writer = _writers[stream];
        writer.Append(type, message, causeStream: causeStream);
        writer.Commit(nowNs ?? Clock.MonotonicNs());
        return writer.LastSequence;
    }

    /// <summary>An order from its intent to its fill, in seven records.</summary>
    public void Trade(uint counter, long quantity = 100_000_000, long price = 20_000_00000000)
    {
        ulong id = Epoch | counter;
        Side side = counter % 2 == 0 ? Side.Sell : Side.Buy;
        _ = Say(StreamId.Signal, RecordType.OrderIntent, new OrderIntent { InstanceId = 1, InstrumentId = 1, Side = side, Quantity = quantity, Price = price });
        _ = Say(StreamId.Order, RecordType.OrderApproved, new OrderApproved
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, Quantity = quantity, Price = price,
        });
        _ = Say(StreamId.Execution, RecordType.OrderEvent, Event(id, side, quantity, price, 0, OrderStatus.Submitted));
        _ = Say(StreamId.Wire, RecordType.RequestSent, new RequestSent { Kind = RequestKind.Place, ClientOrderId = id, WrittenNs = 5 });
        _ = Say(StreamId.Execution, RecordType.Fill, new Fill
        {
            ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Price = price, Quantity = quantity,
            QuoteQuantity = price / 100_000_000 * quantity, TradeId = counter, Fee = 1, FeeAsset = FeeAsset.Quote, ExchangeTimeNs = 1_700_000_000_000_000_000,
        });
        _ = Say(StreamId.Execution, RecordType.OrderEvent, Event(id, side, quantity, price, quantity, OrderStatus.Filled));
        _ = Say(StreamId.Position, RecordType.Position, new Position
        {
            InstrumentId = 1, Quantity = counter % 2 == 0 ? 0 : quantity, AveragePrice = price, Fees = counter, Fills = counter, MarkPrice = price,
        });
    }

    /// <summary>Ends the owners of the streams; the archives are whole.</summary>
    public void End()
    {
        Assert.Null(_housekeeper.Stop());
        foreach (RecordWriter writer in _writers.Values)
        {
            writer.Dispose();
        }

        _writers.Clear();
    }

    /// <summary>Rows, columns parted by a bar.</summary>
    public List<string> Ask(string sql, string user = PostgresCluster.Superuser)
    {
        using NpgsqlConnection connection = new(Cluster.Connection(user));
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        using NpgsqlDataReader reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "-" : Convert.ToString(reader.GetValue(i)))));
        }

        return rows;
    }

    public void Fill()
    {
        using LedgerFeed feed = new(Connector, Run);
        feed.CatchUp();
    }

    /// <summary>The audit trail is whole, and every row is the one that the archived streams say.</summary>
    public void NeedSameAsStreams()
    {
        using NpgsqlConnection connection = Connector.Open();
        AuditVerification audit = new(connection, Paths.RunId);
        Assert.True(audit.Run(), string.Join('\n', audit.Faults));
        LedgerComparison comparison = new(connection, Paths);
        Assert.True(comparison.Run(), string.Join('\n', comparison.Faults));
        Assert.Equal(0, comparison.Behind);
    }

    public void Dispose()
    {
        if (_writers.Count > 0)
        {
            End();
        }

        Connector.Dispose();
        _doorbells.Dispose();
        Directory.Delete(Paths.HotFolder, recursive: true);
        _folder.Delete(recursive: true);
        if (_ownsCluster)
        {
            Cluster.Dispose();
        }
    }

    private static OrderEvent Event(ulong id, Side side, long quantity, long price, long filled, OrderStatus status) => new()
    {
        ClientOrderId = id, InstanceId = 1, InstrumentId = 1, Side = side, Type = OrderType.Limit, TimeInForce = TimeInForce.Gtc,
        Quantity = quantity, Price = price, FilledQuantity = filled, Status = status, VenueOrderId = filled == 0 ? 0 : id + 1,
    };
}
