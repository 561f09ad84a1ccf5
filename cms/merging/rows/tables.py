"""Rows as JSON, read and written by PostgreSQL itself: whatever the type of a column, the value comes back the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Field, ForeignKey, Model

__all__ = ["delete_rows", "insert_rows", "read_rows", "write_columns"]

Row = Mapping[str, Any]


def get_fields(model: type[Model]) -> list[Field]:
    """The columns of a model's own table that can be written."""
    return [each for each in model._meta.local_concrete_fields if not getattr(each, "generated", False)]


def quote(name: str) -> str:
    return connection.ops.quote_name(name)


def read_rows(model: type[Model], keys: Iterable[Any], *columns: str) -> dict[str, dict[str, Any]]:
    """Rows of a model's own table by key, as JSON; all columns, or some. One statement, none without keys."""
    wanted, key = list(keys), get_key(model)
    if not wanted:
        return {}
    table = quote(model._meta.db_table)
    names = {each.column: each.attname for each in get_fields(model)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t) FROM {table} t WHERE t.{quote(key.column)}::text = ANY(%s)",  # noqa: S608
            [[str(each) for each in wanted]],
        )
        found = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    rows = [{names[name]: value for name, value in row.items() if name in names} for row in found]
    return {str(row[key.attname]): {name: row[name] for name in columns} if columns else row for row in rows}


def insert_rows(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert rows as they were read, keys included."""
    if not rows:
        return
    columns = {each.attname: each.column for each in get_fields(model)}
    shared = [name for name in columns if all(name in row for row in rows)]
    listed = ", ".join(quote(columns[name]) for name in shared)
    table = quote(model._meta.db_table)
    data = dump([{columns[name]: row[name] for name in shared} for row in rows])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({listed}) SELECT {listed} "  # noqa: S608
            f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
            [data],
        )


def write_columns(model: type[Model], changes: Mapping[Any, Row], *, keys_first: bool = False) -> None:
    """Write columns of rows, given by key: one statement for all rows that change in the same columns. Foreign keys are
    written last, or first: rows of which only one may refer to a record take turns."""
    groups: dict[tuple[str, ...], dict[Any, Row]] = {}
    for key, values in changes.items():
        groups.setdefault(tuple(sorted(values)), {})[key] = values
    relations = {each.attname for each in get_fields(model) if isinstance(each, ForeignKey)}
    ordered = sorted(groups, key=lambda names: bool(relations & set(names)), reverse=keys_first)
    for names in ordered:
        write_group(model, names, groups[names])


def write_group(model: type[Model], names: Sequence[str], rows: Mapping[Any, Row]) -> None:
    columns = {each.attname: each.column for each in get_fields(model)}
    table, key = quote(model._meta.db_table), get_key(model)
    old = "_old_key"
    data = [
        {old: str(pk), "row": {columns[name]: values[name] for name in names}} for pk, values in rows.items()
    ]
    listed = ", ".join(f"{quote(columns[name])} = v.{quote(columns[name])}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {listed} FROM jsonb_array_elements(%s::jsonb) r, "  # noqa: S608
            f"jsonb_populate_record(NULL::{table}, r->'row') v "
            f"WHERE t.{quote(key.column)}::text = r->>'{old}'",
            [dump(data)],
        )


def delete_rows(model: type[Model], keys: Iterable[Any]) -> None:
    wanted = list(keys)
    if wanted:
        rows = model._base_manager.filter(pk__in=wanted)
        rows._raw_delete(rows.db)


def get_key(model: type[Model]) -> Any:
    return model._meta.pk


def dump(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)
