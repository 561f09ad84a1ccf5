"""Fields without fields of their own that are made of columns, by the kind of their source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Model
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute
from graphql import GraphQLEnumType, get_named_type
from graphql_relay import to_global_id

from content_api.access.sites import SiteMap
from content_api.engine.rows.levels import Field, Reading, Table
from content_api.engine.rows.opaque import NeedsInstances
from content_api.execution.columns import get_column_completer
from content_api.execution.field_plans import FieldPlan
from content_api.model.field_sources import Column, FieldSource, Identity, TranslatedColumn, TreeField
from content_api.model.sql_templates.instances import get_descriptor

__all__ = ["build_leaf", "build_type_name"]

SCALARS = {"Boolean", "Date", "DateTime", "Decimal", "Float", "ID", "Int", "JSON", "String", "Time", "UUID"}
"""Scalars that are serialised by their value alone."""
STORED = (DeferredAttribute, ForeignKeyDeferredAttribute)
"""Descriptors that give the value of the database as it was converted."""
PUBLISHED = {"published_at": "first_published_at", "updated_at": "last_published_at"}
Read = Callable[[Table, Reading], Sequence[Any]]
NO_EXECUTOR: Any = None
"""Completing values of leaves needs none."""


def build_leaf(plan: FieldPlan, source: FieldSource) -> Field:
    """The field of a plan; NeedsInstances when more than columns is needed."""
    kind = get_named_type(plan.type)
    if not isinstance(kind, GraphQLEnumType) and kind.name not in SCALARS:
        raise NeedsInstances(f"values of {kind.name} may be made of further rows")
    if plan.definition.args:
        raise NeedsInstances("it has arguments")
    columns, read = find_read(source)
    complete = get_column_completer(plan.type)

    def fill(table: Table, reading: Reading) -> Sequence[Any]:
        return complete(NO_EXECUTOR, plan, read(table, reading))

    return Field(plan.name, columns, fill, isinstance(source, TranslatedColumn))


def build_type_name(name: str, kind: str) -> Field:
    """`__typename` of an object type."""
    return Field(name, (), lambda table, reading: [kind] * table.size)


def find_read(source: FieldSource) -> tuple[tuple[str, ...], Read]:
    """The columns of a source, and how its values are read of them."""
    match source:
        case Identity(model):
            return ("pk",), partial(read_ids, model.__name__)
        case Column(model, attribute, enum=enum, is_stored=True):
            check_stored(model, attribute)
            return (attribute,), partial(read_choices if enum else read_column, attribute)
        case TranslatedColumn(model, attribute):
            check_stored(model, attribute)
            return (attribute, "translations"), partial(read_texts, attribute)
        case TreeField(model, name):
            return find_tree_read(model, name)
        case Column(attribute=attribute):
            raise NeedsInstances(f"the property {attribute} works it out")
    raise NeedsInstances(f"its source is {type(source).__name__}, which is no column")


def check_stored(model: type[Model], attribute: str) -> None:
    if type(get_descriptor(model, attribute)) not in STORED:
        raise NeedsInstances("its column is no plain value")


def read_column(name: str, table: Table, reading: Reading) -> Sequence[Any]:
    return table.get(name)


def read_choices(name: str, table: Table, reading: Reading) -> Sequence[Any]:
    """Choices, of which an empty one is null."""
    return [value or None for value in table.get(name)]


def read_ids(kind: str, table: Table, reading: Reading) -> Sequence[Any]:
    return [to_global_id(kind, str(key)) for key in table.get("pk")]


def read_texts(name: str, table: Table, reading: Reading) -> Sequence[Any]:
    """Texts in the language of the rows, see `cms.base.translated_texts.read_text`."""
    language, own = table.language, table.get(name)
    if language is None:
        return [str(text) for text in own]
    translations = table.get("translations")
    return [each.get(language, {}).get(name) or text for each, text in zip(translations, own, strict=True)]


def find_tree_read(model: type[Model], name: str) -> tuple[tuple[str, ...], Read]:
    """The fields of the page interface that a page's own columns tell."""
    if name in ("path", "url"):
        return ("path", "url_path"), read_paths if name == "path" else read_addresses
    if name == "locale":
        return ("locale_id",), read_locales
    if name == "page_type":
        return (), lambda table, reading: [model.__name__] * table.size
    if name in PUBLISHED:
        return (PUBLISHED[name],), partial(read_column, PUBLISHED[name])
    raise NeedsInstances("it leads through the tree of pages")


def read_paths(table: Table, reading: Reading) -> Sequence[Any]:
    site: SiteMap = reading.gate.site
    return [
        site.find_path(path, url) for path, url in zip(table.get("path"), table.get("url_path"), strict=True)
    ]


def read_addresses(table: Table, reading: Reading) -> Sequence[Any]:
    return [urljoin(settings.FRONTEND_URL, path) if path else None for path in read_paths(table, reading)]


def read_locales(table: Table, reading: Reading) -> Sequence[Any]:
    codes = reading.reader.structure.locales
    return [codes[key] for key in table.get("locale_id")]
