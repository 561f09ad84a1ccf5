"""The kinds of pages that this API knows, by Wagtail's names such as “solutions.Solution”."""

from __future__ import annotations

from wagtail.models import Page, get_page_models

from cms.declarations import registry
from cms.declarations.scopes import Scope
from cms.editorial.errors import Refused

__all__ = ["find_kind", "list_kinds"]


def list_kinds(scope: Scope) -> dict[str, type[Page]]:
    """The kinds that a credential reads. A page without a visibility rule is none of them."""
    models = (model for model in get_page_models() if model in registry.visibility)
    return {model._meta.label: model for model in models if scope.admits(model)}


def find_kind(name: object, scope: Scope) -> type[Page]:
    """The kind of this name; Refused for all others."""
    known = list_kinds(scope)
    if not isinstance(name, str) or name not in known:
        raise Refused(422, f"There is no kind {name!r:.80}. Kinds: {', '.join(sorted(known))}.")
    return known[name]
