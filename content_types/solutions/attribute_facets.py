"""Facets of typed attributes: their values with what people read for them, in the language of the list."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Case, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext as _, override

from cms.base.translated_texts import build_text_expression
from cms.declarations import Gate
from content_types.solutions.parts import AttributeValue
from content_types.taxonomy.models import AttributeDefinition, AttributeType

__all__ = ["list_values"]


def list_values(gate: Gate, language: str | None) -> QuerySet[Any]:
    """For facets: solution, slug and name of the attribute, value and label."""
    shown = gate.visible(AttributeValue) & gate.visible(AttributeDefinition, "definition__")
    rows = AttributeValue.objects.order_by().filter(shown, definition__filterable=True)
    name = build_text("name", language)
    return rows.values_list("page_id", "definition__key", name, "value", build_label(language))


def build_text(field: str, language: str | None) -> Any:
    """A text of the attribute in a language."""
    path = f"definition__{field}"
    return build_text_expression(path, language) if language else F(path)


def build_label(language: str | None) -> Case:
    """What people read for a value: yes or no, the label of a choice, or the value with its unit."""
    kind, value = "definition__type", build_choice_label(language) if language else F("value")
    with override(language or settings.LANGUAGE_CODE):
        yes, no = _("Yes"), _("No")
    return Case(
        When(**{kind: AttributeType.BOOLEAN}, value="true", then=Value(yes)),
        When(**{kind: AttributeType.BOOLEAN}, value="false", then=Value(no)),
        When(definition__unit="", then=value),
        default=Concat(value, Value(" "), build_text("unit", language), output_field=TextField()),
        output_field=TextField(),
    )


def build_choice_label(language: str) -> Coalesce:
    labels = F("definition__choice_labels")
    own = Func(labels, Value(language), F("value"), function="jsonb_extract_path_text")
    return Coalesce(own, F("value"), output_field=TextField())
