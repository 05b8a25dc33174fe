-- Runs, orders, fills, positions, reconciliations, the risk manager's state and the audit trail.
-- Times are UTC. Prices, quantities and money are exact to eight decimals.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'artic_writer') THEN
        CREATE ROLE artic_writer NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'artic_reader') THEN
        CREATE ROLE artic_reader NOLOGIN;
    END IF;
END
$$;

CREATE TABLE artic.runs (
    run_id text PRIMARY KEY,
    account text NOT NULL,
    epoch bigint NOT NULL,
    venue text NOT NULL,
    host text NOT NULL,
    version text NOT NULL,
    configuration_sha256 text NOT NULL,
    began_at timestamptz NOT NULL
);
COMMENT ON TABLE artic.runs IS 'A run of the pipeline; one epoch of its account.';

CREATE TABLE artic.instruments (
    run_id text NOT NULL REFERENCES artic.runs,
    instrument_id integer NOT NULL,
    symbol text NOT NULL,
    base_asset text NOT NULL,
    quote_asset text NOT NULL,
    PRIMARY KEY (run_id, instrument_id)
);

CREATE TABLE artic.stream_positions (
    run_id text NOT NULL REFERENCES artic.runs,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    audit_rows bigint NOT NULL,
    audit_sequence bigint NOT NULL,
    audit_hash bytea NOT NULL,
    PRIMARY KEY (run_id, stream)
);
COMMENT ON TABLE artic.stream_positions IS
    'The last record of each stream that is in the tables, and the head of the stream''s audit chain. Written with the rows, in one transaction.';

CREATE TABLE artic.orders (
    run_id text NOT NULL REFERENCES artic.runs,
    client_order_id bigint NOT NULL,
    instance_id integer NOT NULL,
    instrument_id integer NOT NULL,
    side text NOT NULL,
    type text NOT NULL,
    time_in_force text NOT NULL,
    quantity numeric(30, 8) NOT NULL,
    price numeric(30, 8) NOT NULL,
    filled_quantity numeric(30, 8) NOT NULL,
    status text NOT NULL,
    denial text,
    venue_error integer NOT NULL,
    venue_order_id bigint NOT NULL,
    flatten_generation bigint NOT NULL,
    submitted_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (run_id, client_order_id)
);
COMMENT ON TABLE artic.orders IS 'Each order that the engine took, as its last event (sequence, in the stream execution) left it.';

CREATE TABLE artic.fills (
    run_id text NOT NULL REFERENCES artic.runs,
    sequence bigint NOT NULL,
    client_order_id bigint NOT NULL,
    trade_id bigint NOT NULL,
    instance_id integer NOT NULL,
    instrument_id integer NOT NULL,
    side text NOT NULL,
    price numeric(30, 8) NOT NULL,
    quantity numeric(30, 8) NOT NULL,
    quote_quantity numeric(30, 8) NOT NULL,
    fee numeric(30, 8) NOT NULL,
    fee_asset text NOT NULL,
    is_maker boolean NOT NULL,
    exchange_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, sequence),
    UNIQUE (run_id, instrument_id, trade_id)
);

CREATE TABLE artic.positions (
    run_id text NOT NULL REFERENCES artic.runs,
    instrument_id integer NOT NULL,
    quantity numeric(30, 8) NOT NULL,
    average_price numeric(30, 8) NOT NULL,
    realized_pnl numeric(30, 8) NOT NULL,
    unrealized_pnl numeric(30, 8) NOT NULL,
    fees numeric(30, 8) NOT NULL,
    mark_price numeric(30, 8) NOT NULL,
    fills bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (run_id, instrument_id)
);

