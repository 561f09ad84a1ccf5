"""The query filter that the values of a declared filter mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, ForeignObjectRel, Model, Q
from django.utils import timezone
from django.utils.encoding import uri_to_iri

from cms.base.translated_texts import build_text_expression, find_translated_model
from cms.declarations import ApiCollection, Filter, Gate
from content_api.errors import BadUserInput
from content_api.model.choices import is_plain_choice
from content_api.model.ids import parse_id

MAX_LIST = 100
MAX_TEXT = 200
MOST_OFFSET = datetime.timedelta(hours=14)
"""No place is further from UTC, and PostgreSQL reads no offset of sixteen hours and more."""
ENCODED = 12
"""Characters that percent-encoding makes of one: three for each of at most four bytes."""


def find_filter(collection: ApiCollection, name: str) -> Filter:
    return collection.arguments.get(name) or collection.filters[name]


def check_values(collection: ApiCollection, values: Mapping[str, Any], gate: Gate) -> dict[str, Any]:
    """The values as the query wants them, without those that are null; BadUserInput for one that cannot be."""
    return {
        name: prepare_value(name, find_filter(collection, name), value, gate)
        for name, value in values.items()
        if value is not None
    }


def prepare_value(name: str, declared: Filter, value: Any, gate: Gate) -> Any:
    cleaned = clean(name, declared, value)
    if declared.prepare is None:
        return cleaned
    try:
        return declared.prepare(cleaned, gate)
    except ValidationError as error:
        raise BadUserInput(f"filter.{name}: {' '.join(error.messages)}") from error


def condition(
    collection: ApiCollection, checked: Mapping[str, Any], gate: Gate, language: str | None = None
) -> Q:
    """The filter that checked values mean. language: of texts that are translated."""
    combined = Q()
    for name, value in checked.items():
        combined &= one_condition(
            collection.model, name, find_filter(collection, name), value, gate, language
        )
    return combined


def one_condition(
    model: type[Model], name: str, declared: Filter, value: Any, gate: Gate, language: str | None = None
) -> Q:
    if declared.build is not None:
        return build_rule(name, declared.build, value, gate)
    lookup = "in" if declared.many and declared.lookup == "exact" else declared.lookup
    rule = build_column_rule(declared, lookup, value)
    if language and find_translated_model(model, declared.path):
        rule = build_text_rule(declared.path, lookup, value, language)
    guarded, many = guards(model, declared.path, gate)
    if many:
        return Q(pk__in=model._default_manager.filter(rule & guarded).values("pk"))
    return rule & guarded


def build_column_rule(declared: Filter, lookup: str, value: Any) -> Q:
    """The filter by a column."""
    if lookup in ("exact", "in") and is_plain_choice(declared.type):
        return Q(**{f"{declared.path}__among": value if declared.many else [value]})
    return Q(**{f"{declared.path}__{lookup}": value})


def build_text_rule(path: str, lookup: str, value: Any, language: str) -> Q:
    """The filter by a text in a language."""
    text: Any = build_text_expression(path, language)
    return Q(text.output_field.get_lookup(lookup)(text, value))


def build_rule(name: str, build: Callable[[Any, Gate], Q], value: Any, gate: Gate) -> Q:
    """The filter that a function makes of a value; BadUserInput for a value that it rejects."""
    try:
        return build(value, gate)
    except ValidationError as error:
        raise BadUserInput(" ".join(f"filter.{name}{each}" for each in error.messages)) from error


def guards(model: type[Model], path: str, gate: Gate) -> tuple[Q, bool]:
    """The gate on every relation that the path passes through, and whether one of them is many-valued."""
    rule, many, prefix = Q(), False, ""
    for name in path.split("__"):
        field = find_field(model, name)
        if field is None or not field.is_relation or field.related_model is None:
            break
        prefix += f"{name}__"
        model = field.related_model  # type: ignore[assignment]
        many = many or bool(field.many_to_many or field.one_to_many)
        rule &= gate.visible(model, prefix)
    return rule, many


def find_field(model: type[Model], name: str) -> Field[Any, Any] | ForeignObjectRel | None:
    try:
        return model._meta.get_field(name)  # type: ignore[return-value]
    except FieldDoesNotExist:
        return None


def clean(name: str, declared: Filter, value: Any) -> Any:
    """The value as the query wants it; BadUserInput for a list or text too long, or a foreign id."""
    if declared.many:
        if len(value) > MAX_LIST:
            raise BadUserInput(f"filter.{name}: at most {MAX_LIST} values.")
        return [clean_one(name, declared, item) for item in value]
    return clean_one(name, declared, value)


def clean_one(name: str, declared: Filter, value: Any) -> Any:
    if declared.type == "ID":
        return parse_id(value)[1]
    if isinstance(value, Mapping):
        return build_input(name, declared, value)
    if isinstance(value, datetime.datetime):
        value = value.replace(tzinfo=datetime.UTC) if timezone.is_naive(value) else value
    return clean_scalar(f"filter.{name}", value)


def clean_scalar(name: str, value: Any) -> Any:
    """A text or moment that PostgreSQL can compare with, the value of a member of an enum, or the value itself."""
    if isinstance(value, str):
        return clean_text(name, value)
    if isinstance(value, datetime.datetime):
        return check_offset(name, value)
    return getattr(value, "value", value)


def check_offset(name: str, moment: datetime.datetime) -> datetime.datetime:
    """A moment whose offset PostgreSQL reads; BadUserInput for one that no place has."""
    if abs(moment.utcoffset() or datetime.timedelta()) > MOST_OFFSET:
        raise BadUserInput(
            f"{name}: the offset of {moment.isoformat()} is out of range: give one up to 14:00."
        )
    return moment


def build_input(name: str, declared: Filter, values: Mapping[str, Any]) -> Any:
    """The dataclass of an input object, with tuples in place of lists."""
    kind: Any = declared.type
    given = {key: value for key, value in values.items() if value is not None}
    return kind(**{key: clean_member(f"{name}.{key.rstrip('_')}", value) for key, value in given.items()})


def clean_member(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return clean_scalar(f"filter.{name}", value)
    if len(value) > MAX_LIST:
        raise BadUserInput(f"filter.{name}: at most {MAX_LIST} values.")
    return tuple(clean_member(name, item) for item in value)


def clean_text(name: str, value: str) -> str:
    """Text that PostgreSQL can compare with; BadUserInput for too much of it, NUL and lone surrogates."""
    return check_length(name, check_characters(name, value))


def clean_path(name: str, value: str) -> str:
    """A path in plain characters, also from one that is percent-encoded as browsers and frameworks send it.

    It is decoded once. What would change its meaning, such as %2F or %25, and broken UTF-8 stay encoded: no page has
    them.
    """
    if len(value) > MAX_TEXT * ENCODED:
        raise BadUserInput(f"{name}: at most {MAX_TEXT} characters.")
    return check_length(name, uri_to_iri(check_characters(name, value)))


def check_length(name: str, value: str) -> str:
    if len(value) > MAX_TEXT:
        raise BadUserInput(f"{name}: at most {MAX_TEXT} characters.")
    return value


def check_characters(name: str, value: str) -> str:
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise BadUserInput(f"{name}: contains a character that is not allowed in text.")
    return value
