-- Open orders here against those at the venue, both ways.

CREATE TABLE artic.order_comparisons (
    run_id text NOT NULL REFERENCES artic.runs,
    sequence bigint NOT NULL,
    instrument_id integer NOT NULL,
    here integer NOT NULL,
    at_venue integer NOT NULL,
    missing_at_venue integer NOT NULL,
    unknown_here integer NOT NULL,
    first_missing_client_order_id bigint,
    first_unknown_order_id bigint,
    is_break boolean NOT NULL,
    venue_error integer NOT NULL,
    compared_at timestamptz NOT NULL,
    PRIMARY KEY (run_id, sequence)
);
COMMENT ON TABLE artic.order_comparisons IS
    'Comparisons of open orders with the venue''s: when a session begins, every five minutes, and on demand.';
CREATE INDEX ON artic.order_comparisons (run_id, compared_at) WHERE is_break;

GRANT SELECT ON artic.order_comparisons TO artic_writer, artic_reader;
GRANT INSERT ON artic.order_comparisons TO artic_writer;
