"""Hooks of the plugin."""

from __future__ import annotations

from aixplore_hello import services
from cms.plugin_api import (
    PUBLIC,
    STAFF,
    ContentPublished,
    GraphQLField,
    GraphQLQuery,
    Rows,
    hookimpl,
)

SOLUTION = "solutions.Solution"


@hookimpl
def content_published(event: ContentPublished) -> None:
    services.greet(event)


@hookimpl
def graphql_fields() -> list[GraphQLField]:
    return [
        GraphQLField(
            on=SOLUTION, name="greetingCount", type=int, load=services.count,
            description="How often it was greeted.", cost=1, permission=PUBLIC,
        ),
        GraphQLField(
            on=SOLUTION, name="greetedBy", type=list[str], load=services.authors,
            description="Who greeted it.", cost=1, permission=STAFF,
        ),
    ]  # fmt: skip


@hookimpl
def graphql_queries() -> list[GraphQLQuery]:
    return [
        GraphQLQuery(
            name="greeted", type=Rows(SOLUTION), resolve=services.list_greeted,
            description="Solutions with a greeting.", cost=5, permission=PUBLIC,
        )
    ]  # fmt: skip