CREATE TABLE artic.position_snapshots (
    run_id text NOT NULL REFERENCES artic.runs,
    instrument_id integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('start', 'hour', 'stop')),
    taken_at timestamptz NOT NULL,
    quantity numeric(30, 8) NOT NULL,
    average_price numeric(30, 8) NOT NULL,
    realized_pnl numeric(30, 8) NOT NULL,
    unrealized_pnl numeric(30, 8) NOT NULL,
    fees numeric(30, 8) NOT NULL,
    mark_price numeric(30, 8) NOT NULL,
    fills bigint NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (run_id, instrument_id, kind, sequence, taken_at)
);
COMMENT ON TABLE artic.position_snapshots IS
    'Positions at the first record, at each full hour of UTC, and at the end of each process of the tracker.';

CREATE TABLE artic.reconciliations (
    run_id text NOT NULL REFERENCES artic.runs,
    sequence bigint NOT NULL,
    instrument_id integer NOT NULL,
    base_expected numeric(30, 8) NOT NULL,
    base_actual numeric(30, 8) NOT NULL,
    quote_expected numeric(30, 8) NOT NULL,
    quote_actual numeric(30, 8) NOT NULL,
    matches boolean NOT NULL,
    is_break boolean NOT NULL,
    compared_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
CREATE INDEX ON artic.reconciliations (run_id, compared_at) WHERE is_break;

CREATE TABLE artic.risk_state (
    run_id text NOT NULL REFERENCES artic.runs,
    subject text NOT NULL,
    value text NOT NULL,
    reason text NOT NULL,
    by_person text NOT NULL,
    changed_at timestamptz NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (run_id, subject)
);
COMMENT ON TABLE artic.risk_state IS
    'The risk manager''s last word on each subject: trading states, kills, circuit breakers and limits that persons have set.';

CREATE TABLE artic.order_audit_trail (
    run_id text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_ns bigint NOT NULL,
    type text NOT NULL,
    client_order_id bigint,
    instance_id integer,
    instrument_id integer,
    cause_stream text,
    cause_sequence bigint,
    payload bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (run_id, stream, sequence, recorded_at)
) PARTITION BY RANGE (recorded_at);
COMMENT ON TABLE artic.order_audit_trail IS
    'Every record about orders, as it stands in its stream. Each row''s hash is over the row and the hash of the one before it in its stream. Rows are only added; kept five years.';
CREATE INDEX ON artic.order_audit_trail (client_order_id) WHERE client_order_id IS NOT NULL;

CREATE FUNCTION artic.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'artic.order_audit_trail is append-only' USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON artic.order_audit_trail
    FOR EACH ROW EXECUTE FUNCTION artic.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON artic.order_audit_trail
    FOR EACH STATEMENT EXECUTE FUNCTION artic.refuse_change();

-- The writer owns no table and may make none: months come by this.
CREATE FUNCTION artic.ensure_audit_month(moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first timestamptz := date_trunc('month', moment, 'UTC');
    next timestamptz := date_trunc('month', first + interval '32 days', 'UTC');
    name text := 'order_audit_trail_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    IF to_regclass('artic.' || name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('artic.order_audit_trail'));
        IF to_regclass('artic.' || name) IS NULL THEN
            EXECUTE format(
                'CREATE TABLE artic.%I PARTITION OF artic.order_audit_trail FOR VALUES FROM (%L) TO (%L)', name, first, next);
            EXECUTE format(
                'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON artic.%I FOR EACH STATEMENT EXECUTE FUNCTION artic.refuse_change()',
                name);
        END IF;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION artic.ensure_audit_month(timestamptz) FROM PUBLIC;

GRANT USAGE ON SCHEMA artic TO artic_writer, artic_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA artic TO artic_writer, artic_reader;
GRANT INSERT ON artic.runs, artic.instruments, artic.fills, artic.position_snapshots, artic.reconciliations,
    artic.order_audit_trail TO artic_writer;
GRANT INSERT, UPDATE ON artic.stream_positions, artic.orders, artic.positions, artic.risk_state TO artic_writer;
GRANT EXECUTE ON FUNCTION artic.ensure_audit_month(timestamptz) TO artic_writer;
