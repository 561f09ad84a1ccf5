"""Wagtail 8.0.1 works out again for each request what stays the same: the definitions of blocks, as a form of blocks
sends them to its script, the class of a form with those of its child rows, the addresses of scripts, and the markup of
each icon. Here they are kept in the process.

Definitions are kept for a language and for the choices that their fields offer at that moment: choices may come from
the database, and from the rows that a person may see.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.forms.widgets import ChoiceWidget
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.admin import staticfiles
from wagtail.admin.panels import Panel
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget

__all__ = ["install"]

MOST = 16
"""Definitions of one field that are kept: languages times sets of choices."""
build_definition = BlockWidget._build_block_json
build_form_class = Panel.get_form_class
make_icon = wagtailadmin_tags.icon


def load_definition(self: BlockWidget) -> None:
    """Take the definition from an earlier form of the same field, or build it and keep it."""
    kept = vars(self.block_def).setdefault("_kept_definitions", {})
    key = (get_language(), *list_choices(self.block_def))
    if key not in kept:
        build_definition(self)
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = (self._js_context, self._block_json)
    self._js_context, self._block_json = kept[key]


def list_choices(block: Block) -> Iterator[Hashable]:
    """What the lists of a block and of all blocks in it offer to choose; choosers write none of it into the form."""
    widget = getattr(getattr(block, "field", None), "widget", None)
    if isinstance(widget, ChoiceWidget):
        yield str(list(widget.choices))
    item = getattr(block, "child_block", None)
    for child in [*getattr(block, "child_blocks", {}).values(), *([item] if item else [])]:
        yield from list_choices(child)


def load_form_class(self: Panel) -> type:
    """The class of a form, which what its panels say makes; one for each language, as some widgets write texts."""
    kept: dict[str | None, type] = vars(self).setdefault("_kept_form_classes", {})
    language = get_language()
    if language not in kept:
        kept[language] = build_form_class(self)
    return kept[language]


def render_icon(name: Any = None, classname: Any = None, title: Any = None, wrapped: Any = False) -> str:
    """The markup of an icon. A title may be lazy, and is another one in each language."""
    given = (str(each) if isinstance(each, Promise) else each for each in (name, classname, title))
    return _render_icon(*given, wrapped)


@lru_cache(maxsize=2048, typed=True)  # markup and plain text that read alike are told apart
def _render_icon(*given: Any) -> str:
    return render_to_string("wagtailadmin/shared/icon.html", make_icon(*given))


@lru_cache(maxsize=2048)
def find_static(path: str) -> str:
    """The address of a script or a style sheet; a form names more than a hundred."""
    return static(path)


def forget_static(**changed: Any) -> None:
    """Look addresses up again; settings change in tests alone."""
    find_static.cache_clear()


def install() -> None:
    """Extend Wagtail's method and tag; called once, at the start."""
    BlockWidget._build_block_json = load_definition
    Panel.get_form_class = load_form_class
    staticfiles.static = find_static
    setting_changed.connect(forget_static)
    wagtailadmin_tags.register.simple_tag(render_icon, name="icon")
