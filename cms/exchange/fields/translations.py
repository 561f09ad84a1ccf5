"""Texts in further languages as fields of a record: `name_de` next to `name`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cms.base.translated_texts import TranslatedTexts, get_further_languages, name_translation
from cms.exchange.fields.plain import Field

__all__ = ["add_translations"]


def add_translations(model: type[TranslatedTexts], fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields with one more for each further language behind each text that can be translated. It reads and checks
    as the text itself, and the empty text stands for no translation."""
    found: list[Field] = []
    for field in fields:
        found.append(field)
        if field.name in model.translated_fields:
            found += [
                replace(field, key=name_translation(field.key, code)) for code in get_further_languages()
            ]
    return tuple(found)
