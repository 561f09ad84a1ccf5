"""Wagtail's choosers without the inline script that each of them writes, so that the admin's policy can forbid those.

Wagtail starts a chooser, a date field and an inline panel by `<script>new PageChooser("id", {…});</script>` beside it.
Ours is `<cms-start name="PageChooser" arguments="[…]">`, an element of static/cms/start.js that makes the same call at
the same moment. The templates of date fields and panels are ours for the same reason.
"""

from __future__ import annotations

import json
import re
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

__all__ = ["element", "element_for", "install"]

CALL = re.compile(r"(?:new )?(\w+)\((.*)\);?", re.DOTALL)


def element(name: str, arguments: list[Any]) -> SafeString:
    """What starts a widget of this name with these arguments."""
    return format_html('<cms-start name="{}" arguments="{}"></cms-start>', name, json.dumps(arguments))


def element_for(call: str) -> SafeString:
    """The same for a call such as `new PageChooser("id", {…});`. ValueError unless its arguments are JSON."""
    match = CALL.fullmatch(call.strip())
    if match is None:
        raise ValueError(
            f"A chooser starts by {call[:80]!r}, which is not a call with JSON as its arguments."
        )
    return element(match[1], json.loads(f"[{match[2]}]"))


def render(self: BaseChooser, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
    """BaseChooser.render, with an element in the script's place."""
    if not (attrs or {}).get("id"):
        raise TypeError("A chooser cannot be rendered without an `id` attribute.")
    data = self.get_value_data(value)
    html = self.render_html(name, data, attrs)
    return mark_safe(html + element_for(self.render_js_init(attrs["id"], name, data)))  # noqa: S308  (both are escaped)


def install() -> None:
    """Let every chooser render as above; called once, at the start."""
    BaseChooser.render = render
