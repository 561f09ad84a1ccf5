"""Wagtail 8.0.1 renders templates for each field, panel and menu. Here their markup is written directly.

tests/cms/test_admin_markup.py compares each with Wagtail's own template, so an upgrade that changes one is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context, Node
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as translate_library_text
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.admin.templatetags.wagtailadmin_tags import (
    BlockInclusionNode,
    DropdownNode,
    PanelNode,
    classnames,
)

from cms.compat.wagtail_costs import render_icon
from cms.compat.wagtail_markup import write_attributes, write_options, write_value

__all__ = ["install"]

Writer = Callable[..., SafeString]
library_field = wagtailadmin_tags.formattedfield
FIELD_OPTIONS = frozenset(library_field.__code__.co_varnames[: library_field.__code__.co_argcount]) - {
    "attrs"
}
COMMENT = (
    '<button class="w-field__comment-button w-field__comment-button--add" type="button" '
    'data-component="add-comment-button" data-comment-add aria-label="{}"{}>{}{}</button>'
)


def render_directly(write: Writer, library: Callable[[Node, Context], str]) -> Callable[[Node, Context], str]:
    """The method of a block tag that writes its markup; Wagtail's template is used for options that are not known."""
    known = set(write.__kwdefaults__ or {})

    def render(self: BlockInclusionNode, context: Context) -> str:
        if not known.issuperset(self.extra_context):
            return library(self, context)
        options = {name: value.resolve(context) for name, value in self.extra_context.items()}
        output = write(self.nodelist.render(context), **options)
        if not self.target_var:
            return output
        context[self.target_var] = output
        return ""

    return render


def write_dropdown(
    children: str, *, attrs: Any = "", classname: Any = "", toggle_icon: Any = "", toggle_label: Any = "",
    toggle_aria_label: Any = "", toggle_classname: Any = "",
) -> SafeString:  # fmt: skip
    """A button that opens a menu."""
    toggle = classnames(
        "w-dropdown__toggle", "" if toggle_label else "w-dropdown__toggle--icon", toggle_classname
    )
    icon = render_icon(name=toggle_icon, classname="w-dropdown__toggle-icon") if toggle_icon else ""
    return mark_safe(  # noqa: S308
        f'\n<div data-controller="w-dropdown" class="{write_value(classnames("w-dropdown", classname))}"'
        f' {write_value(attrs)}>\n<button type="button" class="{write_value(toggle)}" data-w-dropdown-target="toggle"'
        f"{write_attributes(aria_label=toggle_aria_label)}>\n{write_value(toggle_label)}\n{icon}\n</button>\n"
        f'<div data-w-dropdown-target="content" class="w-dropdown__content" hidden>\n{children}\n</div>\n</div>\n'
    )


def write_panel(
    children: str, *, id: Any = "", id_prefix: Any = "", classname: Any = "", heading: Any = "",
    heading_size: Any = "", icon: Any = "", id_for_label: Any = "", is_required: Any = False, attrs: Any = None,
) -> SafeString:  # fmt: skip
    """A section of a form that can be closed."""
    prefix = f"{write_value(id_prefix)}-{write_value(id)}" if id_prefix else write_value(id)
    labelled = f' aria-labelledby="{prefix}-heading"' if heading else ""
    header = write_header(prefix, heading, heading_size, icon, id_for_label, is_required) if heading else ""
    return mark_safe(  # noqa: S308
        f'\n<section class="{write_value(classnames("w-panel", classname))}" id="{prefix}-section"{labelled}'
        f'{write_options(attrs)} data-panel>\n{header}<div id="{prefix}-content" class="w-panel__content">\n'
        f"{children}\n</div>\n</section>\n"
    )


