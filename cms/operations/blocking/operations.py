"""What is wrong with one operation of a migration, while the version before still runs and people write.

A table is locked while it is changed, so a change has to be done in a moment; and the version before must be able to
work with what the migration leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db.migrations import operations as known
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, CheckConstraint, GeneratedField, ManyToManyField

__all__ = ["find_faults"]

READS = "reads the whole table while it is locked"
REWRITES = "writes every row of the table while it is locked"
INDEXES = "makes an index while writes wait"
CONCURRENTLY = "Make the index with AddIndexConcurrently, in a migration of its own with `atomic = False`."
EXPAND = (
    "Expand and contract: add the new one beside it, write both, and remove the old one in a later version with"
    " `unused_since` in the Migration."
)
CONTRACT = "When no supported version uses it any more, say so in the Migration: `unused_since = '1.4'`."
SQL = (
    (r"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", INDEXES, CONCURRENTLY),
    (r"\bSET\s+NOT\s+NULL\b", READS, "Add a CHECK … NOT VALID, and validate it."),
    (r"\bALTER\s+COLUMN\s+\S+\s+(?:SET\s+DATA\s+)?TYPE\b", REWRITES, EXPAND),
    (r"\b(?:DROP\s+COLUMN|RENAME\s+(?:COLUMN|TO))\b", "takes away what the version before uses", EXPAND),
)  # fmt: skip
Fault = tuple[str, str]
"""What the operation does, and what to do instead."""


def find_faults(operation: Any, app: str, state: ProjectState, unused_since: str) -> Iterator[Fault]:
    """The faults of an operation on tables that exist. state: what models are before it."""
    match operation:
        case known.AddField():
            yield from find_in_new_column(operation.field)
        case known.AlterField():
            before = state.models[app, operation.model_name_lower].fields.get(operation.name)
            yield from find_in_changed_column(before, operation.field)
        case known.RenameField() | known.RenameModel() | known.AlterModelTable():
            yield "renames what the version before uses", EXPAND
        case known.RemoveField() | known.DeleteModel() if not unused_since:
            yield "takes away what the version before may use", CONTRACT
        case AddIndexConcurrently() | AddConstraintNotValid():
            return
        case known.AddIndex():
            yield INDEXES, CONCURRENTLY
        case known.AddConstraint():
            yield from find_in_constraint(operation.constraint)
        case known.AlterUniqueTogether() | known.AlterIndexTogether():
            yield INDEXES, CONCURRENTLY
        case known.RunSQL():
            yield from find_in_sql(operation.sql)


def find_in_new_column(field: Any) -> Iterator[Fault]:
    if isinstance(field, ManyToManyField):
        return
    if isinstance(field, GeneratedField):
        yield REWRITES, EXPAND
    elif not field.null and field.db_default is NOT_PROVIDED:
        yield (
            "adds a column that the version before does not fill: PostgreSQL does not keep Django's `default`",
            "Give the field a `db_default`, or `null=True`.",
        )
    if field.unique or field.db_index:
        yield INDEXES, f"Leave `db_index` and `unique` out. {CONCURRENTLY}"


def find_in_changed_column(before: Any, after: Any) -> Iterator[Fault]:
    if before is None or isinstance(after, ManyToManyField):
        return
    if before.null and not after.null:
        yield (
            READS,
            "Add a CHECK … IS NOT NULL with AddConstraintNotValid first.",
        )
    if before.get_internal_type() != after.get_internal_type() or shrinks(before, after):
        yield REWRITES, EXPAND
    if (after.unique or after.db_index) and not (before.unique or before.db_index):
        yield INDEXES, CONCURRENTLY


def shrinks(before: Any, after: Any) -> bool:
    """Whether a text gets a lower limit, or a number other digits."""
    if getattr(before, "decimal_places", None) != getattr(after, "decimal_places", None):
        return True
    old, new = (getattr(each, "max_length", None) for each in (before, after))
    return new is not None and (old is None or new < old)


def find_in_constraint(constraint: Any) -> Iterator[Fault]:
    if isinstance(constraint, CheckConstraint):
        remedy = "Add it with AddConstraintNotValid, and in the next migration ValidateConstraint."
        yield READS, remedy
    else:
        remedy = "Make a unique index concurrently (RunSQL), and the constraint in SeparateDatabaseAndState."
        yield INDEXES, remedy


def find_in_sql(sql: Any) -> Iterator[Fault]:
    for statement in [sql] if isinstance(sql, str) else sql:
        text = statement if isinstance(statement, str) else statement[0]
        for pattern, what, remedy in SQL:
            if re.search(pattern, text, re.I):
                yield what, remedy
