"""The rows that refer to a record: derived from Django's models, those of plugins among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model, QuerySet, UniqueConstraint

from cms.merging.kinds import RelationRule, find_rule

__all__ = ["Relation", "UniqueRule", "find_relations", "find_unique_rules", "list_chain"]


@dataclass(frozen=True, slots=True)
class Relation:
    """A column whose value is the key of a record. kinds: content types, where a second column names the model."""

    model: type[Model]
    column: str
    name: str
    type_column: str = ""
    kinds: tuple[int, ...] = ()

    @property
    def rule(self) -> RelationRule:
        return find_rule(self.model, self.name)

    def select(self, keys: Any) -> QuerySet[Any]:
        """The rows that refer to these keys."""
        rows = self.model._base_manager.filter(**{f"{self.column}__in": list(keys)})
        return rows.filter(**{f"{self.type_column}__in": self.kinds}) if self.kinds else rows


def list_chain(model: type[Model]) -> list[type[Model]]:
    """A model and those that its rows are rows of as well, such as a page type and Page."""
    return [model, *model._meta.get_parent_list()]


def find_relations(model: type[Model]) -> dict[type[Model], list[Relation]]:
    """What refers to rows of a model, by the model that does; tables that do not exist, of a plugin whose migrations
    were not run, are left out."""
    found: dict[type[Model], list[Relation]] = {}
    tables = set(connection.introspection.table_names())
    for relation in (*iterate_keys(model), *iterate_generic_keys(model)):
        if relation.model._meta.db_table in tables:
            found.setdefault(relation.model, []).append(relation)
    return found


def iterate_keys(model: type[Model]) -> Iterator[Relation]:
    for each in model._meta.get_fields(include_hidden=True):
        is_reverse = each.auto_created and not each.concrete and (each.one_to_many or each.one_to_one)
        if not is_reverse or each.field.remote_field.parent_link:
            continue
        if each.field.target_field.primary_key:
            yield Relation(each.field.model, each.field.attname, each.field.name)


def iterate_generic_keys(model: type[Model]) -> Iterator[Relation]:
    # one by one: `get_for_models` fails where another request creates a missing type at the same moment
    types = [ContentType.objects.get_for_model(each, for_concrete_model=False) for each in list_chain(model)]
    kinds = tuple(sorted(found.pk for found in types))
    for each in apps.get_models(include_auto_created=True):
        for field in each._meta.private_fields:
            if isinstance(field, GenericForeignKey) and not each._meta.proxy:
                yield Relation(each, field.fk_field, field.fk_field, field.ct_field, kinds)


@dataclass(frozen=True, slots=True)
class UniqueRule:
    """Columns of which one row may have the same values. condition: for which rows, all when None."""

    columns: tuple[str, ...]
    condition: Any = None
    nulls_distinct: bool = True


def find_unique_rules(model: type[Model]) -> list[UniqueRule]:
    """The unique columns and constraints of a model; those over expressions are left to the database."""
    options = model._meta
    single = [UniqueRule((each.attname,)) for each in options.local_concrete_fields if each.unique]
    together = [UniqueRule(list_columns(model, names)) for names in options.unique_together]
    constraints = [
        UniqueRule(list_columns(model, each.fields), each.condition, each.nulls_distinct is not False)
        for each in options.constraints
        if isinstance(each, UniqueConstraint) and each.fields
    ]
    return [*single, *together, *constraints]


def list_columns(model: type[Model], names: Any) -> tuple[str, ...]:
    return tuple(model._meta.get_field(name).attname for name in names)
