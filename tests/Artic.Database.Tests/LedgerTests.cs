using Artic.Database.Ledger;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Npgsql;

namespace Artic.Database.Tests;

public sealed class LedgerTests
{
    private const long Hour = 3_600_000_000_000;

    [PostgresFact]
    public void An_order_from_its_intent_to_its_fill_is_in_the_tables_to_the_last_digit()
    {
        using LedgerFixture fixture = new();
        fixture.Trade(1, quantity: 12_345, price: 27_123_45000000);

        // An edge may know the stream that it speaks for, and no record of it.
        _ = fixture.Say(StreamId.Wire, RecordType.RequestSent, new RequestSent { Kind = RequestKind.Time }, causeStream: StreamId.Venue);
        fixture.Fill();
        Assert.Equal(
            [$"{LedgerFixture.Epoch | 1}|BUY|LIMIT|GTC|0.00012345|27123.45000000|0.00012345|FILLED|-|3"],
            fixture.Ask(
                "SELECT client_order_id, side, type, time_in_force, quantity, price, filled_quantity, status, denial, sequence FROM artic.orders"));
        Assert.Equal(
            [$"{LedgerFixture.Epoch | 1}|1|27123.45000000|0.00012345|0.00000001|QUOTE|2023-11-14 22:13:20"],
            fixture.Ask(
                "SELECT client_order_id, trade_id, price, quantity, fee, fee_asset, to_char(exchange_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') FROM artic.fills"));
        Assert.Equal(["1|0.00012345|27123.45000000|1"], fixture.Ask("SELECT instrument_id, quantity, average_price, fills FROM artic.positions"));
        Assert.Equal(
            ["signal|1|ORDER_INTENT|-", $"order|1|ORDER_APPROVED|{LedgerFixture.Epoch | 1}", $"wire|1|REQUEST_SENT|{LedgerFixture.Epoch | 1}", "wire|2|REQUEST_SENT|-"],
            fixture.Ask("SELECT stream, sequence, type, client_order_id FROM artic.order_audit_trail WHERE stream <> 'execution' ORDER BY stream = 'wire', stream = 'order', sequence"));
        Assert.Equal(["monday|fund|7"], fixture.Ask("SELECT run_id, account, epoch FROM artic.runs"));
        Assert.Equal(["BTCUSDT"], fixture.Ask("SELECT symbol FROM artic.instruments"));
        fixture.End();
        fixture.NeedSameAsStreams();
    }

    [PostgresFact]
    public void Comparisons_of_open_orders_are_in_the_tables_with_the_first_that_differs()
    {
        using LedgerFixture fixture = new();
        _ = fixture.Say(StreamId.Execution, RecordType.OpenOrdersCompared, new OpenOrdersCompared
        {
            InstrumentId = 1, Here = 3, AtVenue = 4, MissingAtVenue = 1, UnknownHere = 2, FirstMissingClientOrderId = LedgerFixture.Epoch | 5,
            FirstUnknownOrderId = 4711, IsBreak = true, IsLast = true, Checks = 2, Breaks = 1,
        });
        _ = fixture.Say(StreamId.Execution, RecordType.OpenOrdersCompared, new OpenOrdersCompared { InstrumentId = 1, VenueError = -1121, IsLast = true });
        fixture.Fill();
        Assert.Equal(
            [$"1|1|3|4|1|2|{LedgerFixture.Epoch | 5}|4711|True|0", "2|1|0|0|0|0|-|-|False|-1121"],
            fixture.Ask(
                "SELECT sequence, instrument_id, here, at_venue, missing_at_venue, unknown_here, first_missing_client_order_id, " +
                "first_unknown_order_id, is_break, venue_error FROM artic.order_comparisons ORDER BY sequence"));
        fixture.End();
        fixture.NeedSameAsStreams();
    }

    [PostgresFact]
    public void What_is_in_the_tables_already_is_left_alone_and_the_rest_is_brought()
    {
        using LedgerFixture fixture = new();
        for (uint i = 1; i <= 50; i++)
        {
            fixture.Trade(i);
        }

        fixture.Fill();
        fixture.Fill();
        Assert.Equal(["50|50|300"], fixture.Ask("SELECT (SELECT count(*) FROM artic.orders), (SELECT count(*) FROM artic.fills), (SELECT count(*) FROM artic.order_audit_trail)"));
        for (uint i = 51; i <= 60; i++)
        {
            fixture.Trade(i);
        }

        fixture.End();
        using (LedgerFeed feed = new(fixture.Connector, fixture.Run, ofArchive: true))
        {
            feed.CatchUp();

            // Ten of each but the position, which is one row.
            Assert.Equal(60 + 10 + 10 + 1, feed.Rows);
        }

        fixture.NeedSameAsStreams();
    }

