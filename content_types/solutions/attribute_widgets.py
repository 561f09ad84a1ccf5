"""The picker of attributes in the form of a solution: those of its category, with the right input for each type."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from cms.base.translated_texts import read_text
from content_types.taxonomy.models import AttributeDefinition, AttributeType, Category

__all__ = ["AttributeCatalogue", "AttributeInput", "AttributeSelect"]


class AttributeCatalogue:
    """The attributes that one form offers; two statements, however many rows it has. category: key of the page's
    primary category, None while none is chosen."""

    def __init__(self, category: int | None = None) -> None:
        self.category = category

    @cached_property
    def rows(self) -> list[AttributeDefinition]:
        rows = AttributeDefinition.objects.select_related("category")
        return list(rows.order_by("category__path", "sort_order", "pk"))

    @cached_property
    def paths(self) -> dict[int, str]:
        return dict(Category.objects.values_list("pk", "path"))

    @cached_property
    def language(self) -> str:
        """The language of the admin, in which attributes are named where they are translated."""
        return get_language() or settings.LANGUAGE_CODE

    def name_group(self, row: AttributeDefinition) -> str:
        return read_text(row.category, "name", self.language)

    def is_offered(self, row: AttributeDefinition) -> bool:
        """Whether an attribute belongs to the page's category or to one above it."""
        path = self.paths.get(self.category) if self.category else None
        return path is None or path.startswith(row.category.path)

    @cached_property
    def description(self) -> str:
        """All attributes for the browser, which lists others when the category changes."""
        return json.dumps([self._describe(row) for row in self.rows])

    def _describe(self, row: AttributeDefinition) -> dict[str, Any]:
        choices = {
            AttributeType.BOOLEAN: [("true", _("Yes")), ("false", _("No"))],
            AttributeType.CHOICE: [(each.value, each.label) for each in row.list_options(self.language)],
        }
        return {
            "id": row.pk,
            "label": row.describe(self.language),
            "help": read_text(row, "help_text", self.language),
            "group": self.name_group(row),
            "type": row.type,
            "unit": read_text(row, "unit", self.language),
            "choices": choices.get(row.type, []),  # type: ignore[call-overload]
            "categories": [key for key, path in self.paths.items() if path.startswith(row.category.path)],
        }


class AttributeSelect(forms.Select):
    """The attributes of the page's category and of those above it, grouped; and the one that is chosen already."""

    catalogue: AttributeCatalogue | None = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        self.catalogue = self.catalogue or AttributeCatalogue()
        return super().get_context(
            name, value, {**(attrs or {}), "data-attributes": self.catalogue.description}
        )

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        catalogue = self.catalogue or AttributeCatalogue()
        groups: dict[str, list[tuple[int, str]]] = {}
        for row in catalogue.rows:
            if catalogue.is_offered(row) or str(row.pk) in value:
                label = row.describe(catalogue.language)
                groups.setdefault(catalogue.name_group(row), []).append((row.pk, label))
        self.choices = [("", "---------"), *groups.items()]
        return super().optgroups(name, value, attrs)


class AttributeInput(forms.TextInput):
    """A value as text, which a script replaces by a list, a number with its unit, or leaves as it is."""

    class Media:
        js = ("solutions/attributes.js",)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        return format_html(
            '<cms-attribute-value choose="{}">{}</cms-attribute-value>', _("Choose a value"), field
        )
