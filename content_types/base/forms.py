"""Form fields and widgets that several kinds share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter, ListValue
from wagtail.models import Page


class PageCopyForm(CopyForm):
    """Copies a page inside its language: in another one, neither language would find it."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        parent = data.get("new_parent_page") or self.page.get_parent()
        if message := describe_other_language(self.page, parent):
            self.errors["new_parent_page"] = self.error_class([message])
        return data


def describe_other_language(page: Page, parent: Page) -> str:
    """Why a page cannot stand below a page in another language; empty when it is in the same one."""
    if parent.is_root() or parent.locale_id == page.locale_id:
        return ""
    return _(
        "“%(page)s” is in %(language)s, and the pages below “%(parent)s” are in %(other)s."
        " Use “Translate” to have this page in another language."
    ) % {
        "page": page.title,
        "language": page.locale.get_display_name(),
        "parent": parent.title,
        "other": parent.locale.get_display_name(),
    }


class TreeCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes for a many-valued relation to a tree; the style sheet sets them in by their depth."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-depth"] = getattr(getattr(value, "instance", None), "depth", 1)
        return option


class ChosenListBlock(blocks.ListBlock):
    """A list that is a form field by itself: see static/base/chosen_list.js."""


class ChosenListAdapter(ListBlockAdapter):
    js_constructor = "content_types.base.ChosenListBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["base/chosen_list.js"])


register(ChosenListAdapter(), ChosenListBlock)


class ChosenListField(blocks.BlockField):
    """Edits a many-valued relation as a list of choosers, so that no form lists thousands of rows.

    item: the chooser block for one of them. The cleaned value is a list of instances, each once.
    """

    def __init__(self, item: blocks.ChooserBlock, **kwargs: Any) -> None:
        super().__init__(ChosenListBlock(item, collapsed=False), **{"required": False, **kwargs})

    def prepare_value(self, value: Any) -> ListValue:
        if isinstance(value, ListValue):
            return value
        return ListValue(self.block, values=list(value or ()))

    def clean(self, value: Any) -> list[Model]:
        rows: Iterable[Model | None] = super().clean(self.prepare_value(value))
        return list(dict.fromkeys(row for row in rows if row is not None))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), self.prepare_value(data))
