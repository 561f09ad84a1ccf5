"""The rows that belong to a record, such as the plans of a price list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey

from cms.importing.errors import Missing, Refusal
from cms.importing.exported import is_exported
from cms.importing.fields import Field, a_list, an_object
from cms.importing.records import Row
from cms.importing.relations import Reference, numbered
from cms.importing.validation import validate


@dataclass(frozen=True)
class Children(Field):
    """A list of rows that belong to the record, in order, such as the plans of a price list."""

    model: type[Any] = Model
    fields: Sequence[Field] = ()

    def wants(self, raw: Any, row: Row) -> None:
        for item in a_list(raw):
            for field in self.fields:
                if isinstance(item, dict) and field.key in item:
                    field.wants(item[field.key], row)

    def load(self, raw: Any, row: Row) -> list[Any]:
        return numbered([self.child(item, number, row) for number, item in enumerate(a_list(raw), 1)])

    def child(self, raw: Any, number: int, row: Row) -> Any:
        child = self.model()
        try:
            given = an_object(raw, {field.key for field in self.fields})
            for field in self.fields:
                if field.key in given:
                    load_into(child, field, given[field.key], row)
            validate(child, self.fields)
        except Missing:
            raise
        except Refusal as refusal:
            raise refusal.inside(str(number)) from None
        return child

    def dump(self, obj: Any) -> list[dict[str, Any]]:
        children = [child for child in getattr(obj, self.name).all() if self.is_whole(child)]
        return [{field.key: field.dump(child) for field in self.fields} for child in children]

    def is_whole(self, child: Any) -> bool:
        """Whether everything that the child row names is exported, too."""
        references = [field.name for field in self.fields if isinstance(field, Reference)]
        return all(is_exported(getattr(child, name)) for name in references)

    def same(self, obj: Any, value: Any) -> bool:
        return [own_columns(child) for child in getattr(obj, self.name).all()] == [
            own_columns(child) for child in value
        ]


def load_into(obj: Any, field: Field, raw: Any, row: Row) -> None:
    try:
        field.store(obj, field.load(raw, row))
    except Missing:
        raise
    except Refusal as refusal:
        raise refusal.inside(field.key) from None


def own_columns(child: Any) -> list[Any]:
    """What a child row says, without its key, its parent and its place."""
    return [
        getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not (field.primary_key or isinstance(field, ParentalKey) or field.name == "sort_order")
    ]
