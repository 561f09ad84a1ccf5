"""The table of pinned vendors belongs to the structure, as that of pinned pages does."""

from importlib import import_module

from django.db import migrations

structure = import_module("content_api.migrations.0003_structure_version")


class Migration(migrations.Migration):
    dependencies = [
        ("content_api", "0006_search_rules"),
        ("vendors", "0006_pinned_vendors"),
    ]

    operations = [
        structure.trigger("vendors_pinnedvendor", event, "content_api_structure_rows")
        for event in structure.SEEN
    ]
