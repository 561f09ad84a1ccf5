"""Texts of shared records in further languages, kept next to those in the default language.

Categories, tags and vendors are one set for all languages, with one slug. What people read of them can be translated:
`translations` holds texts by language and field, and a text that is missing there is shown in the default language.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from cms.base.public_text import normalise_value

__all__ = [
    "TranslatedTexts",
    "build_text_expression",
    "build_text_indexes",
    "fill_translations",
    "find_text_field",
    "find_translated_model",
    "get_further_languages",
    "label_translation",
    "list_translated_names",
    "name_translation",
    "read_text",
]


def get_further_languages() -> Mapping[str, str]:
    """The languages of content besides the default one: codes, and the names under which people know them."""
    return {code: name for code, name in settings.WAGTAIL_CONTENT_LANGUAGES if code != settings.LANGUAGE_CODE}


def name_translation(field: str, language: str) -> str:
    """The name of a translated text in forms, files and Python: `name_de`."""
    return f"{field}_{language.replace('-', '_').lower()}"


class TranslatedTexts(models.Model):
    """For models whose `translated_fields` can be translated. Each text is also an attribute, such as `name_de`; the
    empty text stands for a missing translation."""

    translated_fields: ClassVar[tuple[str, ...]] = ()

    translations = models.JSONField(gettext_lazy("translations"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for field in cls.translated_fields:
            for language in get_further_languages():
                setattr(cls, name_translation(field, language), build_property(cls, field, language))

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Check the translations as well; those of fields in `exclude` are left alone."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if "translations" not in (exclude or ()):
            errors |= self.check_translations(exclude or ())
        if errors:
            raise ValidationError(errors)

    def check_translations(self, exclude: Collection[str] = ()) -> dict[str, list[ValidationError]]:
        """Normalise the translations; the errors of those that cannot be stored, by the names of their attributes."""
        problem = describe_problem(type(self), self.translations)
        if problem:
            return {"translations": [ValidationError(problem)]}
        errors: dict[str, list[ValidationError]] = {}
        kept: dict[str, dict[str, str]] = {}
        for language, field, text in list_texts(self.translations):
            name, base = name_translation(field, language), self._meta.get_field(field)
            text = normalise_value(text, base).strip()
            if text:
                kept.setdefault(language, {})[field] = text
            if text and name not in exclude and (found := find_text_errors(base, text, self)):
                errors[name] = found
        self.translations = kept
        return errors


def label_translation(model: type[models.Model], field: str, language: str) -> str:
    """What people call a text in a language: “Name (Deutsch)”."""
    label = capfirst(model._meta.get_field(field).verbose_name)
    return f"{label} ({get_further_languages()[language]})"


lazy_label = lazy(label_translation, str)


def build_property(model: type[TranslatedTexts], field: str, language: str) -> property:
    """An attribute that reads and writes one translation."""

    def read(record: TranslatedTexts) -> str:
        return str(record.translations.get(language, {}).get(field, ""))

    def write(record: TranslatedTexts, text: str) -> None:
        texts = {name: each for name, each in record.translations.get(language, {}).items() if name != field}
        texts |= {field: text} if text else {}
        others = {code: each for code, each in record.translations.items() if code != language}
        record.translations = others | ({language: texts} if texts else {})

    read.short_description = lazy_label(model, field, language)  # type: ignore[attr-defined]
    return property(read, write)


def read_text(record: Any, field: str, language: str | None) -> str:
    """A text of any record in a language, or in the default language where it is not translated."""
    if language and isinstance(record, TranslatedTexts):
        return record.translations.get(language, {}).get(field) or getattr(record, field)
    return str(getattr(record, field))


def list_texts(translations: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, str, str]]:
    """The texts with their languages and fields."""
    for language, texts in translations.items():
        for field, text in texts.items():
            yield language, field, text


def describe_problem(model: type[TranslatedTexts], translations: Any) -> str:
    """What is wrong with the languages and fields of translations; empty when nothing is."""
    languages = get_further_languages()
    if not isinstance(translations, dict):
        return _("Translations are texts by language and field, such as {“de”: {“name”: “…”}}.")
    for language, texts in translations.items():
        if language not in languages:
            known = ", ".join(languages) or "–"
            return _("“%(language)s” is not a language to translate to: use one of %(known)s.") % {
                "language": language, "known": known,
            }  # fmt: skip
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            return _("The translations to “%(language)s” must be texts by field.") % {"language": language}
        for field in texts:
            if field not in model.translated_fields:
                return _("“%(field)s” cannot be translated: use one of %(known)s.") % {
                    "field": field, "known": ", ".join(model.translated_fields),
                }  # fmt: skip
    return ""


def find_text_errors(base: models.Field[Any, Any], text: str, record: models.Model) -> list[ValidationError]:
    """What the field of the text in the default language has against a text."""
    try:
        base.clean(text, record)
        if base.max_length and isinstance(base, models.TextField):
            MaxLengthValidator(base.max_length)(text)
    except ValidationError as error:
        return list(error.error_list)
    return []


def list_translated_names(model: type[TranslatedTexts], *fields: str) -> list[str]:
    """The names of the translated texts of some fields, or of all, by language."""
    return [
        name_translation(field, language)
        for language in get_further_languages()
        for field in model.translated_fields
        if not fields or field in fields
    ]


def fill_translations(own: Any, *others: Any) -> dict[str, dict[str, str]]:
    """Translations with those texts of others that they lack, the first of which counts."""
    found = {language: dict(texts) for language, texts in own.items()}
    for language, field, text in (each for other in others for each in list_texts(other)):
        found.setdefault(language, {}).setdefault(field, text)
    return found


def find_text_field(model: type[models.Model], name: str) -> str:
    """The field whose translation a name stands for (`name_de`); any other name as it is."""
    for field in getattr(model, "translated_fields", ()):
        if name in (name_translation(field, language) for language in get_further_languages()):
            return str(field)
    return name


def find_translated_model(model: type[models.Model], path: str) -> type[TranslatedTexts] | None:
    """The model whose translated text a look-up path ends in; None when it ends in anything else."""
    *relations, column = path.split("__")
    for name in relations:
        try:
            model = model._meta.get_field(name).related_model  # type: ignore[assignment]
        except FieldDoesNotExist:
            return None
        if model is None:
            return None
    if issubclass(model, TranslatedTexts) and column in model.translated_fields:
        return model
    return None


def build_text_expression(path: str, language: str) -> Combinable:
    """The text behind a look-up path ("name", "vendor__name") in a language, for filters, orders and annotations."""
    *relations, column = path.split("__")
    translations = F("__".join([*relations, "translations"]))
    own = KeyTextTransform(column, KeyTransform(language, translations))
    return Coalesce(own, F(path), output_field=models.TextField())


def build_text_indexes(field: str, prefix: str) -> list[models.Index]:
    """An index for the order by a text in each further language."""
    return [
        models.Index(build_text_expression(field, language), name=name_translation(prefix, language))
        for language in get_further_languages()
    ]
