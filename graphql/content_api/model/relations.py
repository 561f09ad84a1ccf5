"""Loaders of relations: gated, and run once for all rows that came together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import singledispatch
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.models import Page

from content_api.access.gate import Gate
from content_api.access.reader import Reader, load_only
from content_api.model.batching import link_batch, load, load_many
from content_api.model.field_sources import (
    ForeignKeySource,
    ManyToMany,
    Related,
    RelationSource,
    ReverseKey,
    ThroughRows,
)
from content_api.model.languages import carry_language, carry_languages
from content_api.model.sql_templates.store import read_rows

Rows = list[Any]

__all__ = ["fetch", "follow", "follow_many", "group_pairs", "load_related", "load_specific_pages"]


def follow(source: RelationSource, row: Any, reader: Reader) -> Any:
    """What a relation of a row leads to: the visible rows, or for a single one the row or None."""
    if isinstance(source, ThroughRows):
        children = follow(source.rows, row, reader)
        return [target for child in children if (target := follow(source.far, child, reader)) is not None]
    default: Any = None if source.single else []
    found = load(row, source, lambda rows: load_related(source, rows, reader), default)
    return carry_language(row, found, reader.gate)


def follow_many(source: RelationSource, rows: Rows, reader: Reader) -> Rows:
    """What `follow` gives for each of several rows."""
    if isinstance(source, ThroughRows):
        return follow_through(source, rows, reader)
    default: Any = None if source.single else []
    found = load_many(rows, source, lambda batch: load_related(source, batch, reader), default)
    return carry_languages(rows, found, reader.gate)


def follow_through(source: ThroughRows, rows: Rows, reader: Reader) -> Rows:
    children = follow_many(source.rows, rows, reader)
    targets = iter(follow_many(source.far, [child for each in children for child in each], reader))
    return [[target for target in islice(targets, len(each)) if target is not None] for each in children]


@singledispatch
def load_related(source: RelationSource, rows: Rows, reader: Reader) -> Mapping[Any, Any]:
    """What a relation leads to, by the primary keys of the rows that it is followed from."""
    raise NotImplementedError(source)


@load_related.register
def load_target(source: ForeignKeySource, rows: Rows, reader: Reader) -> Mapping[Any, Any]:
    keys = {row.pk: getattr(row, source.field.attname) for row in rows}
    found = fetch(source.target, {key for key in keys.values() if key is not None}, reader)
    return {pk: found[key] for pk, key in keys.items() if key in found}


@load_related.register
def load_children(source: ReverseKey, rows: Rows, reader: Reader) -> Mapping[Any, Any]:
    model, field = source.target, source.relation.field
    columns = reader.list_columns(model, field.name)

    def build(gate: Gate, keys: Rows) -> QuerySet[Any]:
        found = model._default_manager.filter(gate.visible(model), **{f"{field.name}__in": keys})
        return load_only(found, columns).order_by(*(model._meta.ordering or ()), "pk")

    keys = [row.pk for row in rows]
    children = link_batch(read_rows(("children", model, field.name, columns), build, reader.gate, keys=keys))
    if source.single:
        return {getattr(child, field.attname): child for child in children}
    return group_pairs((getattr(child, field.attname), child) for child in children)


@load_related.register
def load_linked(source: ManyToMany, rows: Rows, reader: Reader) -> Mapping[Any, Any]:
    through, near, far = source.through, source.near, source.far

    def build(gate: Gate, keys: Rows) -> QuerySet[Any]:
        links = through._default_manager.filter(**{f"{near}__in": keys}).order_by("pk")
        return links.values_list(f"{near}_id", f"{far}_id")

    keys = [row.pk for row in rows]
    pairs = read_rows(("links", through, near, far), build, reader.gate, keys=keys)
    found = fetch(source.target, {key for _, key in pairs}, reader)
    return group_pairs((owner, found[key]) for owner, key in pairs if key in found)


@load_related.register
def load_found(source: Related, rows: Rows, reader: Reader) -> Mapping[Any, Any]:
    keys = source.declared.find(rows)
    found = fetch(source.target, {key for each in keys.values() for key in each}, reader)
    targets = {pk: [found[key] for key in each if key in found] for pk, each in keys.items()}
    return {pk: each[0] for pk, each in targets.items() if each} if source.single else targets


def fetch(model: Any, keys: set[Any], reader: Reader) -> dict[Any, Any]:
    """The visible rows with these keys; pages as their own kind, one statement for each kind."""
    if not keys:
        return {}
    columns = ("content_type",) if model is Page else reader.list_columns(model)

    def build(gate: Gate, keys: Rows) -> QuerySet[Any]:
        return load_only(model._default_manager.filter(gate.visible(model), pk__in=keys), columns)

    rows = read_rows(("keys", model, columns), build, reader.gate, keys=list(keys))
    return {row.pk: row for row in (load_specific_pages(rows, reader) if model is Page else link_batch(rows))}


def load_specific_pages(pages: Any, reader: Reader) -> list[Any]:
    """The pages as their own kinds, in the order given; a page hidden by its kind's own rule is left out."""
    listed = list(pages)
    kinds: dict[type[Model], list[Any]] = defaultdict(list)
    for page in listed:
        kinds[page.cached_content_type.model_class() or Page].append(page.pk)
    found: dict[Any, Any] = {}
    for model, keys in kinds.items():
        found |= fetch(model, set(keys), reader) if model is not Page else {}
    return [found[page.pk] for page in listed if page.pk in found]


def group_pairs(pairs: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for owner, row in pairs:
        groups[owner].append(row)
    return groups
