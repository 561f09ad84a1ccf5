"""Writing many rows with one statement each, and what saving them one by one would have brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery
from modelsearch.backends import get_search_backends_with_name
from modelsearch.index import class_is_indexed
from wagtail.models import ReferenceIndex

from cms.indexing.changes import index_changed_labels, index_changed_rows
from cms.indexing.writing import find_kind

CHUNK = 500
"""The most rows of one statement."""


def reserve_keys(model: type[Model], count: int) -> list[int]:
    """Primary keys taken from the sequence, so that rows can point to each other before they are written."""
    if not count:
        return []
    column = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{model._meta.db_table}"', column.column if column else "id", count],
        )
        return [key for (key,) in cursor.fetchall()]


TREE = {"path", "depth", "numchild", "url_path"}
"""Columns of a page that only moving it changes."""


def insert(model: type[Model], rows: Sequence[Any], *, replace: bool = False, as_is: bool = False) -> None:
    """Insert the columns that `model` itself holds, keys included; `replace` overwrites rows, except their place.

    as_is: do not let fields such as `auto_now_add` choose their own value.

    Django's bulk_create refuses models with a parent table, and this is how its own `save` writes one table of them.
    """
    fields = model._meta.local_concrete_fields
    key = model._meta.pk
    conflict = {}
    if replace:
        others = [field for field in fields if field is not key and field.name not in TREE]
        conflict = {"on_conflict": OnConflict.UPDATE, "update_fields": others, "unique_fields": [key]}
    for chunk in in_chunks(rows):
        query = InsertQuery(model, **conflict)
        query.insert_values(fields, chunk, raw=as_is)
        query.get_compiler(using=DEFAULT_DB_ALIAS).execute_sql()


def in_chunks(rows: Sequence[Any]) -> Iterable[list[Any]]:
    return (list(rows[start : start + CHUNK]) for start in range(0, len(rows), CHUNK))


def update_search(model: type[Model], rows: Sequence[Any]) -> None:
    """Write the entries of both search indexes, the admin's and the site's, as signal handlers do for one row."""
    if kind := find_kind(model):
        index_changed_rows(kind, [row.pk for row in rows])
    index_changed_labels(model, rows)
    if not class_is_indexed(model) or not rows:
        return
    for _, backend in get_search_backends_with_name(with_auto_update=True):
        for chunk in in_chunks(rows):
            backend.add_bulk(model, chunk)


def update_references(rows: Sequence[Any], *, replace: Sequence[Any] = ()) -> None:
    """Write the reference index of `rows`, after dropping what it says of those in `replace`."""
    if not rows or not ReferenceIndex.is_indexed(type(rows[0])):
        return
    base = ReferenceIndex._get_base_content_type(rows[0])
    own = ContentType.objects.get_for_model(rows[0], for_concrete_model=False)
    if replace:
        keys = [str(row.pk) for row in replace]
        ReferenceIndex.objects.filter(base_content_type=base, object_id__in=keys).delete()
    entries = [
        ReferenceIndex(
            content_type=own,
            base_content_type=base,
            object_id=str(row.pk),
            to_content_type_id=to_type,
            to_object_id=to_key,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for row in rows
        for to_type, to_key, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(row)
        )
    ]
    ReferenceIndex.objects.bulk_create(entries, batch_size=CHUNK * 10, ignore_conflicts=True)


def advisory_lock(name: str) -> None:
    """Wait until no other transaction holds this lock, and hold it until the end of this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"importing.{name}"])
