"""Filters by rows of which there may be thousands, such as vendors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django_filters.fields import ModelChoiceField, ModelChoiceIterator

__all__ = ["NameFilter", "NameSelect"]

CHOSEN = mark_safe(" selected")


class NameSelect(forms.Select):
    """A select whose options are written as text: Django renders a template for each of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = ((key, CHOSEN if str(key) in chosen else "", label) for key, label in self.choices)
        listed = format_html_join("", '<option value="{}"{}>{}</option>', options)
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), listed)


class NameIterator(ModelChoiceIterator):
    """The keys and names of rows, without an instance for each."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from self.queryset.values_list("pk", "name")


class NameChoiceField(ModelChoiceField):
    widget = NameSelect
    iterator = NameIterator


class NameFilter(django_filters.ModelChoiceFilter):
    """A choice of one row of a model with a `name`, which is what people read."""

    field_class = NameChoiceField
