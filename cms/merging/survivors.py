"""Which record stayed, for a name that a merged record had."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model

from cms.merging.models import Merge

__all__ = ["find_survivors"]

MERGED = """
    SELECT lower(gone.row->>%(column)s), gone.row->>'locale_id', gone.row->>%(key)s
    FROM merging_merge m
    CROSS JOIN LATERAL jsonb_array_elements(coalesce(m.record->'deleted'->%(label)s, '[]')) AS gone(row)
    WHERE m.content_type_id = %(kind)s AND m.undone_at IS NULL
        AND lower(gone.row->>%(column)s) = ANY(%(values)s) AND jsonb_exists(m.merged, gone.row->>%(key)s)
    ORDER BY m.done_at, m.id
"""


def find_survivors(model: type[Model], column: str, values: Collection[str]) -> dict[tuple[str, Any], Any]:
    """The keys of the records that stayed, by the value in lower case and the language of the merged ones.

    Of several that had a value the one merged last counts; what was merged on is followed to the end. A merge that was
    undone does not count.
    """
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    owner: Any = model._meta.get_field(column).model
    given = {
        "column": column, "label": owner._meta.label, "key": owner._meta.pk.attname, "kind": kind.pk,
        "values": [value.lower() for value in values],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(MERGED, given)
        merged = cursor.fetchall()
    kept = load_steps(kind) if merged else {}
    return {(value, int(locale) if locale else None): follow(int(key), kept) for value, locale, key in merged}


def load_steps(kind: ContentType) -> dict[int, int]:
    """The key of the record that each merged one of this kind went to."""
    rows = Merge.objects.filter(content_type=kind, undone_at=None).order_by("done_at", "pk")
    return {int(key): kept for kept, merged in rows.values_list("kept", "merged") for key in merged}


def follow(key: int, kept: dict[int, int]) -> int:
    """The end of a chain of merges."""
    seen = set()
    while key in kept and key not in seen:
        seen.add(key)
        key = kept[key]
    return key
