"""The rows that belong to a record, such as the plans of a price list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey

from cms.exchange.errors import Refusal, collect_into, raise_all
from cms.exchange.export_context import is_exported
from cms.exchange.fields.plain import Field, check_list, check_object
from cms.exchange.fields.relations import Reference, number_children
from cms.exchange.fields.validation import find_conflicts, find_errors
from cms.exchange.records import Row


@dataclass(frozen=True)
class Children(Field):
    """A list of rows that belong to the record, in order, such as the plans of a price list."""

    model: type[Any] = Model
    fields: Sequence[Field] = ()

    omits_hidden = True

    def collect_references(self, raw: Any, row: Row) -> None:
        for item in check_list(raw):
            for field in self.fields:
                if isinstance(item, dict) and field.key in item:
                    field.collect_references(item[field.key], row)

    def load(self, raw: Any, row: Row) -> list[Any]:
        children, errors = [], list[Refusal]()
        for number, item in enumerate(check_list(raw), 1):
            with collect_into(errors):
                children.append(self.child(item, number, row))
        raise_all(errors)
        return number_children(children)

    def child(self, raw: Any, number: int, row: Row) -> Any:
        child, errors = self.model(), list[Refusal]()
        with collect_into(errors):
            given = check_object(raw, {field.key for field in self.fields})
            for field in self.fields:
                if field.key in given:
                    with collect_into(errors, field.key):
                        field.store(child, field.load(given[field.key], row))
            failed = {error.field.partition(".")[0] for error in errors}
            errors += find_errors(child, self.fields, failed)
            errors += [] if errors else find_conflicts(child, self.fields)
        for error in errors:
            error.inside(str(number))
        raise_all(errors)
        return child

    def dump(self, obj: Any) -> list[dict[str, Any]]:
        children = [child for child in getattr(obj, self.name).all() if self.is_whole(child)]
        return [{field.key: field.dump(child) for field in self.fields} for child in children]

    def is_whole(self, child: Any) -> bool:
        """Whether everything that the child row names is exported, too."""
        references = [field.name for field in self.fields if isinstance(field, Reference)]
        return all(is_exported(getattr(child, name)) for name in references)

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return [own_columns(child) for child in getattr(obj, self.name).all()] == [
            own_columns(child) for child in value
        ]


def own_columns(child: Any) -> list[Any]:
    """What a child row says, without its key, its parent and its place."""
    return [
        getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if not (field.primary_key or isinstance(field, ParentalKey) or field.name == "sort_order")
    ]
