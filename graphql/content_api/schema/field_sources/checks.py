"""What declarations say they read must exist: a wrong name would cost a statement for each row, or fail a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db.models import Model

from cms.declarations import BatchField, ComputedField, registry
from content_api.schema.field_sources.table import declared_columns
from content_api.schema.types.grapple import find_column, model_kinds

__all__ = ["every_column_is_known", "every_model_is_known"]


@register(Tags.models)
def every_column_is_known(**options: Any) -> list[Error]:
    """An error for each column that a computed field or a property is said to read, and that its model has not."""
    return [
        Error(
            f"{what} reads the column {column!r}, which {model._meta.label} does not have.",
            hint=f"Name columns of {model._meta.label}, () for none, or leave `columns` out to load all of them.",
            obj=model,
            id="content_api.E004",
        )
        for what, model, columns in claims()
        for column in unknown_columns(model, columns)
    ]


@register(Tags.models)
def every_model_is_known(**options: Any) -> list[Error]:
    """An error for each model that a batch field is said to read, and that is not installed."""
    return [
        Error(
            f"BatchField {item.name!r} of {item.model._meta.label} reads {label!r}, which is no installed model.",
            hint='Name model classes, or labels such as "reviews.Review".',
            obj=item.model,
            id="content_api.E005",
        )
        for item in registry.fields.values()
        if isinstance(item, BatchField)
        for label in item.reads
        if isinstance(label, str) and not is_model(label)
    ]


def claims() -> Iterator[tuple[str, type[Model], Iterable[str]]]:
    """Who reads columns of which model."""
    for item in registry.fields.values():
        if isinstance(item, ComputedField):
            yield f"ComputedField {item.name!r} of {item.model._meta.label}", item.model, item.columns or ()
    for model in model_kinds():
        for attribute, columns in declared_columns(model).items():
            yield f"graphql_columns[{attribute!r}] of {model._meta.label}", model, columns


def unknown_columns(model: type[Model], columns: Iterable[str]) -> list[str]:
    fields = {column: find_column(model, column) for column in columns}
    return [column for column, field in fields.items() if field not in model._meta.concrete_fields]


def is_model(label: str) -> bool:
    try:
        apps.get_model(label)
    except (LookupError, ValueError):
        return False
    return True
