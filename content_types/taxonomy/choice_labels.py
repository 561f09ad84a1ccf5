"""The choices of an attribute in further languages: a label for each, next to the value that is stored and filtered by.

Labels hang on values and not on places in the list, so that a list in another order keeps its translations.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from cms.base.public_text import normalise_text
from cms.base.translated_texts import (
    TranslatedTexts,
    get_further_languages,
    name_translation,
)

__all__ = ["MAX_LABEL", "TranslatedChoices", "list_label_names"]

MAX_LABEL = 80


def list_label_names() -> dict[str, str]:
    """The names under which forms, files and Python know the labels of each language: `choices_de` of "de"."""
    return {code: name_translation("choices", code) for code in get_further_languages()}


class TranslatedChoices(TranslatedTexts):
    """For models with a list `choices`. The labels of a language are also an attribute, such as `choices_de`: a mapping
    of values to labels, in which a value without a label is missing."""

    choices: Any
    choice_labels = models.JSONField(
        gettext_lazy("labels of choices"), default=dict, blank=True, editable=False
    )

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for language, name in list_label_names().items():
            setattr(cls, name, build_property(language))

    def get_label(self, value: str, language: str | None) -> str:
        """What people read for a value; the value itself where it is not translated."""
        return str(self.choice_labels.get(language, {}).get(value) or value)

    def check_translations(self, exclude: Collection[str] = ()) -> dict[str, list[ValidationError]]:
        errors = super().check_translations(exclude)
        if not isinstance(self.choice_labels, dict):
            return errors | {
                "choice_labels": [ValidationError(_("Labels are texts by language and choice."))]
            }
        kept = {}
        for language, labels in self.choice_labels.items():
            name = name_translation("choices", language)
            if language not in get_further_languages():
                text = _("“%(language)s” is not a language to translate to.") % {"language": language}
                errors.setdefault("choice_labels", []).append(ValidationError(text))
                continue
            try:
                kept[language] = clean_labels(labels, self.choices)
            except ValidationError as error:
                errors[name] = list(error.error_list)
        if not errors.keys() & {"choice_labels", *list_label_names().values()}:
            self.choice_labels = {language: labels for language, labels in kept.items() if labels}
        return errors


def build_property(language: str) -> property:
    """An attribute that reads and writes the labels of one language."""

    def read(record: TranslatedChoices) -> dict[str, str]:
        return dict(record.choice_labels.get(language, {}))

    def write(record: TranslatedChoices, labels: Mapping[str, str]) -> None:
        others = {code: each for code, each in record.choice_labels.items() if code != language}
        record.choice_labels = others | ({language: dict(labels)} if labels else {})

    return property(read, write, doc=f"Labels in {language}.")


def clean_labels(labels: Any, choices: Collection[str]) -> dict[str, str]:
    """The labels in their normal form, in the order of the choices; ValidationError for those that belong to none."""
    if not isinstance(labels, dict) or not all(isinstance(label, str) for label in labels.values()):
        raise ValidationError(_("Give a text for each choice."))
    given = {value: normalise_text(label).strip() for value, label in labels.items()}
    errors = [find_problem(value, label, choices) for value, label in given.items()]
    if found := [error for error in errors if error]:
        raise ValidationError(found)
    return {value: given[value] for value in choices if given.get(value)}


def find_problem(value: str, label: str, choices: Collection[str]) -> ValidationError | None:
    if value not in choices:
        known = ", ".join(choices) or "–"
        text = _("“%(value)s” is not one of the choices: %(choices)s.")
        return ValidationError(text % {"value": value, "choices": known})
    if len(label) > MAX_LABEL:
        text = _("The label of “%(value)s” has %(length)s characters where at most %(most)s are allowed.")
        return ValidationError(text % {"value": value, "length": len(label), "most": MAX_LABEL})
    return None
