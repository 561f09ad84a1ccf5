"""A version of each table, changed by the database itself in every transaction that writes to it.

Each transaction adds a row of its own with a random number, so that writers never wait for each other; the version is
the sum. Some of them replace the rows of finished transactions by their sum. `access/table_triggers.py` attaches the
function to tables.
"""

from django.db import migrations

CREATE = """
CREATE TABLE content_api_table_change (
    table_name text NOT NULL,
    xid xid8 NOT NULL,
    weight numeric NOT NULL,
    PRIMARY KEY (table_name, xid)
);

CREATE FUNCTION content_api_table_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE settled numeric := 0;
BEGIN
    IF EXISTS (
        SELECT FROM content_api_table_change WHERE table_name = TG_TABLE_NAME AND xid = pg_current_xact_id()
    ) THEN
        RETURN NULL;
    END IF;
    IF random() < 0.1 AND current_setting('transaction_isolation') = 'read committed' THEN
        WITH gone AS (
            DELETE FROM content_api_table_change WHERE (table_name, xid) IN (
                SELECT table_name, xid FROM content_api_table_change
                WHERE table_name = TG_TABLE_NAME AND xid < pg_snapshot_xmin(pg_current_snapshot())
                FOR UPDATE SKIP LOCKED
            ) RETURNING weight
        )
        SELECT coalesce(sum(weight), 0) INTO settled FROM gone;
    END IF;
    INSERT INTO content_api_table_change (table_name, xid, weight)
    VALUES (TG_TABLE_NAME, pg_current_xact_id(), settled + hashtextextended(gen_random_uuid()::text, 0));
    RETURN NULL;
END $$;
"""
DROP = """
DROP FUNCTION content_api_table_changed() CASCADE;
DROP TABLE content_api_table_change;
"""
EXPIRY = "content_api_page_expiry"


class Migration(migrations.Migration):
    dependencies = [("content_api", "0004_page_orders")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.RunSQL(
            f"CREATE INDEX {EXPIRY} ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            f"DROP INDEX {EXPIRY}",
        ),
    ]
