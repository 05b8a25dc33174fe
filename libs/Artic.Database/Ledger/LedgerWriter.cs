using Artic.Database.Audit;
using Artic.Database.Schema;
using Artic.Hosting.Options;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Npgsql;
using NpgsqlTypes;

namespace Artic.Database.Ledger;

/// <summary>
/// Writes one run into the tables: rows, and how far they are, in one transaction. Thread: one. Blocks.
/// Errors: <see cref="NpgsqlException"/> where the server is away, and then nobody knows whether the last transaction was
/// carried out: a new writer finds out; <see cref="DatabaseRefusedException"/> where trying again changes nothing;
/// <see cref="LedgerMovedException"/>.
/// </summary>
public sealed class LedgerWriter : IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly LedgerRun _run;
    private readonly HashSet<(int Year, int Month)> _months = [];

    /// <summary>Connects, looks at schema and run, and reads how far the tables are.</summary>
    public LedgerWriter(DatabaseConnector connector, LedgerRun run)
    {
        _run = run;
        _connection = connector.OpenWriter();
        try
        {
            SchemaReport schema = DatabaseSchema.Inspect(_connection);
            if (schema.State != SchemaState.Good)
            {
                throw new DatabaseRefusedException(schema.Words);
            }

            using NpgsqlTransaction transaction = _connection.BeginTransaction();
            Register();
            transaction.Commit();
            State = LoadState();
            CreateBuffers();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>How far the tables are.</summary>
    public LedgerState State { get; }

    private string RunId => _run.Paths.RunId;

    /// <summary>
    /// Commits a batch that began at <see cref="State"/>. After an error nothing of it is in the tables, or nobody knows.
    /// </summary>
    /// <param name="batch">The rows.</param>
    /// <param name="from">The stream positions that the batch began at, in the order of <see cref="LedgerState.Heads"/>.</param>
    public void Commit(LedgerBatch batch, long[] from)
    {
        using NpgsqlTransaction transaction = _connection.BeginTransaction();
        NeedPositions(batch.State, from);
        CopyAudit(batch.Audit);
        CopyFills(batch.Fills);
        CopyReconciliations(batch.Reconciliations);
        CopyOrderComparisons(batch.OrderComparisons);
        CopySnapshots(batch.Snapshots);
        MergeOrders(batch.Orders);
        MergePositions(batch);
        foreach (RiskWord word in batch.RiskWords.Values)
        {
            Merge(word);
        }

        for (int i = 0; i < from.Length; i++)
        {
            if (batch.State.Heads[i].Sequence != from[i])
            {
                Advance(batch.State.Heads[i]);
            }
        }

        transaction.Commit();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>A number at scale 8.</summary>
    private static decimal Money(long value)
    {
        ulong magnitude = unchecked(value < 0 ? 0UL - (ulong)value : (ulong)value);
        return unchecked(new decimal((int)magnitude, (int)(magnitude >> 32), 0, value < 0, 8));
    }

    /// <summary>To the microsecond below: what the server keeps.</summary>
    private static DateTime Time(long utcNs) => DateTime.UnixEpoch.AddTicks(utcNs / 1000 * TimeSpan.TicksPerMicrosecond);

    private static long Scaled(decimal value) => (long)(value * 100_000_000m);

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;

    private void Register()
    {
        using (NpgsqlCommand add = new(
            "INSERT INTO artic.runs (run_id, account, epoch, venue, host, version, configuration_sha256, began_at) " +
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING", _connection))
        {
            add.Add(RunId);
            add.Add(_run.Options.Account);
            add.Add(_run.Options.Epoch);
            add.Add(_run.Options.Venue.Market);
            add.Add(_run.Host);
            add.Add(_run.Version);
            add.Add(_run.ConfigurationSha256);
            add.Add(Time(_run.BeganNs));
            _ = add.ExecuteNonQuery();
        }

        using (NpgsqlCommand ask = new(
            "SELECT account, epoch, host, configuration_sha256 FROM artic.runs WHERE run_id = $1", _connection))
        {
            ask.Add(RunId);
            using NpgsqlDataReader row = ask.ExecuteReader();
            _ = row.Read();
            if (row.GetString(0) != _run.Options.Account || row.GetInt64(1) != _run.Options.Epoch ||
                row.GetString(3) != _run.ConfigurationSha256)
            {
                throw new DatabaseRefusedException(
                    $"database '{_connection.Database}' already has a run '{RunId}', of account '{row.GetString(0)}', epoch " +
                    $"{row.GetInt64(1)}, on host '{row.GetString(2)}': give this one another name (--run)");
            }
        }

        foreach (InstrumentOptions instrument in _run.Options.Instruments)
        {
            using NpgsqlCommand add = new(
                "INSERT INTO artic.instruments VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", _connection);
            add.Add(RunId);
            add.Add(instrument.Id);
            add.Add(instrument.Symbol);
            add.Add(instrument.BaseAsset);
            add.Add(instrument.QuoteAsset);
            _ = add.ExecuteNonQuery();
        }

        foreach (StreamId stream in LedgerState.Streams)
        {
            using NpgsqlCommand add = new(
                "INSERT INTO artic.stream_positions VALUES ($1, $2, 0, 0, 0, $3) ON CONFLICT DO NOTHING", _connection);
            add.Add(RunId);
            add.Add(RunPaths.NameOf(stream));
            add.Add(AuditChain.Root);
            _ = add.ExecuteNonQuery();
        }
    }

    private LedgerState LoadState()
    {
        LedgerState state = new();
        foreach (StreamHead head in state.Heads)
        {
            head.Read(_connection, RunId);
        }

        using NpgsqlCommand positions = new(
            "SELECT instrument_id, quantity, average_price, realized_pnl, unrealized_pnl, fees, mark_price, fills, updated_at, sequence " +
            "FROM artic.positions WHERE run_id = $1", _connection);
        positions.Add(RunId);
        using NpgsqlDataReader rows = positions.ExecuteReader();
        while (rows.Read())
        {
            Position position = new()
            {
                InstrumentId = (uint)rows.GetInt32(0), Quantity = Scaled(rows.GetDecimal(1)), AveragePrice = Scaled(rows.GetDecimal(2)),
                RealizedPnl = Scaled(rows.GetDecimal(3)), UnrealizedPnl = Scaled(rows.GetDecimal(4)), Fees = Scaled(rows.GetDecimal(5)),
                MarkPrice = Scaled(rows.GetDecimal(6)), Fills = (ulong)rows.GetInt64(7),
            };
            state.Positions[position.InstrumentId] = new Stamped<Position>(position, rows.GetInt64(9), Nanoseconds(rows.GetDateTime(8)));
        }

        return state;
    }

    private void CreateBuffers()
    {
        using NpgsqlCommand create = new(
            "CREATE TEMP TABLE orders_in (LIKE artic.orders) ON COMMIT DELETE ROWS", _connection);
        _ = create.ExecuteNonQuery();
    }

    private void NeedPositions(LedgerState state, long[] from)
    {
        using NpgsqlCommand ask = new("SELECT stream, sequence FROM artic.stream_positions WHERE run_id = $1 FOR UPDATE", _connection);
        ask.Add(RunId);
        using NpgsqlDataReader rows = ask.ExecuteReader();
        while (rows.Read())
        {
            string stream = rows.GetString(0);
            int at = Array.FindIndex(state.Heads, head => RunPaths.NameOf(head.Stream) == stream);
            if (at >= 0 && rows.GetInt64(1) != from[at])
            {
                throw new LedgerMovedException(
                    $"another connection has brought run '{RunId}' to record {rows.GetInt64(1)} of '{stream}', this one was at {from[at]}");
            }
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="rows">Of these one each.</param>
    /// <param name="table">The table with its columns, of which the run is the first.</param>
    /// <param name="write">Writes the others.</param>
    private void Copy<T>(List<T> rows, string table, Action<NpgsqlBinaryImporter, T> write)
    {
        if (rows.Count == 0)
        {
            return;
        }

        using NpgsqlBinaryImporter copy = _connection.BeginBinaryImport($"COPY artic.{table} FROM STDIN (FORMAT BINARY)");
        foreach (T row in rows)
        {
            copy.StartRow();
            copy.Write(RunId, NpgsqlDbType.Text);
            write(copy, row);
        }

        _ = copy.Complete();
    }

    private void CopyAudit(List<AuditRow> rows)
    {
        foreach (AuditRow row in rows)
        {
            DateTime time = Time(row.RecordedNs);
            if (_months.Add((time.Year, time.Month)))
            {
                using NpgsqlCommand ensure = new("SELECT artic.ensure_audit_month($1)", _connection);
                ensure.Add(time);
                _ = ensure.ExecuteNonQuery();
            }
        }

        Copy(
            rows,
            "order_audit_trail (run_id, stream, sequence, recorded_at, recorded_ns, type, client_order_id, instance_id, instrument_id, " +
            "cause_stream, cause_sequence, payload, previous_hash, hash)",
            static (copy, row) =>
            {
                (ulong? order, uint? instance, uint? instrument) = row.About;
                copy.Write(RunPaths.NameOf(row.Stream), NpgsqlDbType.Text);
                copy.Write(row.Sequence, NpgsqlDbType.Bigint);
                copy.Write(Time(row.RecordedNs), NpgsqlDbType.TimestampTz);
                copy.Write(row.RecordedNs, NpgsqlDbType.Bigint);
                copy.Write(EnumNames.Of(row.Type), NpgsqlDbType.Text);
                Write(copy, (long?)order, NpgsqlDbType.Bigint);
                Write(copy, (int?)instance, NpgsqlDbType.Integer);
                Write(copy, (int?)instrument, NpgsqlDbType.Integer);
                if (row.CauseSequence == 0)
                {
                    copy.WriteNull();
                    copy.WriteNull();
                }
                else
                {
                    copy.Write(RunPaths.NameOf(row.CauseStream), NpgsqlDbType.Text);
                    copy.Write(row.CauseSequence, NpgsqlDbType.Bigint);
                }

                copy.Write(row.Payload, NpgsqlDbType.Bytea);
                copy.Write(row.PreviousHash, NpgsqlDbType.Bytea);
                copy.Write(row.Hash, NpgsqlDbType.Bytea);
            });
    }

    private void CopyFills(List<Stamped<Fill>> fills) => Copy(
        fills,
        "fills (run_id, sequence, client_order_id, trade_id, instance_id, instrument_id, side, price, quantity, quote_quantity, fee, " +
        "fee_asset, is_maker, exchange_at, recorded_at)",
        static (copy, row) =>
        {
            (Fill fill, long sequence, long recordedNs) = row;
            copy.Write(sequence, NpgsqlDbType.Bigint);
            copy.Write((long)fill.ClientOrderId, NpgsqlDbType.Bigint);
            copy.Write((long)fill.TradeId, NpgsqlDbType.Bigint);
            copy.Write((int)fill.InstanceId, NpgsqlDbType.Integer);
            copy.Write((int)fill.InstrumentId, NpgsqlDbType.Integer);
            copy.Write(EnumNames.Of(fill.Side), NpgsqlDbType.Text);
            Write(copy, fill.Price, fill.Quantity, fill.QuoteQuantity, fill.Fee);
            copy.Write(EnumNames.Of(fill.FeeAsset), NpgsqlDbType.Text);
            copy.Write(fill.IsMaker, NpgsqlDbType.Boolean);
            copy.Write(Time(fill.ExchangeTimeNs), NpgsqlDbType.TimestampTz);
            copy.Write(Time(recordedNs), NpgsqlDbType.TimestampTz);
        });

    private void CopyReconciliations(List<Stamped<Reconciliation>> comparisons) => Copy(
        comparisons,
        "reconciliations (run_id, sequence, instrument_id, base_expected, base_actual, quote_expected, quote_actual, matches, is_break, " +
        "compared_at)",
        static (copy, row) =>
        {
            (Reconciliation each, long sequence, long recordedNs) = row;
            copy.Write(sequence, NpgsqlDbType.Bigint);
            copy.Write((int)each.InstrumentId, NpgsqlDbType.Integer);
            Write(copy, each.BaseExpected, each.BaseActual, each.QuoteExpected, each.QuoteActual);
            copy.Write(each.Matches, NpgsqlDbType.Boolean);
            copy.Write(each.IsBreak, NpgsqlDbType.Boolean);
            copy.Write(Time(recordedNs), NpgsqlDbType.TimestampTz);
        });

    private void CopyOrderComparisons(List<Stamped<OpenOrdersCompared>> comparisons) => Copy(
        comparisons,
        "order_comparisons (run_id, sequence, instrument_id, here, at_venue, missing_at_venue, unknown_here, " +
        "first_missing_client_order_id, first_unknown_order_id, is_break, venue_error, compared_at)",
        static (copy, row) =>
        {
            (OpenOrdersCompared each, long sequence, long recordedNs) = row;
            copy.Write(sequence, NpgsqlDbType.Bigint);
            copy.Write((int)each.InstrumentId, NpgsqlDbType.Integer);
            copy.Write((int)each.Here, NpgsqlDbType.Integer);
            copy.Write((int)each.AtVenue, NpgsqlDbType.Integer);
            copy.Write((int)each.MissingAtVenue, NpgsqlDbType.Integer);
            copy.Write((int)each.UnknownHere, NpgsqlDbType.Integer);
            Write(copy, each.MissingAtVenue == 0 ? null : (long?)each.FirstMissingClientOrderId, NpgsqlDbType.Bigint);
            Write(copy, each.UnknownHere == 0 ? null : (long?)each.FirstUnknownOrderId, NpgsqlDbType.Bigint);
            copy.Write(each.IsBreak, NpgsqlDbType.Boolean);
            copy.Write(each.VenueError, NpgsqlDbType.Integer);
            copy.Write(Time(recordedNs), NpgsqlDbType.TimestampTz);
        });

    private void CopySnapshots(List<PositionSnapshot> snapshots) => Copy(
        snapshots,
        "position_snapshots (run_id, instrument_id, kind, taken_at, quantity, average_price, realized_pnl, unrealized_pnl, fees, " +
        "mark_price, fills, sequence)",
        static (copy, snapshot) =>
        {
            Position position = snapshot.Position.Message;
            copy.Write((int)position.InstrumentId, NpgsqlDbType.Integer);
            copy.Write(snapshot.Kind, NpgsqlDbType.Text);
            copy.Write(Time(snapshot.TakenNs), NpgsqlDbType.TimestampTz);
            Write(
                copy, position.Quantity, position.AveragePrice, position.RealizedPnl, position.UnrealizedPnl, position.Fees,
                position.MarkPrice);
            copy.Write((long)position.Fills, NpgsqlDbType.Bigint);
            copy.Write(snapshot.Position.Sequence, NpgsqlDbType.Bigint);
        });

    private void MergeOrders(Dictionary<ulong, (long FirstNs, Stamped<OrderEvent> Last)> orders)
    {
        if (orders.Count == 0)
        {
            return;
        }

        using (NpgsqlBinaryImporter copy = _connection.BeginBinaryImport(
            "COPY orders_in (run_id, client_order_id, instance_id, instrument_id, side, type, time_in_force, quantity, price, " +
            "filled_quantity, status, denial, venue_error, venue_order_id, flatten_generation, submitted_at, updated_at, sequence) " +
            "FROM STDIN (FORMAT BINARY)"))
        {
            foreach ((long firstNs, (OrderEvent order, long sequence, long recordedNs)) in orders.Values)
            {
                copy.StartRow();
                copy.Write(RunId, NpgsqlDbType.Text);
                copy.Write((long)order.ClientOrderId, NpgsqlDbType.Bigint);
                copy.Write((int)order.InstanceId, NpgsqlDbType.Integer);
                copy.Write((int)order.InstrumentId, NpgsqlDbType.Integer);
                copy.Write(EnumNames.Of(order.Side), NpgsqlDbType.Text);
                copy.Write(EnumNames.Of(order.Type), NpgsqlDbType.Text);
                copy.Write(EnumNames.Of(order.TimeInForce), NpgsqlDbType.Text);
                Write(copy, order.Quantity, order.Price, order.FilledQuantity);
                copy.Write(EnumNames.Of(order.Status), NpgsqlDbType.Text);
                if (order.Denial == DenialCode.Unspecified)
                {
                    copy.WriteNull();
                }
                else
                {
                    copy.Write(EnumNames.Of(order.Denial), NpgsqlDbType.Text);
                }

                copy.Write(order.VenueError, NpgsqlDbType.Integer);
                copy.Write((long)order.VenueOrderId, NpgsqlDbType.Bigint);
                copy.Write((long)order.FlattenGeneration, NpgsqlDbType.Bigint);
                copy.Write(Time(firstNs), NpgsqlDbType.TimestampTz);
                copy.Write(Time(recordedNs), NpgsqlDbType.TimestampTz);
                copy.Write(sequence, NpgsqlDbType.Bigint);
            }

            _ = copy.Complete();
        }

        using NpgsqlCommand merge = new(
            """
            INSERT INTO artic.orders SELECT * FROM orders_in
            ON CONFLICT (run_id, client_order_id) DO UPDATE SET
                filled_quantity = excluded.filled_quantity, status = excluded.status, denial = excluded.denial,
                venue_error = excluded.venue_error, venue_order_id = excluded.venue_order_id,
                updated_at = excluded.updated_at, sequence = excluded.sequence
            """, _connection);
        _ = merge.ExecuteNonQuery();
    }

    private void MergePositions(LedgerBatch batch)
    {
        foreach (uint instrument in batch.MovedPositions)
        {
            (Position position, long sequence, long recordedNs) = batch.State.Positions[instrument];
            using NpgsqlCommand merge = new(
                """
                INSERT INTO artic.positions VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (run_id, instrument_id) DO UPDATE SET
                    quantity = excluded.quantity, average_price = excluded.average_price, realized_pnl = excluded.realized_pnl,
                    unrealized_pnl = excluded.unrealized_pnl, fees = excluded.fees, mark_price = excluded.mark_price,
                    fills = excluded.fills, updated_at = excluded.updated_at, sequence = excluded.sequence
                """, _connection);
            merge.Add(RunId);
            merge.Add((int)instrument);
            merge.Add(Money(position.Quantity));
            merge.Add(Money(position.AveragePrice));
            merge.Add(Money(position.RealizedPnl));
            merge.Add(Money(position.UnrealizedPnl));
            merge.Add(Money(position.Fees));
            merge.Add(Money(position.MarkPrice));
            merge.Add((long)position.Fills);
            merge.Add(Time(recordedNs));
            merge.Add(sequence);
            _ = merge.ExecuteNonQuery();
        }
    }

    private void Merge(RiskWord word)
    {
        using NpgsqlCommand merge = new(
            """
            INSERT INTO artic.risk_state VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (run_id, subject) DO UPDATE SET
                value = excluded.value, reason = excluded.reason, by_person = excluded.by_person,
                changed_at = excluded.changed_at, stream = excluded.stream, sequence = excluded.sequence
            """, _connection);
        merge.Add(RunId);
        merge.Add(word.Subject);
        merge.Add(word.Value);
        merge.Add(word.Reason);
        merge.Add(word.By);
        merge.Add(Time(word.RecordedNs));
        merge.Add(RunPaths.NameOf(word.Stream));
        merge.Add(word.Sequence);
        _ = merge.ExecuteNonQuery();
    }

    private void Advance(StreamHead head)
    {
        using NpgsqlCommand advance = new(
            "UPDATE artic.stream_positions SET sequence = $3, audit_rows = $4, audit_sequence = $5, audit_hash = $6 " +
            "WHERE run_id = $1 AND stream = $2", _connection);
        advance.Add(RunId);
        advance.Add(RunPaths.NameOf(head.Stream));
        advance.Add(head.Sequence);
        advance.Add(head.AuditRows);
        advance.Add(head.AuditSequence);
        advance.Add(head.AuditHash);
        _ = advance.ExecuteNonQuery();
    }

    private static void Write(NpgsqlBinaryImporter copy, params ReadOnlySpan<long> money)
    {
        foreach (long value in money)
        {
            copy.Write(Money(value), NpgsqlDbType.Numeric);
        }
    }

    private static void Write<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
        {
            copy.Write(known, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
