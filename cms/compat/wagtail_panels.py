"""Wagtail 8.0.1 renders three templates for each field of a form, and more for each group of fields. Here the markup of
fields, groups and tabs' contents is written directly.

tests/cms/test_admin_panels.py compares it with Wagtail's own, so an upgrade that changes it is noticed. Panels with a
template of their own, and groups with a help text, are left to Wagtail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.templatetags.wagtailadmin_tags import classnames

from cms.compat.wagtail_form_markup import FIELD_OPTIONS, write_field, write_panel
from cms.compat.wagtail_markup import write_options, write_value

__all__ = ["install"]

Panel = Any
"""A bound panel; Wagtail declares their attributes for templates alone."""
Writer = Callable[[Panel, dict[str, Any]], SafeString]
PANELS = (FieldPanel, MultiFieldPanel, ObjectList)
LIBRARY = {panel: panel.BoundPanel.render_html for panel in PANELS}


def replace_template(panel: type, write: Writer) -> Callable[[Panel, Any], SafeString]:
    """The method of a bound panel that writes its markup when the panel has Wagtail's template."""
    bound: Any = panel.BoundPanel  # type: ignore[attr-defined]
    template, library = bound.template_name, LIBRARY[panel]

    def render_html(self: Panel, parent_context: Any = None) -> SafeString:
        if self.template_name != template or (self.help_text and panel is not FieldPanel):
            return library(self, parent_context)  # type: ignore[no-any-return]
        return write(self, self.get_context_data(parent_context))

    return render_html


def write_field_panel(panel: Panel, context: dict[str, Any]) -> SafeString:
    """A field, below a label that its group has written."""
    options = {name: context[name] for name in FIELD_OPTIONS & context.keys()}
    return write_field(**{**options, "show_label": False, "help_text": panel.help_text})


def write_group(panel: Panel, context: dict[str, Any]) -> SafeString:
    """Fields and groups one below the other, without a heading of their own."""
    return mark_safe("".join(write_member(each, context) for each in panel.visible_children))  # noqa: S308


def write_member(child: Panel, context: dict[str, Any]) -> str:
    classes = write_value(classnames("w-panel__wrapper", child.classes()))
    heading = write_heading(child) if child.heading else ""
    return (
        f'<div class="{classes}"{write_options(child.attrs)}>\n{heading}\n'
        f"{write_value(child.render_html(context))}\n</div>\n"
    )


def write_heading(child: Panel) -> str:
    """The label of a field, or the heading of what is no single field."""
    mark = '<span class="w-required-mark">*</span>' if child.is_required() else ""
    text, place = write_value(child.heading) + mark, write_value(child.id_for_label())
    if getattr(child, "read_only", False):
        return f'<h3 class="w-field__label" id="{place}-label">{text}</h3>'
    if place:
        return f'<label class="w-field__label" for="{place}" id="{place}-label">{text}</label>'
    return f'<h3 class="w-field__label">{text}</h3>'


def write_list(panel: Panel, context: dict[str, Any]) -> SafeString:
    """The sections of a form or tab, each of which can be closed."""
    sections = [
        write_panel(
            write_value(child.render_html(context)), id_prefix=panel.prefix, id=identifier,
            classname=" ".join(child.classes()), attrs=child.attrs, heading=child.heading, heading_size="label",
            icon=child.icon, id_for_label=child.id_for_label(), is_required=child.is_required(),
        )
        for child, identifier in panel.visible_children_with_identifiers
    ]  # fmt: skip
    return mark_safe(f'<div class="w-form-width"{write_options(panel.attrs)}>\n{"".join(sections)}</div>\n')  # noqa: S308


def install() -> None:
    """Extend Wagtail's panels; called once, at the start."""
    writers: dict[type, Writer] = {
        FieldPanel: write_field_panel, MultiFieldPanel: write_group, ObjectList: write_list,
    }  # fmt: skip
    for panel, write in writers.items():
        panel.BoundPanel.render_html = replace_template(panel, write)  # type: ignore[attr-defined]
