"""The tables of search rules belong to the structure: a change of theirs changes its version."""

from importlib import import_module

from django.db import migrations

structure = import_module("content_api.migrations.0003_structure_version")
WATCHED = ("relevance_synonym", "relevance_pinnedsearch", "relevance_pinnedpage")


class Migration(migrations.Migration):
    dependencies = [
        ("content_api", "0005_table_versions"),
        ("relevance", "0001_synonyms_and_pins"),
    ]

    operations = [
        structure.trigger(table, event, "content_api_structure_rows")
        for table in WATCHED
        for event in structure.SEEN
    ]
