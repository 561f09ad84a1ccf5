"""Wagtail 8.0.1 renders a template for every button, cell, label of a state, field and panel: more than a thousand for
one page of the admin. Here the markup of the most frequent ones is written directly.

tests/cms/test_admin_markup.py compares each with Wagtail's own template, so an upgrade that changes one is noticed.
Components with a template or context of their own are left to Wagtail.
"""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.templatetags.wagtailadmin_tags import classnames
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import BaseButton

from cms.compat.wagtail_costs import render_icon

__all__ = ["install"]

BUTTON = "wagtailadmin/shared/button.html"
CELL = "wagtailadmin/tables/cell.html"
PLAIN = Context()
"""How values of templates are written: escaped, in the language and time zone of the moment."""

library_button = BaseButton.render_html
library_cell = Column.render_cell_html


def write_value(value: Any) -> str:
    """A variable of a template as the template writes it."""
    if isinstance(value, str):
        return conditional_escape(value)
    return conditional_escape(render_value_in_context(value, PLAIN))


def write_attributes(**given: Any) -> str:
    """Attributes of an element, without those that have no value; an underscore stands for a hyphen."""
    return "".join(
        f' {name.strip("_").replace("_", "-")}="{write_value(value)}"'
        for name, value in given.items()
        if value
    )


def write_options(options: Any) -> str:
    """Attributes of an element from a dictionary: True writes the name alone, False nothing."""
    return "".join(
        f" {write_value(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in (options or {}).items()
        if value is not False
    )


def write_button(self: BaseButton, parent_context: Any = None) -> SafeString:
    """A link or button with its icon and label."""
    if (
        self.template_name != BUTTON
        or type(self).get_context_data is not BaseButton.get_context_data
        or type(self).render_html is not write_button
    ):
        return library_button(self, parent_context)  # type: ignore[no-any-return]
    icon = render_icon(name=self.icon_name) if self.icon_name else ""
    start, end = (f'a href="{write_value(self.url)}"', "a") if self.url else ("button", "button")
    return mark_safe(  # noqa: S308
        f'\n<{start} class="{write_value(self.classname)}" {write_attrs(self)}>{icon} '
        f"{write_value(self.label)}</{end}>\n"
    )


def write_attrs(button: BaseButton) -> str:
    """Attributes of a button but for its class and address, as flatatt() writes them."""
    if type(button).base_attrs_string is not BaseButton.base_attrs_string:
        return write_value(button.base_attrs_string)
    named = [name for name, value in button.attrs.items() if value is True]
    valued = "".join(
        f' {write_value(name)}="{write_value(value)}"'
        for name, value in button.attrs.items()
        if value is not None and not isinstance(value, bool)
    )
    return valued + "".join(f" {write_value(name)}" for name in named)


def write_cell(self: Column, instance: Any, parent_context: Any) -> SafeString:
    """A cell of a table that holds one value."""
    if self.cell_template_name != CELL or type(self).render_cell_html is not write_cell:
        return library_cell(self, instance, parent_context)  # type: ignore[no-any-return]
    context = self.get_cell_context_data(instance, parent_context)
    value = context["value"]
    content = "" if value is None else write_value(value)
    return mark_safe(f"<td{write_attributes(class_=self.classname)}>{content}</td>")  # noqa: S308


def write_status(
    label: Any = None, classname: Any = None, url: Any = None, title: Any = None, hidden_label: Any = None,
    attrs: Any = None,
) -> SafeString:  # fmt: skip
    """The label of a state, which may be a link."""
    name = "a" if url else "span"
    link = write_attributes(href=url) + write_attributes(title=title) if url else ""
    more = f" {write_value(attrs)}" if attrs else ""
    hidden = f'<span class="w-sr-only">{write_value(hidden_label)}</span> ' if hidden_label else ""
    text = write_value(label) if label else ""
    classes = write_value(classnames("w-status", classname))
    return mark_safe(f'\n<{name}{link} class="{classes}"{more}>{hidden}{text}</{name}>\n')  # noqa: S308


def install() -> None:
    """Extend Wagtail's components and tags; called once, at the start."""
    BaseButton.render_html = write_button
    Column.render_cell_html = write_cell
    wagtailadmin_tags.register.simple_tag(write_status, name="status")
