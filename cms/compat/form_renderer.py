"""Django renders four templates for a text field, and five for each box of a list. Here the markup of the widgets of
Django is written directly.

tests/cms/test_form_renderer.py compares each with Django's own template, so an upgrade that changes one is noticed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.forms import renderers
from django.utils.functional import cached_property

from cms.compat.wagtail_markup import write_options, write_value

__all__ = ["DirectRenderer"]

Widget = dict[str, Any]
FOLDER = "django/forms/widgets/"
INPUTS = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "search", "tel",
    "text", "time", "url",
)  # fmt: skip


class DirectRenderer(renderers.DjangoTemplates):
    """Writes widgets of Django. All others have their templates, and so have these where an app has another one."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if self.has_known_templates and (write := WRITERS.get(template_name)):
            return write(context["widget"], self).strip()
        return super().render(template_name, context, request)

    @cached_property
    def has_known_templates(self) -> bool:
        """Whether all these templates are Django's own."""
        own = Path(renderers.__file__).parent
        names = [*WRITERS, f"{FOLDER}attrs.html"]
        return all(own in Path(self.get_template(name).origin.name).parents for name in names)


def write_input(widget: Widget, renderer: DirectRenderer) -> str:
    value = widget.get("value")
    given = "" if value is None else f' value="{write_value(str(value))}"'
    start = f'<input type="{write_value(widget["type"])}" name="{write_value(widget["name"])}"'
    return f"{start}{given}{write_options(widget['attrs'])}>\n"


def write_box(widget: Widget, renderer: DirectRenderer) -> str:
    """A check box or radio button of a list, with its label."""
    box = write_input(widget, renderer)
    if not widget.get("wrap_label"):
        return f"{box}\n"
    key = widget["attrs"].get("id")
    place = f' for="{write_value(key)}"' if key else ""
    return f"<label{place}>{box} {write_value(widget['label'])}</label>\n\n"


def write_boxes(widget: Widget, renderer: DirectRenderer) -> str:
    """A list of check boxes or radio buttons, which may be in groups."""
    attrs = widget["attrs"]
    given = "".join(f' {name}="{write_value(attrs[name])}"' for name in ("id", "class") if attrs.get(name))
    parts = []
    for group, options, _index in widget["optgroups"]:
        boxes = "".join(f"<div>\n    {write_option(each, renderer)}</div>" for each in options)
        parts.append(f"\n  <div><label>{write_value(group)}</label>{boxes}\n  </div>" if group else boxes)
    return f"<div{given}>{''.join(parts)}\n</div>\n"


def write_option(option: Widget, renderer: DirectRenderer) -> str:
    """An option as its own template says."""
    write = WRITERS.get(option["template_name"])
    if write:
        return write(option, renderer)
    return str(renderer.get_template(option["template_name"]).render({"widget": option}))


def write_choice(widget: Widget, renderer: DirectRenderer) -> str:
    """A line of a select."""
    start = f'<option value="{write_value(str(widget["value"]))}"{write_options(widget["attrs"])}>'
    return f"{start}{write_value(widget['label'])}</option>\n"


def write_select(widget: Widget, renderer: DirectRenderer) -> str:
    parts = []
    for group, options, _index in widget["optgroups"]:
        lines = "".join(f"\n  {write_option(each, renderer)}" for each in options)
        label = write_value(group) if group else ""
        parts.append(f'\n  <optgroup label="{label}">{lines}\n  </optgroup>' if group else lines)
    start = f'<select name="{write_value(widget["name"])}"{write_options(widget["attrs"])}>'
    return f"{start}{''.join(parts)}\n</select>\n"


def write_textarea(widget: Widget, renderer: DirectRenderer) -> str:
    text = write_value(widget["value"]) if widget["value"] else ""
    start = f'<textarea name="{write_value(widget["name"])}"{write_options(widget["attrs"])}>'
    return f"{start}\n{text}</textarea>\n"


WRITERS: dict[str, Callable[[Widget, DirectRenderer], str]] = {
    **{f"{FOLDER}{name}.html": write_input for name in INPUTS},
    **{f"{FOLDER}{name}.html": write_box for name in ("checkbox_option", "radio_option", "input_option")},
    **{f"{FOLDER}{name}.html": write_boxes for name in ("checkbox_select", "radio", "multiple_input")},
    f"{FOLDER}select.html": write_select,
    f"{FOLDER}select_option.html": write_choice,
    f"{FOLDER}textarea.html": write_textarea,
}
