"""The interfaces that Grapple gives our page and snippet types. Grapple imports them by their dotted names."""

from __future__ import annotations

from typing import Any

import graphene
from grapple.registry import registry as grapple_registry
from wagtail.images import get_image_model

from content_api.model.alternates import PageAlternate
from content_api.schema.connections import arguments, connection_type
from content_api.schema.types.values import object_type
from content_types.base.models import Seo


class Node(graphene.Interface):
    """An object with a global ID."""

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, row: Any, info: Any) -> Any:
        return grapple_registry.models[type(row)]


class PageInterface(graphene.Interface):
    """A page of the site."""

    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    slug = graphene.String(required=True)
    path = graphene.String(description="Path on this site, with the prefix of its language.")
    url = graphene.String(description="Address in the frontend.")
    locale = graphene.String(required=True, description="Language code.")
    page_type = graphene.String(required=True, description="Name of the page's GraphQL type.")
    published_at = graphene.DateTime(description="First published.")
    updated_at = graphene.DateTime(description="Last published.")
    parent = graphene.Field(
        lambda: PageInterface, description="Null for a root page, or if the parent is hidden."
    )
    ancestors = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="Visible ancestors, from the home page down.",
    )
    translations = graphene.List(
        graphene.NonNull(lambda: PageInterface),
        required=True,
        description="The same page in other languages.",
    )
    alternates = graphene.List(
        graphene.NonNull(object_type(PageAlternate)),
        required=True,
        description="The page in each of its languages for `hreflang`, itself among them, and `x-default`.",
    )
    seo = graphene.Field(
        object_type(Seo),
        required=True,
        description="Title, description and canonical address for the head of the page.",
    )
    social_image = graphene.Field(
        lambda: grapple_registry.models[get_image_model()],
        description="Image for cards on social networks; `site.settings.shareImage` where it is null.",
    )
    children = graphene.Field(
        graphene.NonNull(lambda: page_connection()),
        arguments(),
        description="The visible child pages.",
    )

    @classmethod
    def resolve_type(cls, page: Any, info: Any) -> Any:
        return grapple_registry.pages[type(page)]


def page_connection() -> type[graphene.ObjectType]:
    """The connection over pages of any kind."""
    return connection_type(PageInterface, "Page")


class SnippetInterface(graphene.Interface):
    """A reusable piece of content that is not a page."""

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, row: Any, info: Any) -> Any:
        return grapple_registry.snippets[type(row)]
