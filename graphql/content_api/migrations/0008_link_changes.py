"""A log of the links that each statement wrote: what tells which counts of links changed since they were kept.

Each statement has a random mark of its own. The log is dropped now and then, and where a statement writes many links;
its own version then says that counts which were kept before cannot be brought up to date from it.
`model/facets/link_log.py` attaches the functions to tables.
"""

from django.db import migrations

CREATE = """
CREATE TABLE content_api_link_change (
    table_name text NOT NULL,
    mark bigint NOT NULL,
    near bigint,
    far bigint,
    number integer NOT NULL
);

CREATE TRIGGER content_api_table_changed AFTER DELETE OR TRUNCATE ON content_api_link_change
    FOR EACH STATEMENT EXECUTE FUNCTION content_api_table_changed();

CREATE FUNCTION content_api_links_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := hashtextextended(gen_random_uuid()::text, 0);
    most CONSTANT integer := 200;
    one integer := 0;
    noted integer := 0;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        EXECUTE format('INSERT INTO content_api_link_change SELECT %L, $1, %I, %I, 1 FROM came LIMIT $2',
            TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]) USING own, most + 1;
        GET DIAGNOSTICS noted = ROW_COUNT;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        EXECUTE format('INSERT INTO content_api_link_change SELECT %L, $1, %I, %I, -1 FROM went LIMIT $2',
            TG_TABLE_NAME, TG_ARGV[0], TG_ARGV[1]) USING own, most + 1;
        GET DIAGNOSTICS one = ROW_COUNT;
        noted := noted + one;
    END IF;
    IF noted = 0 THEN
        INSERT INTO content_api_link_change VALUES (TG_TABLE_NAME, own, NULL, NULL, 0);
    ELSIF noted > most THEN
        DELETE FROM content_api_link_change WHERE mark = own;
    END IF;
    IF random() < 0.01 AND current_setting('transaction_isolation') = 'read committed' THEN
        DELETE FROM content_api_link_change WHERE ctid = ANY(
            ARRAY(SELECT ctid FROM content_api_link_change FOR UPDATE SKIP LOCKED)
        );
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION content_api_links_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM content_api_link_change WHERE false;
    RETURN NULL;
END $$;
"""
DROP = """
DROP FUNCTION content_api_links_changed() CASCADE;
DROP FUNCTION content_api_links_truncated() CASCADE;
DROP TABLE content_api_link_change;
DELETE FROM content_api_table_change WHERE table_name = 'content_api_link_change';
"""


class Migration(migrations.Migration):
    dependencies = [("content_api", "0007_pinned_vendors")]

    operations = [migrations.RunSQL(CREATE, DROP)]
