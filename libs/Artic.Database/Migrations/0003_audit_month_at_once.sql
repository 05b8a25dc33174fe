-- A month that two sessions want at once is made by one of them. The other has looked before it waited, and what it saw then it sees
-- again behind the lock: that it is told "exists" is the sign.

CREATE OR REPLACE FUNCTION artic.ensure_audit_month(moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first timestamptz := date_trunc('month', moment, 'UTC');
    next timestamptz := date_trunc('month', first + interval '32 days', 'UTC');
    name text := 'order_audit_trail_' || to_char(first AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
    IF to_regclass('artic.' || name) IS NULL THEN
        PERFORM pg_advisory_xact_lock(hashtext('artic.order_audit_trail'));
        BEGIN
            EXECUTE format(
                'CREATE TABLE artic.%I PARTITION OF artic.order_audit_trail FOR VALUES FROM (%L) TO (%L)', name, first, next);
            EXECUTE format(
                'CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON artic.%I FOR EACH STATEMENT EXECUTE FUNCTION artic.refuse_change()',
                name);
        EXCEPTION WHEN duplicate_table THEN
            NULL;
        END;
    END IF;
END
$$;
