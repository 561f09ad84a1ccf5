"""The version of the structure changes, too, with aliases: they are as private as the pages that they stand for."""

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
CHANGED = f"""
            UNION ALL
            SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE (o.alias_of_id IS NOT NULL OR n.alias_of_id IS NOT NULL)
            AND (o.path, o.alias_of_id) IS DISTINCT FROM (n.path, n.alias_of_id) AND {SOME}"""


class Migration(migrations.Migration):
    dependencies = [("content_api", "0008_link_changes")]

    operations = [
        migrations.RunSQL(
            BODY.format(
                inserted=ALIASES.format(rows="new_rows"), deleted=ALIASES.format(rows="old_rows"), updated=CHANGED
            ),
            BODY.format(inserted="", deleted="", updated=""),
        )
    ]  # fmt: skip
