"""Wagtail 8.0: choosers of snippets, and of pages of one type, write their buttons in the language of the start.

The texts are put together when a chooser is made, which is once for all editors. Here it happens for each request.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.admin.widgets import AdminPageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

__all__ = ["install"]

TEXTS = {
    "choose_one_text": "Choose %(object)s",
    "choose_another_text": "Choose another %(object)s",
    "link_to_chosen_text": "Edit this %(object)s",
}
originals = {chooser: chooser.__init__ for chooser in (AdminSnippetChooser, AdminPageChooser)}


def fill_text(text: str, model: Any) -> str:
    return gettext(text) % {"object": model._meta.verbose_name}


def add_type(text: Any, model: Any) -> str:
    return f"{text} ({capfirst(model._meta.verbose_name)})"


fill_text_lazily, add_type_lazily = lazy(fill_text, str), lazy(add_type, str)


def init_snippet_chooser(self: Any, model: Any = None, **kwargs: Any) -> None:
    """Wagtail's, with texts that are put together when they are shown; those that were given stay."""
    originals[AdminSnippetChooser](self, model, **kwargs)
    for name, text in TEXTS.items():
        if name not in kwargs:
            setattr(self, name, fill_text_lazily(text, self.model))


def init_page_chooser(self: Any, *args: Any, **kwargs: Any) -> None:
    """The same for pages: the name of their type follows a text that is the same for all."""
    originals[AdminPageChooser](self, *args, **kwargs)
    text = kwargs.get("choose_one_text", type(self).choose_one_text)
    if str(self.choose_one_text) != str(text):
        self.choose_one_text = add_type_lazily(text, self.model)


def install() -> None:
    """Replace the two initialisers; called once, at the start."""
    AdminSnippetChooser.__init__ = init_snippet_chooser
    AdminPageChooser.__init__ = init_page_chooser
