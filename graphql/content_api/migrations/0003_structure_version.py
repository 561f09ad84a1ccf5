"""A version of the site structure, changed by the database itself in every transaction that changes the structure."""

from django.db import migrations

WATCHED = (
    "wagtailcore_site",
    "wagtailcore_locale",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups",
)
"""Tables of which every row belongs to the structure."""
CREATE = """
CREATE TABLE content_api_structure (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    version uuid NOT NULL
);
INSERT INTO content_api_structure (version) VALUES (gen_random_uuid());

CREATE FUNCTION content_api_structure_change() RETURNS void LANGUAGE sql AS $$
    INSERT INTO content_api_structure (version) VALUES (gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version
$$;

CREATE FUNCTION content_api_structure_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := EXISTS (SELECT FROM new_rows);
    ELSIF TG_OP IN ('UPDATE', 'DELETE') THEN
        touched := EXISTS (SELECT FROM old_rows);
    END IF;
    IF touched THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION content_api_home_keys() RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT home.translation_key FROM wagtailcore_site site JOIN wagtailcore_page home ON home.id = site.root_page_id
$$;

CREATE FUNCTION content_api_structure_pages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := EXISTS (
            SELECT FROM new_rows WHERE translation_key IN (SELECT content_api_home_keys())
        );
    ELSIF TG_OP = 'DELETE' THEN
        touched := EXISTS (
            SELECT FROM old_rows WHERE translation_key IN (SELECT content_api_home_keys())
        );
    ELSIF TG_OP = 'UPDATE' THEN
        touched := EXISTS (
            SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE (o.path, o.url_path, o.translation_key, o.locale_id)
                IS DISTINCT FROM (n.path, n.url_path, n.translation_key, n.locale_id)
            AND (
                n.id IN (SELECT page_id FROM wagtailcore_pageviewrestriction)
                OR o.translation_key IN (SELECT content_api_home_keys())
                OR n.translation_key IN (SELECT content_api_home_keys())
            )
        );
    END IF;
    IF touched THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION content_api_structure_collections() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
        WHERE o.path IS DISTINCT FROM n.path
        AND n.id IN (SELECT collection_id FROM wagtailcore_collectionviewrestriction)
    ) THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;
"""
DROP = """
DROP FUNCTION content_api_structure_collections();
DROP FUNCTION content_api_structure_pages();
DROP FUNCTION content_api_home_keys();
DROP FUNCTION content_api_structure_rows();
DROP FUNCTION content_api_structure_change();
DROP TABLE content_api_structure;
"""
SEEN = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}


def trigger(table: str, event: str, function: str) -> migrations.RunSQL:
    """One statement trigger after one event: transition tables allow no more."""
    name = f"content_api_structure_{event.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event} ON {table} {SEEN[event]} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("content_api", "0002_trusted_documents"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        *(trigger(table, event, "content_api_structure_rows") for table in WATCHED for event in SEEN),
        *(trigger("wagtailcore_page", event, "content_api_structure_pages") for event in SEEN),
        trigger("wagtailcore_collection", "UPDATE", "content_api_structure_collections"),
    ]
