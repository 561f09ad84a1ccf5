"""`page` and `node`: one thing by address or by global id."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q
from grapple.registry import registry as grapple_registry
from wagtail.models import Page

from content_api.access.context import get_info_context, get_info_reader
from content_api.access.gate import Gate
from content_api.errors import BadUserInput
from content_api.model.batching import link_batch
from content_api.model.filters import clean_path
from content_api.model.ids import parse_id
from content_api.model.languages import find_text_language, set_language
from content_api.model.relations import fetch, load_specific_pages
from content_api.schema.roots.collections import LOCALE, TEXT_LOCALE
from content_api.schema.types.interfaces import Node, PageInterface


def resolve_page(
    root: Any, info: Any, path: str | None = None, id: str | None = None, locale: str | None = None
) -> Any:
    """The page at `path` (or with `id`); null when there is none that the viewer may see."""
    context = get_info_context(info)
    gate, structure = context.gate, context.structure
    column, value = find_page_key(gate, path, id, locale)
    condition = Q(pk__in=()) if value is None else Q(**{column: value})
    rows = Page.objects.filter(gate.visible(Page) & condition).only("content_type")
    found = load_specific_pages(
        structure.check_version(list(structure.annotate_version(rows)[:1])), context.reader
    )
    return next(iter(link_batch(found)), None)


def find_page_key(
    gate: Gate, path: str | None = None, id: str | None = None, locale: str | None = None
) -> tuple[str, Any]:
    """The column and the value by which a page is asked for; None for what no page can have. BadUserInput for both
    arguments, and for none."""
    if (path is None) == (id is None):
        raise BadUserInput("Give exactly one of: id, path.")
    if id is not None:
        return "pk", page_key(id)
    return "url_path", gate.site.get_url_path(clean_path("path", path or ""), locale) or None


def page_key(value: str) -> int | None:
    kind, key = parse_id(value)
    return (
        key
        if kind in {model.__name__ for model in grapple_registry.pages if hasattr(model, "_meta")}
        else None
    )


def resolve_node(root: Any, info: Any, id: str, locale: str | None = None) -> Any:
    """The thing with this global id; null when it does not exist, is hidden, or is not public at all."""
    kind, key = parse_id(id)
    model = public_models().get(kind)
    if model is None:
        return None
    reader = get_info_reader(info)
    found = fetch(model, {key}, reader)
    set_language(found.values(), find_text_language(reader.gate, locale))
    return found.get(key)


def public_models() -> dict[str, Any]:
    """The models whose rows have a global id that can be asked for: those that collections list, and pages."""
    from cms.declarations import registry

    listed = [collection.model for collection in registry.collections.values()]
    pages = [model for model in registry.visibility if issubclass(model, Page)]
    return {model.__name__: model for model in [*listed, *pages]}


FIELDS: dict[str, graphene.Field] = {
    "page": graphene.Field(
        PageInterface,
        description="A page by its path or id.",
        resolver=resolve_page,
        args={
            "path": graphene.String(
                description="Path on the site, such as `/about/`, also percent-encoded; `/` is the home page."
            ),
            "id": graphene.ID(),
            "locale": graphene.Argument(
                graphene.String, description=LOCALE.replace("left out", "the path has none")
            ),
        },
    ),
    "node": graphene.Field(
        Node,
        description="An object by its global ID.",
        resolver=resolve_node,
        args={
            "id": graphene.ID(required=True),
            "locale": graphene.Argument(graphene.String, description=TEXT_LOCALE),
        },
    ),
}
