"""The form of an attribute in that of its category, with its texts and the labels of its choices by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from cms.base.translated_texts import label_translation
from content_types.base.translated_texts import build_translated_form
from content_types.taxonomy.attributes import AttributeDefinition
from content_types.taxonomy.choice_labels import list_label_names

__all__ = ["ChoiceLabelsField", "build_attribute_form"]

SEPARATOR = " = "


class ChoiceLabelsField(forms.CharField):
    """A label for each choice, a line each: `Cloud = Wolke`. Its value is a mapping of choices to labels."""

    widget = AdminAutoHeightTextInput

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        return "\n".join(f"{choice}{SEPARATOR}{label}" for choice, label in value.items())

    def to_python(self, value: Any) -> Any:
        lines = [line for line in (super().to_python(value) or "").splitlines() if line.strip()]
        return dict(self.parse_line(line) for line in lines)

    def parse_line(self, line: str) -> tuple[str, str]:
        line = line.strip()
        choice, separator, label = line.partition(SEPARATOR if SEPARATOR in line else SEPARATOR.strip())
        if not separator:
            raise forms.ValidationError(
                gettext("“%(line)s” has no “=”: write each line as choice = label.") % {"line": line}
            )
        return choice.strip(), label.strip()

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return drop_empty(initial or {}) != drop_empty(self.to_python(data))
        except forms.ValidationError:
            return True


def drop_empty(labels: Mapping[str, str]) -> dict[str, str]:
    return {choice: label for choice, label in labels.items() if label}


class AttributeForm(WagtailAdminModelForm):
    """Edits an attribute. Labels of choices that are taken off the list go with them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list_label_names().values():
            if name in self.fields:
                labels = getattr(self.instance, name)
                self.initial.setdefault(name, {each: labels.get(each, "") for each in self.instance.choices})

    def _post_clean(self) -> None:
        for name in list_label_names().values():
            if name in self.cleaned_data:
                setattr(self.instance, name, self.drop_removed(self.cleaned_data[name]))
        super()._post_clean()

    def drop_removed(self, labels: Mapping[str, str]) -> dict[str, str]:
        """The labels without those of choices that the list held before."""
        chosen, before = self.cleaned_data.get("choices", ()), self.initial.get("choices") or ()
        return {choice: each for choice, each in labels.items() if choice in chosen or choice not in before}


@cache
def build_attribute_form() -> type[Any]:
    """The form with a field for each text and for the labels of choices, in each further language."""
    texts = {name: build_labels_field(code) for code, name in list_label_names().items()}
    make: Any = type(AttributeForm)
    return build_translated_form(AttributeDefinition, make("AttributeForm", (AttributeForm,), texts))


def build_labels_field(language: str) -> ChoiceLabelsField:
    return ChoiceLabelsField(
        required=False,
        label=label_translation(AttributeDefinition, "choices", language),
        help_text=_("A line for each choice: its value, “=”, and what readers see, such as “Cloud = Wolke”."),
    )
