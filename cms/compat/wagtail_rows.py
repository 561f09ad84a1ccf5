"""Wagtail 8.0.1 renders a dozen templates for each row of a listing of pages, and looks up each address of its buttons
among all addresses of the site. Here the markup of the usual row is written directly.

tests/cms/test_admin_rows.py compares it with Wagtail's own, so an upgrade that changes it is noticed. Rows with more
to say (the root of a site, a locked or private page, a page of another place) are left to Wagtail.
"""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as translate_library_text
from wagtail.admin import wagtail_hooks
from wagtail.admin.templatetags.wagtailadmin_tags import page_listing_buttons, test_page_is_public
from wagtail.admin.ui.menus import pages as menus
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.widgets.button import ButtonWithDropdownFromHook

from cms.base.paths import build_path
from cms.compat.wagtail_costs import render_icon
from cms.compat.wagtail_form_markup import write_dropdown
from cms.compat.wagtail_markup import write_attributes, write_status, write_value

__all__ = ["install"]

NEW_WINDOW = mark_safe('target="_blank" rel="noreferrer"')
TITLE = PageTitleColumn.cell_template_name
STATUS = PageStatusColumn.cell_template_name
DROPDOWN = ButtonWithDropdownFromHook.template_name

library_title = PageTitleColumn.render_cell_html
library_state = PageStatusColumn.render_cell_html
library_dropdown = ButtonWithDropdownFromHook.render_html


def reverse_one(name: str, *given: Any, args: Any = (), **more: Any) -> str:
    """reverse() as Wagtail calls it for the buttons of a row."""
    return reverse(name, *given, args=args, **more) if given or more else build_path(name, *args)


def write_title_cell(self: PageTitleColumn, instance: Any, parent_context: Any) -> SafeString:
    """The cell of a page with its title, a link to its form, and its buttons."""
    context = self.get_cell_context_data(instance, parent_context)
    if not is_usual(self, instance, context):
        return library_title(self, instance, parent_context)  # type: ignore[no-any-return]
    label = ""
    if context["show_locale_labels"]:
        label = write_status(instance.locale.get_display_name(), classname="w-status--label")
    return mark_safe(  # noqa: S308
        f"<td{write_attributes(class_=self.classname)} data-listing-page-title>\n"
        f'<div class="title-wrapper">\n{write_title(instance, context["page_perms"])}\n{label}\n</div>\n'
        f'<ul class="actions">\n{write_buttons(instance, context)}</ul>\n</td>\n'
    )


def is_usual(column: PageTitleColumn, page: Any, context: dict[str, Any]) -> bool:
    return (
        column.cell_template_name == TITLE
        and not (page.locked or context["parent_page"] or page.is_site_root())
        and test_page_is_public(context, page)
    )


def write_title(page: Any, permissions: Any) -> str:
    folder = "" if page.is_leaf() else render_icon(name="folder", classname="initial")
    title = f'<span id="page_{page.pk}_title">{folder} {write_value(page.get_admin_display_title())}</span>'
    if not permissions.can_edit():
        return title
    hint = write_value(translate_library_text("Edit this page"))
    return f'<a href="{build_path("wagtailadmin_pages:edit", page.pk)}" title="{hint}">{title}</a>'


def write_buttons(page: Any, context: dict[str, Any]) -> str:
    given = Context({**context, "page": page})
    found = page_listing_buttons(given, page, context["request"].user, next_url=context["actions_next_url"])
    return "".join(f"<li>{button.render_html(found)}</li>" for button in found["buttons"] if button.show)


def write_hooked_dropdown(self: ButtonWithDropdownFromHook, parent_context: Any = None) -> SafeString:
    """A button that opens the menu of a page."""
    if self.template_name != DROPDOWN:
        return library_dropdown(self, parent_context)  # type: ignore[no-any-return]
    context = self.get_context_data(parent_context or {})
    return write_dropdown(
        "".join(button.render_html(context) for button in context["buttons"]),
        attrs=self.base_attrs_string, toggle_icon=context["icon_name"] or "arrow-down",
        toggle_label=context["label"], toggle_aria_label=context["title"],
        toggle_classname=context["toggle_classname"],
    )  # fmt: skip


def write_state_cell(self: PageStatusColumn, instance: Any, parent_context: Any) -> SafeString:
    """The cell that says whether a page is live, with a link to it."""
    if self.cell_template_name != STATUS:
        return library_state(self, instance, parent_context)  # type: ignore[no-any-return]
    given: dict[str, Any] = {"hidden_label": translate_library_text("Current page status:")}
    if instance.live:
        given["classname"] = "w-status--primary"
        if url := instance.get_url(request=parent_context.get("request")):
            given |= {"url": url, "title": translate_library_text("Visit the live page"), "attrs": NEW_WINDOW}
    state = write_status(instance.status_string, **given)
    return mark_safe(f"<td{write_attributes(class_=self.classname)}>\n{state}\n</td>\n")  # noqa: S308


def install() -> None:
    """Extend Wagtail's columns and buttons; called once, at the start."""
    PageTitleColumn.render_cell_html = write_title_cell
    PageStatusColumn.render_cell_html = write_state_cell
    ButtonWithDropdownFromHook.render_html = write_hooked_dropdown
    menus.reverse = wagtail_hooks.reverse = reverse_one
