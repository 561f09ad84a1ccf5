"""How texts in further languages are edited, searched and reported in the admin."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.search import index

from cms.base.translated_texts import (
    TranslatedTexts,
    get_further_languages,
    label_translation,
    list_translated_names,
    name_translation,
)

__all__ = ["TranslatedTextPanel", "build_language_tabs", "build_search_fields", "build_translated_form"]

Model = type[TranslatedTexts]


def build_language_tabs(model: Model) -> list[ObjectList]:
    """A tab of the edit form for each further language, with the texts of a record in it."""
    return [
        ObjectList(
            [TranslatedTextPanel(field, language) for field in model.translated_fields], heading=heading
        )
        for language, heading in get_further_languages().items()
    ]


class TranslatedTextPanel(FieldPanel):
    """The text of a field in a further language."""

    def __init__(self, field: str, language: str, **options: Any) -> None:
        options.setdefault("field_name", name_translation(field, language))
        super().__init__(**options)
        self.field, self.language = field, language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "field": self.field, "language": self.language}

    @cached_property
    def db_field(self) -> Field[Any, Any]:
        """The field that the text belongs to, under the name of the text: versions are compared by it."""
        found = copy(self.model._meta.get_field(self.field))
        found.name = found.attname = self.field_name
        found.verbose_name = label_translation(self.model, self.field, self.language)
        return found


class TranslatedTextsForm:
    """What a form gains by `build_translated_form`: texts in further languages, checked as the model checks them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.list_texts():
            self.initial.setdefault(name, getattr(self.instance, name))  # type: ignore[attr-defined]

    def list_texts(self) -> list[str]:
        form: Any = self
        return [name for name in list_translated_names(type(form.instance)) if name in form.fields]

    def _post_clean(self) -> None:
        form: Any = self
        for name in self.list_texts():
            if name in form.cleaned_data:
                setattr(form.instance, name, form.cleaned_data[name])
        super()._post_clean()  # type: ignore[misc]
        for name, errors in form.instance.check_translations().items():
            form.add_error(name if name in form.fields else None, errors)


def build_translated_form(model: Model, base: type[Any] = WagtailAdminModelForm) -> type[Any]:
    """The form `base` with a field for each text of the model in each further language."""
    make: Any = type(base)
    form: type[Any] = make(base.__name__, (TranslatedTextsForm, base), dict(build_form_fields(model)))
    return form


def build_form_fields(model: Model) -> Iterator[tuple[str, forms.Field]]:
    for language in get_further_languages():
        for field in model.translated_fields:
            label = label_translation(model, field, language)
            found = formfield_for_dbfield(model._meta.get_field(field), required=False, label=label)
            found.help_text = _("While this is empty, the text in the default language is shown.")
            yield name_translation(field, language), found


def build_search_fields(*fields: str) -> list[index.BaseField]:
    """What makes the admin find records by the translations of these fields."""
    names = [name_translation(field, language) for field in fields for language in get_further_languages()]
    return [kind(name) for name in names for kind in (index.SearchField, index.AutocompleteField)]