def write_header(
    prefix: str, heading: Any, heading_size: Any, icon: Any, id_for_label: Any, is_required: Any
) -> str:
    link = render_icon(name="link", classname="w-panel__icon")
    text = f"<span data-panel-heading-text>{write_value(heading)}</span>"
    if is_required:
        text += '<span class="w-required-mark" data-panel-required>*</span>'
    if id_for_label:
        label = write_value(id_for_label)
        text = f'<label for="{label}" id="{label}-label">{text}</label>'
    toggle = write_value(translate_library_text("Toggle section"))
    size = " w-panel__heading--label" if heading_size == "label" else ""
    return (
        f'<div class="w-panel__header">\n<a class="w-panel__anchor w-panel__anchor--prefix" href="#{prefix}-section" '
        f'data-panel-anchor aria-labelledby="{prefix}-heading">{link}</a>\n'
        f'<button class="w-panel__toggle" type="button" aria-label="{toggle}" '
        f'aria-describedby="{prefix}-heading" data-panel-toggle aria-controls="{prefix}-content" aria-expanded="true">'
        f"{render_icon(name=icon or 'placeholder', classname='w-panel__icon')}</button>\n"
        f'<h2 class="w-panel__heading{size}" id="{prefix}-heading" data-panel-heading>{text}</h2>\n'
        f'<a class="w-panel__anchor w-panel__anchor--suffix" href="#{prefix}-section" '
        f'aria-labelledby="{prefix}-heading">{link}</a>\n<div class="w-panel__divider"></div>\n</div>\n'
    )


def write_field(*args: Any, **given: Any) -> SafeString:
    """A field of a form with label, help, errors and comment button."""
    found = library_field(*args, **given)
    own = classnames(
        "w-field", found["field_classname"], "w-field--error" if found["has_errors"] else "",
        "w-field--commentable" if found["show_add_comment_button"] else "",
    )  # fmt: skip
    return mark_safe(  # noqa: S308
        f'\n<div class="w-field__wrapper {write_value(found["classname"])}"{write_attributes(id=found["wrapper_id"])}'
        f'{write_options(found["attrs"])}>\n{write_label(found)}<div class="{write_value(own)}" data-field'
        f"{write_attributes(data_contentpath=found['contentpath'])}>\n"
        f'<div class="w-field__errors" data-field-errors{write_attributes(id=found["error_message_id"])}>'
        f"{write_errors(found['errors'])}</div>\n"
        f'<div class="w-field__help"{write_attributes(id=found["help_text_id"])} data-field-help>'
        f"{write_help(found['help_text'])}</div>\n"
        f'<div class="w-field__input" data-field-input>\n{write_input(found)}</div>\n</div>\n</div>\n'
    )


def write_label(found: dict[str, Any]) -> str:
    if not found["show_label"]:
        return ""
    hidden = " w-sr-only" if found["sr_only_label"] else ""
    mark = '<span class="w-required-mark">*</span>' if found["required"] else ""
    places = write_attributes(for_=found["label_for"]) + write_attributes(id=found["label_id"])
    return f'<label class="w-field__label{hidden}"{places}>\n{write_value(found["label_text"])}{mark}\n</label>\n'


def write_errors(errors: Any) -> str:
    if not errors:
        return ""
    texts = "".join(f"{write_value(error)} " for error in errors)
    icon = render_icon(name="warning", classname="w-field__errors-icon")
    return f'{icon}<p class="error-message">{texts}</p>'


def write_help(text: Any) -> str:
    return f'<div class="help">{write_value(text)}</div>' if text else ""


def write_input(found: dict[str, Any]) -> str:
    icon = render_icon(name=found["icon"], classname="w-field__icon") if found["icon"] else ""
    comment = ""
    if found["show_add_comment_button"]:
        comment = COMMENT.format(
            write_value(translate_library_text("Add comment")), write_attributes(aria_describedby=found["label_id"]),
            render_icon(name="comment-add"), render_icon(name="comment-add-reversed"),
        )  # fmt: skip
    return f"{icon}\n{write_value(found['rendered_field'])}\n{comment}\n"


def write_context_field(context: Context) -> SafeString:
    """A field whose options are variables of the template."""
    flat = context.flatten()
    return write_field(**{name: flat[name] for name in FIELD_OPTIONS & flat.keys()})


def install() -> None:
    """Extend Wagtail's tags; called once, at the start."""
    DropdownNode.render = render_directly(write_dropdown, DropdownNode.render)
    PanelNode.render = render_directly(write_panel, PanelNode.render)
    wagtailadmin_tags.register.simple_tag(write_field, name="formattedfield")
    wagtailadmin_tags.register.simple_tag(
        write_context_field, name="formattedfieldfromcontext", takes_context=True
    )
