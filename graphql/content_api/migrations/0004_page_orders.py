"""Indexes on Wagtail's own table for the orders that every list of pages offers: see content_types.base.api."""

from django.db import migrations

ORDERS = {
    "title": "title",
    "published_asc": "first_published_at",
    "published_desc": "first_published_at DESC NULLS LAST",
    "updated_desc": "last_published_at DESC NULLS LAST",
}
"""Names and leading columns; the key comes last. Two orders of a column that may be null need two indexes."""


def index(name: str, column: str) -> migrations.RunSQL:
    """One index, without blocking writers; what an interrupted attempt left behind is dropped first."""
    drop = f"DROP INDEX CONCURRENTLY IF EXISTS content_api_page_{name}"
    create = f"CREATE INDEX CONCURRENTLY content_api_page_{name} ON wagtailcore_page ({column}, id)"
    return migrations.RunSQL([drop, create], drop)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("content_api", "0003_structure_version")]

    operations = [index(name, column) for name, column in ORDERS.items()]
