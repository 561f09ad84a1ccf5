"""What declarations say they read must exist: a wrong name would cost a statement for each row, or fail a field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, Warning, register
from django.db.models import Model

from cms.declarations import BatchField, ComputedField, registry
from content_api.model.field_sources import Column, Computed, FieldSource
from content_api.schema.field_sources.columns import known_sources
from content_api.schema.field_sources.table import declared_columns
from content_api.schema.types.grapple import find_column, model_kinds

__all__ = ["every_column_is_known", "every_model_is_known", "every_value_names_its_columns"]


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


@register(Tags.models)
def every_value_names_its_columns(**options: Any) -> list[Warning]:
    """A warning for each field that is worked out of a row and does not say of which columns: all of them are loaded
    for it, and what is selected beside it is not read as rows alone."""
    return [
        Warning(
            f"{kind}.{name} does not say which columns of {source.model._meta.label} it is made of.",
            hint=f"Name them, or () for none, {where}: then lists with this field are read as rows (T1).",
            obj=source.model,
            id="content_api.W002",
        )
        for (kind, name), source in known_sources().items()
        if (where := find_missing_columns(source))
    ]


def find_missing_columns(source: FieldSource) -> str:
    """Where a source is to name its columns; empty where it does, or has no need to."""
    match source:
        case Computed(declared=declared) if declared.columns is None:
            return f"as `columns` of the ComputedField {declared.name!r}"
        case Column(attribute=attribute, read=None):
            return f"as `graphql_columns[{attribute!r}]` of the model"
    return ""


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
