"""Which tables have a version, and the triggers that change it: attached after every migration, so that new content
types and plugins have them, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from wagtail.images import get_image_model

from cms.declarations import registry
from cms.plugins.runtime.current import platform

__all__ = [
    "TRIGGER",
    "attach_trigger",
    "attach_triggers",
    "find_rendition_table",
    "list_versioned_tables",
    "list_wanted_tables",
]

CHANGES = "content_api_table_change"
TRIGGER = "content_api_table_changed"
ATTACH = f"""CREATE TRIGGER {TRIGGER} AFTER {{events}} ON {{table}}
    FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"""
EVENTS, CHANGES_ALONE = "INSERT OR UPDATE OR DELETE OR TRUNCATE", "UPDATE OR DELETE OR TRUNCATE"
ATTACHED = """SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = %s AND pg_table_is_visible(c.oid)"""
START = """INSERT INTO content_api_table_change (table_name, xid, weight)
    SELECT name, pg_current_xact_id(), hashtextextended(gen_random_uuid()::text, 0) FROM unnest(%s::text[]) name
    WHERE NOT EXISTS (SELECT FROM content_api_table_change WHERE table_name = name)"""


def attach_triggers(using: str = DEFAULT_DB_ALIAS, **options: Any) -> None:
    """Receiver of post_migrate: give every table a version that has none."""
    connection = connections[using]
    wanted = list_wanted_tables(connection)
    if not wanted:
        return
    with connection.cursor() as cursor:
        attached = read_attached_tables(cursor)
        for table in wanted:
            if table not in attached:
                attach_trigger(cursor, connection, table)
        cursor.execute(START, [wanted])


def list_wanted_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of the database that need a version; none before the migration that makes versions."""
    known = set(connection.introspection.table_names())
    return sorted(set(list_versioned_tables()) & known) if CHANGES in known else []


def read_attached_tables(cursor: CursorWrapper) -> set[str]:
    """The tables that have the trigger, whether it is enabled or not."""
    cursor.execute(ATTACHED, [TRIGGER])
    return {name for (name,) in cursor.fetchall()}


def attach_trigger(cursor: CursorWrapper, connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the trigger of a table that has none."""
    events = CHANGES_ALONE if table == find_rendition_table() else EVENTS
    cursor.execute(ATTACH.format(table=connection.ops.quote_name(table), events=events))


def find_rendition_table() -> str:
    """The table of renditions. Reading makes those that are missing, so a new row changes no answer."""
    table: str = get_image_model().get_rendition_model()._meta.db_table
    return table


def list_versioned_tables() -> Iterator[str]:
    """The tables of models that the API shows or reads, with their parents and links, and those of plugins."""
    for model in {*registry.visibility, *registry.read, *list_plugin_models()}:
        for each in (model, *model._meta.get_parent_list()):
            yield each._meta.db_table
            for field in each._meta.local_many_to_many:
                yield field.remote_field.through._meta.db_table


def list_plugin_models() -> Iterator[type[Model]]:
    """All models of the apps of plugins."""
    names = {each.manifest.app for each in platform().get_loaded_plugins() if each.manifest}
    for config in apps.get_app_configs():
        if {config.name, f"{type(config).__module__}.{type(config).__qualname__}"} & names:
            yield from config.get_models(include_auto_created=True)
