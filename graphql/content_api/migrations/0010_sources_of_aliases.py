"""The version of the structure changes, too, with what aliases stand for: restrictions above it hold for them as well."""

from django.db import migrations

BODY = """
CREATE OR REPLACE FUNCTION content_api_structure_pages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched boolean := true;
BEGIN
    IF TG_OP = 'INSERT' THEN
        touched := EXISTS (
            SELECT FROM new_rows WHERE translation_key IN (SELECT content_api_home_keys()){inserted}
        );
    ELSIF TG_OP = 'DELETE' THEN
        touched := EXISTS (
            SELECT FROM old_rows WHERE translation_key IN (SELECT content_api_home_keys()){deleted}
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
            ){updated}
        );
    END IF;
    IF touched THEN
        PERFORM content_api_structure_change();
    END IF;
    RETURN NULL;
END $$;
"""
SOME = "EXISTS (SELECT FROM wagtailcore_pageviewrestriction)"
ALIASES = f"""
            UNION ALL
            SELECT FROM {{rows}} WHERE alias_of_id IS NOT NULL AND {SOME}"""
MOVED = f"""
            UNION ALL
            SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE (o.path, o.alias_of_id) IS DISTINCT FROM (n.path, n.alias_of_id)
            AND (o.alias_of_id IS NOT NULL OR n.alias_of_id IS NOT NULL{{sources}}) AND {SOME}"""
SOURCES = " OR n.id IN (SELECT alias_of_id FROM wagtailcore_page WHERE alias_of_id IS NOT NULL)"


def build_function(sources: str) -> str:
    inserted, deleted = ALIASES.format(rows="new_rows"), ALIASES.format(rows="old_rows")
    return BODY.format(inserted=inserted, deleted=deleted, updated=MOVED.format(sources=sources))


class Migration(migrations.Migration):
    dependencies = [("content_api", "0009_private_aliases")]

    operations = [migrations.RunSQL(build_function(SOURCES), build_function(""))]
