"""What the credential of a machine is limited to, and the kinds of content that limits are made of.

A kind is a declared model with rows of its own; the parts of a row, such as the dates of an event, belong to its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import CASCADE, ForeignKey, Model, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

__all__ = ["ACTIONS", "Scope", "find_kind", "list_kinds"]

REDIRECTS = "wagtailredirects.redirect"
ACTIONS = (
    ("create", _("create")),
    ("change", _("change")),
    ("publish", _("publish and unpublish")),
    ("delete", _("delete")),
)
"""What a credential may do with rows besides reading them, where its owner may."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The limits of a credential. They narrow what its owner sees, and never add to it.

    kinds: labels of models in lower case; None for all. locales: language codes; None for all. Rows that are one for
    all languages are in each. drafts: the rows of a model that the owner may see unpublished; None to see none.
    actions: names of ACTIONS; none for a credential that only reads.
    """

    kinds: frozenset[str] | None = None
    locales: frozenset[str] | None = None
    drafts: Callable[[type[Model]], Q] | None = None
    actions: frozenset[str] = frozenset()

    def admits(self, model: type[Model]) -> bool:
        """Whether rows of a model may be read at all. What is no kind, such as a plugin's addition to rows, may."""
        kind = find_kind(model)
        return self.kinds is None or kind is None or kind in self.kinds

    def allows(self, action: str, model: type[Model], locale: str) -> bool:
        """Whether an action may be done with rows of a model in a language. What is no kind may not be written."""
        kind = find_kind(model)
        kind_fits = kind is not None and (self.kinds is None or kind in self.kinds)
        return action in self.actions and kind_fits and (self.locales is None or locale in self.locales)


def list_kinds() -> Mapping[str, type[Model]]:
    """The kinds that a credential can be limited to, by their labels."""
    found = {kind for model in list_models() if (kind := find_kind(model))}
    return {kind: apps.get_model(kind) for kind in sorted(found)}


def list_models() -> list[type[Model]]:
    from cms.declarations.registration import registry

    return [*registry.visibility, *list_file_models(), apps.get_model(REDIRECTS)]


def list_file_models() -> list[type[Model]]:
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    return [get_image_model(), get_document_model()]


def find_kind(model: type[Model]) -> str | None:
    """The kind that rows of a model belong to; None for what belongs to no kind."""
    from cms.declarations.registration import registry

    key = model, len(registry.visibility), len(registry.collections)
    if key not in _kinds:
        whole = find_whole(model) if model in list_models() else None
        own = model._meta.label_lower if model in list_models() else None
        _kinds[key] = find_kind(whole) if whole is not None else own
    return _kinds[key]


_kinds: dict[tuple[type[Model], int, int], str | None] = {}
"""What was found, as long as nothing more is declared."""


def find_whole(model: type[Model]) -> type[Model] | None:
    """The model whose rows those of this one are parts of: the parent of a cluster, or what they are deleted with."""
    from cms.declarations.registration import registry

    listed = {each.model for each in registry.collections.values()}
    keys = [
        each
        for each in model._meta.get_fields()
        if isinstance(each, ForeignKey) and each.related_model is not model
    ]
    parents = [each.related_model for each in keys if isinstance(each, ParentalKey)]
    if model not in listed and not hasattr(model, "url_path"):
        owners = [each for each in keys if each.remote_field.on_delete is CASCADE]
        parents += [each.related_model for each in owners]
    return next((each for each in parents if each in registry.visibility), None)  # type: ignore[return-value]
