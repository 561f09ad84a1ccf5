"""Rows that are sent by key: those that exist and that the owner may choose in the admin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import IntegerField, Model
from wagtail.utils.forms import CodedMessage, FieldPath

from cms.editorial.streams import Reference
from cms.visibility.current import current_gate

__all__ = ["find_bad_references"]

NO_ROW = (
    "There is no {name} with this id that you may choose: use one that you see in the admin, or leave it out."
)


def find_bad_references(references: Iterable[Reference]) -> Iterator[tuple[FieldPath, list[CodedMessage]]]:
    """Those that name no row, or one that the owner may not choose: the two look alike. What the page has already
    stays. Two statements for each model at most."""
    by_model: dict[type[Model], list[Reference]] = defaultdict(list)
    for each in references:
        by_model[each.model].append(each)
    for model, named in by_model.items():
        keys = {each: read_key(model, each.key) for each in named}
        bad = find_bad_keys(model, {key for key in keys.values() if key is not None})
        text = NO_ROW.format(name=model._meta.verbose_name)
        yield from (
            (each.place, [(text, "invalid_choice")])
            for each, key in keys.items()
            if key is None or key in bad
        )


def read_key(model: type[Model], raw: Any) -> Any:
    """The key as the database holds it; None for what cannot be one."""
    field = model._meta.pk
    whole = field.target_field if field.remote_field else field  # a page's key is that of its base
    if isinstance(whole, IntegerField):
        least, most = connection.ops.integer_field_range(whole.get_internal_type())
        return raw if type(raw) is int and max(least or 1, 1) <= raw <= (most or raw) else None
    try:
        return whole.to_python(raw)
    except ValidationError:
        return None


def find_bad_keys(model: type[Model], keys: Collection[Any]) -> set[Any]:
    gate = current_gate()
    found = model._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
    return (set(keys) - set(found)) | (gate.rejected_keys(model, keys) if gate else set())
