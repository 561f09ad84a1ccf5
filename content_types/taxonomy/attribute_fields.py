"""The fields of attribute definitions in an import and export."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.translated_texts import find_text_field
from cms.exchange.errors import Refusal
from cms.exchange.fields.children import Children, own_columns
from cms.exchange.fields.plain import Choice, Field
from cms.exchange.fields.text import json_type, name_text
from cms.exchange.records import Row
from content_types.taxonomy.models import AttributeDefinition

__all__ = ["AttributeChoice", "Attributes", "ChoiceLabels"]


class Attributes(Children):
    """The attribute definitions of a category. Those that stay keep their rows, because values point to them, and the
    translations that the record says nothing about."""

    def child(self, raw: Any, number: int, row: Row) -> Any:
        child = super().child(raw, number, row)
        child.given_keys = frozenset(raw)
        return child

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        self.keep_translations(obj, value)
        return [own_columns(item) for item in obj.attribute_definitions.all()] == [
            own_columns(item) for item in value
        ]

    def store(self, obj: Any, value: Any) -> None:
        self.keep_translations(obj, value)
        known = {item.key: item.pk for item in obj.attribute_definitions.all()}
        for item in value:
            item.pk = known.get(item.key)
        obj.attribute_definitions = value

    def keep_translations(self, obj: Any, value: Any) -> None:
        """Give the new rows the translations of the old ones under keys that the record does not have."""
        known = {item.key: item for item in obj.attribute_definitions.all()}
        for item in value:
            for field in self.fields:
                if item.key in known and is_translation(field) and field.key not in item.given_keys:
                    field.store(item, read_translation(known[item.key], field, item.choices))


def read_translation(known: AttributeDefinition, field: Field, choices: Collection[str]) -> Any:
    """A text, or the labels of those choices."""
    found = getattr(known, field.name)
    return found if isinstance(found, str) else {each: found[each] for each in choices if each in found}


def is_translation(field: Field) -> bool:
    return isinstance(field, ChoiceLabels) or find_text_field(AttributeDefinition, field.name) != field.name


class ChoiceLabels(Field):
    """The labels of choices in a language: `{"Cloud": "Wolke"}`."""

    def load(self, raw: Any, row: Row) -> dict[str, str]:
        if not isinstance(raw, dict):
            raise Refusal(_("must be an object, not %(given)s"), given=json_type(raw))
        return {choice: name_text(label) for choice, label in raw.items()}


class AttributeChoice(Choice):
    """The type of an attribute, in lower case as editors write it or in upper case as the API does."""

    def load(self, raw: Any, row: Row) -> str:
        return self.member(raw.upper() if isinstance(raw, str) else raw)

    def label(self, value: str) -> str:
        return value
