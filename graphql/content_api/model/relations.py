"""Resolvers of relations: gated, and loaded once for all rows that came together.

Content types declare relations with Grapple's own words; what a declaration's `source` names in the model decides
which of these loaders serves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, ForeignObjectRel, ManyToManyField, Model
from modelcluster.contrib.taggit import ClusterTaggableManager
from taggit.managers import TaggableManager
from wagtail.models import Page

from cms.declarations import Gate
from content_api.access.context import gate_of
from content_api.model.batching import load, together

Rows = list[Any]
Loader = Callable[[Rows, Gate], Mapping[Any, Any]]


def relation_resolver(model: type[Model], source: str) -> Callable[..., Any] | None:
    """The resolver for the relation `source` of `model`; None when it is not a relation.

    A dotted source ("alternative_links.alternative") goes through child rows to what they point to.
    """
    first, _, second = source.partition(".")
    field = field_of(model, first)
    loader = loader_for(field) if field is not None else None
    if loader is None or field is None:
        return None
    many = not single(field)
    through = relation_resolver(field.related_model, second) if second else None

    def resolve(row: Any, info: Any, **arguments: Any) -> Any:
        gate = gate_of(info)
        found = load(row, ("relation", first), lambda rows: loader(rows, gate), [] if many else None)
        if through is None:
            return found
        return [target for child in found if (target := through(child, info)) is not None]

    return resolve


def field_of(model: type[Model], name: str) -> Any:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, TaggableManager | ForeignObjectRel) or field.is_relation else None


def single(field: Any) -> bool:
    return bool(field.many_to_one or field.one_to_one)


def loader_for(field: Any) -> Loader | None:
    """The loader that fits the kind of relation."""
    if isinstance(field, ClusterTaggableManager | TaggableManager):
        return tags_loader(field)
    if isinstance(field, ManyToManyField) and field.remote_field.through:
        return many_loader(field.remote_field.through, field.m2m_field_name(), field.m2m_reverse_field_name())
    if isinstance(field, ForeignKey):
        return target_loader(field)
    if isinstance(field, ForeignObjectRel) and (field.one_to_many or field.one_to_one):
        return children_loader(field)
    return None


def target_loader(field: ForeignKey[Any, Any]) -> Loader:
    """What a foreign key points to: a page comes as its own kind."""
    model = field.related_model

    def loader(rows: Rows, gate: Gate) -> Mapping[Any, Any]:
        keys = {row.pk: getattr(row, field.attname) for row in rows}
        found = fetch(model, {key for key in keys.values() if key is not None}, gate)
        return {pk: found[key] for pk, key in keys.items() if key in found}

    return loader


def children_loader(relation: ForeignObjectRel) -> Loader:
    """Rows whose foreign key points here, in their own order."""
    model, field = relation.related_model, relation.field

    def loader(rows: Rows, gate: Gate) -> Mapping[Any, Any]:
        wanted = {f"{field.name}__in": [row.pk for row in rows]}
        ordering = [*(model._meta.ordering or ()), "pk"]
        found = together(model._default_manager.filter(gate.visible(model), **wanted).order_by(*ordering))
        if relation.one_to_one:
            return {getattr(child, field.attname): child for child in found}
        return grouped((getattr(child, field.attname), child) for child in found)

    return loader


def many_loader(through: type[Model], source: str, target: str) -> Loader:
    """The far side of a many-to-many relation, in the order in which the links were made."""
    model = through._meta.get_field(target).related_model

    def loader(rows: Rows, gate: Gate) -> Mapping[Any, Any]:
        links = through._default_manager.filter(**{f"{source}__in": [row.pk for row in rows]}).order_by("pk")
        pairs = list(links.values_list(f"{source}_id", f"{target}_id"))
        found = fetch(model, {key for _, key in pairs}, gate)
        return grouped((owner, found[key]) for owner, key in pairs if key in found)

    return loader


def tags_loader(field: Any) -> Loader:
    return many_loader(field.through, "content_object", "tag")


def fetch(model: Any, keys: set[Any], gate: Gate) -> dict[Any, Any]:
    """The visible rows with these keys; pages as their own kind, one statement for each kind."""
    if not keys:
        return {}
    rows = model._default_manager.filter(gate.visible(model), pk__in=keys)
    found = together(rows) if model is not Page else specific(rows, gate)
    return {row.pk: row for row in found}


def specific(pages: Any, gate: Gate) -> list[Any]:
    """The pages as their own kinds, in the order given; a page hidden by its kind's own rule is left out."""
    listed = list(pages)
    kinds: dict[type[Model], list[Any]] = defaultdict(list)
    for page in listed:
        kinds[page.cached_content_type.model_class() or Page].append(page.pk)
    found: dict[Any, Any] = {}
    for model, keys in kinds.items():
        found |= fetch(model, set(keys), gate) if model is not Page else {}
    return [found[page.pk] for page in listed if page.pk in found]


def grouped(pairs: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for owner, row in pairs:
        groups[owner].append(row)
    return groups


__all__ = ["fetch", "relation_resolver", "specific"]