    [PostgresFact]
    public void A_database_that_is_given_later_has_the_very_same_audit_trail()
    {
        using LedgerFixture fixture = new();
        for (uint i = 1; i <= 20; i++)
        {
            fixture.Trade(i);
            fixture.Fill();
        }

        List<string> live = fixture.Ask("SELECT stream, sequence, encode(hash, 'hex') FROM artic.order_audit_trail ORDER BY 1, 2");
        fixture.End();
        using PostgresCluster later = new();
        using DatabaseConnector connector = new(new() { Connection = later.Connection() }, "artic-tests");
        using (NpgsqlConnection connection = connector.Open())
        {
            _ = Schema.DatabaseSchema.Migrate(connection);
        }

        using (LedgerFeed feed = new(connector, fixture.Run, ofArchive: true))
        {
            feed.CatchUp();
        }

        using NpgsqlConnection again = connector.Open();
        using NpgsqlCommand ask = new("SELECT stream || '|' || sequence || '|' || encode(hash, 'hex') FROM artic.order_audit_trail ORDER BY stream, sequence", again);
        using NpgsqlDataReader rows = ask.ExecuteReader();
        List<string> filled = [];
        while (rows.Read())
        {
            filled.Add(rows.GetString(0));
        }

        Assert.Equal(live, filled);
        Assert.Equal(120, live.Count);
    }

    [PostgresFact]
    public void Another_run_of_the_same_name_is_refused()
    {
        using LedgerFixture fixture = new();
        fixture.Trade(1);
        fixture.Fill();
        fixture.Options.Epoch = 8;
        DatabaseRefusedException refused = Assert.Throws<DatabaseRefusedException>(fixture.Fill);
        Assert.Contains("already has a run 'monday', of account 'fund', epoch 7", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_writer_that_was_overtaken_writes_nothing_twice()
    {
        using LedgerFixture fixture = new();
        using LedgerFeed slow = new(fixture.Connector, fixture.Run);
        fixture.Trade(1);
        _ = slow.Read();
        fixture.Fill();
        _ = Assert.Throws<LedgerMovedException>(slow.Commit);
        Assert.Equal(["1|6"], fixture.Ask("SELECT (SELECT count(*) FROM artic.fills), (SELECT count(*) FROM artic.order_audit_trail)"));
    }

    [PostgresFact]
    public void Positions_are_kept_at_the_start_at_each_full_hour_and_at_the_end()
    {
        using LedgerFixture fixture = new();
        long sequence = fixture.Say(StreamId.Position, RecordType.Position, new Position { InstrumentId = 1, Quantity = 5 });
        long began = (long)double.Parse(
            fixture.Ask("SELECT extract(epoch FROM now())::bigint")[0], System.Globalization.CultureInfo.InvariantCulture);
        long nowNs = Artic.Core.Time.Clock.MonotonicNs();
        long toNextHour = Hour - (Artic.Core.Time.Clock.UtcNs() % Hour);
        _ = fixture.Say(StreamId.Position, RecordType.Position, new Position { InstrumentId = 1, Quantity = 7 }, nowNs + toNextHour - 1_000_000_000);
        _ = fixture.Say(StreamId.Position, RecordType.Position, new Position { InstrumentId = 1, Quantity = 9 }, nowNs + toNextHour + Hour + 1_000_000_000);
        using (LedgerFeed feed = new(fixture.Connector, fixture.Run))
        {
            feed.Stop((began + 10_000) * 1_000_000_000);
        }

        Assert.Equal(
            ["start|0.00000005|1", "hour|0.00000007|2", "hour|0.00000007|2", "stop|0.00000009|3"],
            fixture.Ask("SELECT kind, quantity, sequence FROM artic.position_snapshots ORDER BY taken_at"));
        Assert.Equal(1, sequence);
        Assert.Equal(["2"], fixture.Ask("SELECT count(*) FROM artic.position_snapshots WHERE kind = 'hour' AND taken_at = date_trunc('hour', taken_at)"));
    }

    [PostgresFact]
    public void The_risk_managers_last_word_on_each_subject_is_in_the_tables()
    {
        using LedgerFixture fixture = new();
        _ = fixture.Say(StreamId.Order, RecordType.TradingStateChanged, new TradingStateChanged { State = TradingStateValue.Active, Reason = TradingStateReason.Started });
        _ = fixture.Say(StreamId.Order, RecordType.BreakerChanged, new BreakerChanged { Cause = BreakerCause.Loss, State = BreakerState.Open, Threshold = 5, Actual = 6 });
        _ = fixture.Say(StreamId.Command, RecordType.KillObserved, new KillObserved { Generation = 3 });
        fixture.Fill();
        _ = fixture.Say(StreamId.Command, RecordType.ResumeCommand, new ResumeCommand { Generation = 3, By = "ada", Reason = "looked at it" });
        _ = fixture.Say(StreamId.Order, RecordType.BreakerChanged, new BreakerChanged { Cause = BreakerCause.Loss, State = BreakerState.Closed, Threshold = 5, Actual = 1 });
        _ = fixture.Say(StreamId.Command, RecordType.LimitCommand, new LimitCommand
        {
            Name = LimitName.MaxPosition, Value = 9, By = "bo", Reason = "smaller", Scope = ScopeKind.Strategy, ScopeId = 2,
        });
        fixture.Fill();
        Assert.Equal(
            [
                "breaker LOSS|CLOSED|1 of 5|", "kill|RESUMED|looked at it|ada", "limit MAX_POSITION strategy:2|9|smaller|bo", "state|ACTIVE|STARTED|",
            ],
            fixture.Ask("SELECT subject, value, reason, by_person FROM artic.risk_state ORDER BY subject"));
    }
}
