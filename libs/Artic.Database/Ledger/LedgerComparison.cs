using System.Globalization;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Npgsql;

namespace Artic.Database.Ledger;

/// <summary>
/// Makes the rows of a run again from its archived streams, up to where the tables are, and compares. Thread: one. Blocks. Errors:
/// those of Npgsql and of <see cref="RecordReader"/>.
/// </summary>
public sealed class LedgerComparison
{
    private const int MostFaults = 100;

    private readonly NpgsqlConnection _connection;
    private readonly RunPaths _paths;
    private readonly LedgerBatch _expected;

    /// <param name="connection">The database.</param>
    /// <param name="paths">The run.</param>
    public LedgerComparison(NpgsqlConnection connection, RunPaths paths)
    {
        _connection = connection;
        _paths = paths;
        _expected = new LedgerBatch(paths.RunId, new LedgerState());
    }

    /// <summary>What differs, in words, a hundred at the most.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Rows that were compared.</summary>
    public long Rows { get; private set; }

    /// <summary>Records of the streams that the tables do not have yet.</summary>
    public long Behind { get; private set; }

    /// <summary>Compares. Gives true where everything is the same.</summary>
    public bool Run()
    {
        foreach (StreamHead head in _expected.State.Heads)
        {
            Read(head);
        }

        Compare(
            "orders",
            "SELECT client_order_id, status || ' ' || side || ' ' || quantity || ' ' || price || ' ' || filled_quantity || ' ' || sequence " +
            "FROM artic.orders WHERE run_id = $1",
            _expected.Orders.Select(each => ((long)each.Key, Line(
                EnumNames.Of(each.Value.Last.Message.Status), EnumNames.Of(each.Value.Last.Message.Side),
                Money(each.Value.Last.Message.Quantity), Money(each.Value.Last.Message.Price),
                Money(each.Value.Last.Message.FilledQuantity), each.Value.Last.Sequence))));
        Compare(
            "fills",
            "SELECT sequence, client_order_id || ' ' || trade_id || ' ' || side || ' ' || price || ' ' || quantity || ' ' || " +
            "quote_quantity || ' ' || fee || ' ' || fee_asset FROM artic.fills WHERE run_id = $1",
            _expected.Fills.Select(fill => (fill.Sequence, Line(
                fill.Message.ClientOrderId, fill.Message.TradeId, EnumNames.Of(fill.Message.Side), Money(fill.Message.Price),
                Money(fill.Message.Quantity), Money(fill.Message.QuoteQuantity), Money(fill.Message.Fee),
                EnumNames.Of(fill.Message.FeeAsset)))));
        Compare(
            "positions",
            "SELECT instrument_id::bigint, quantity || ' ' || average_price || ' ' || realized_pnl || ' ' || unrealized_pnl || ' ' || fees || " +
            "' ' || mark_price || ' ' || fills || ' ' || sequence FROM artic.positions WHERE run_id = $1",
            _expected.State.Positions.Values.Select(each => ((long)each.Message.InstrumentId, Line(
                Money(each.Message.Quantity), Money(each.Message.AveragePrice), Money(each.Message.RealizedPnl),
                Money(each.Message.UnrealizedPnl), Money(each.Message.Fees), Money(each.Message.MarkPrice), each.Message.Fills,
                each.Sequence))));
        Compare(
            "reconciliations",
            "SELECT sequence, instrument_id || ' ' || base_expected || ' ' || base_actual || ' ' || quote_expected || ' ' || quote_actual || " +
            "' ' || matches::int || is_break::int FROM artic.reconciliations WHERE run_id = $1",
            _expected.Reconciliations.Select(each => (each.Sequence, Line(
                each.Message.InstrumentId, Money(each.Message.BaseExpected), Money(each.Message.BaseActual),
                Money(each.Message.QuoteExpected), Money(each.Message.QuoteActual),
                $"{(each.Message.Matches ? 1 : 0)}{(each.Message.IsBreak ? 1 : 0)}"))));
        Compare(
            "order_comparisons",
            "SELECT sequence, instrument_id || ' ' || here || ' ' || at_venue || ' ' || missing_at_venue || ' ' || unknown_here || ' ' || " +
            "is_break::int || ' ' || venue_error FROM artic.order_comparisons WHERE run_id = $1",
            _expected.OrderComparisons.Select(each => (each.Sequence, Line(
                each.Message.InstrumentId, each.Message.Here, each.Message.AtVenue, each.Message.MissingAtVenue, each.Message.UnknownHere,
                each.Message.IsBreak ? 1 : 0, each.Message.VenueError))));
        return Faults.Count == 0;
    }

    private static string Money(long value) => (value / 100_000_000m).ToString("0.00000000", CultureInfo.InvariantCulture);

    private static string Line(params object[] parts) => string.Join(' ', parts);

    private void Read(StreamHead head)
    {
        string name = RunPaths.NameOf(head.Stream);
        StreamHead written = new(head.Stream);
        written.Read(_connection, _paths.RunId);
        using RecordReader reader = RecordReader.OfArchive(_paths, head.Stream);
        while (reader.TryRead(out Record record))
        {
            if (record.Header.Sequence > written.Sequence)
            {
                Behind++;
                continue;
            }

            _expected.Take(head, record, reader.UtcOffsetNs);
        }

        if (head.Sequence < written.Sequence)
        {
            Add($"the tables are at record {written.Sequence} of '{name}', and the run ends at {head.Sequence}");
        }
        else if (head.AuditRows != written.AuditRows || !head.AuditHash.AsSpan().SequenceEqual(written.AuditHash))
        {
            Add($"the audit trail of '{name}' was not made of this stream: {written.AuditRows} rows, the stream has {head.AuditRows}");
        }
    }

    private void Compare(string table, string question, IEnumerable<(long Key, string Line)> expected)
    {
        Dictionary<long, string> missing = expected.ToDictionary(each => each.Key, each => each.Line);
#pragma warning disable CA2100 // The questions are those above.
        using NpgsqlCommand ask = new(question, _connection);
#pragma warning restore CA2100
        ask.Add(_paths.RunId);
        using NpgsqlDataReader rows = ask.ExecuteReader();
        while (rows.Read())
        {
            Rows++;
            long key = rows.GetInt64(0);
            if (!missing.Remove(key, out string? line))
            {
                Add($"{table}: row {key} is in the table and not in the streams");
            }
            else if (line != rows.GetString(1))
            {
                Add($"{table}: row {key} is '{rows.GetString(1)}', the streams say '{line}'");
            }
        }

        foreach (long key in missing.Keys)
        {
            Add($"{table}: row {key} is in the streams and not in the table");
        }
    }

    private void Add(string fault)
    {
        if (Faults.Count < MostFaults)
        {
            Faults.Add(fault);
        }
    }
}
