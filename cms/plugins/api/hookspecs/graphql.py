"""What plugins add to the GraphQL schema. Types are dataclasses: no plugin needs a GraphQL library."""

from __future__ import annotations

from cms.plugins.api.contributions import GraphQLField, GraphQLMutation, GraphQLQuery
from cms.plugins.api.lists import CollectionFacet, CollectionFilter, ViewerRows
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", returns=GraphQLField)
def graphql_fields() -> list[GraphQLField]:
    """Fields on existing types, each loaded for many rows at once. Called once at start.

    @hookimpl
    def graphql_fields() -> list[GraphQLField]:
        return [
            GraphQLField(
                on="solutions.Solution", name="bookmarkCount", type=int, load=count_bookmarks,
                description="How many people keep it.", cost=1, permission=PUBLIC,
            )
        ]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=GraphQLQuery)
def graphql_queries() -> list[GraphQLQuery]:
    """Root fields. Called once at start.

    @hookimpl
    def graphql_queries() -> list[GraphQLQuery]:
        return [
            GraphQLQuery(
                name="bookmarks", type=Rows("solutions.Solution"), resolve=bookmarked,
                description="What you keep.", cost=10, permission=SIGNED_IN,
            )
        ]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=GraphQLMutation)
def graphql_mutations() -> list[GraphQLMutation]:
    """Mutations. Called once at start.

    @hookimpl
    def graphql_mutations() -> list[GraphQLMutation]:
        return [
            GraphQLMutation(
                name="bookmark", input=BookmarkInput, type=BookmarkPayload, perform=bookmark,
                description="Keep a solution.", cost=10, permission=SIGNED_IN,
            )
        ]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.3", returns=CollectionFilter)
def collection_filters() -> list[CollectionFilter]:
    """Filters of lists, over tables of the plugin's own. They are data: no code of the plugin runs when one is used.
    Called once at start.

    @hookimpl
    def collection_filters() -> list[CollectionFilter]:
        return [
            CollectionFilter(
                on="solutions", name="badges", rows="badges.Badge", link="solution", value="kind", type=BadgeKind,
                description="With any of these badges.",
            )
        ]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.3", returns=CollectionFacet)
def collection_facets() -> list[CollectionFacet]:
    """Counts for the values of the plugin's filters. A facet without a filter of its name refuses the plugin. Called
    once at start.

    @hookimpl
    def collection_facets() -> list[CollectionFacet]:
        return [CollectionFacet(on="solutions", name="badges", label="Badges")]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.7", returns=ViewerRows)
def viewer_rows() -> list[ViewerRows]:
    """Lists on `viewer`, of rows that a person keeps. They are data: no code of the plugin runs when one is read.
    Called once at start.

    @hookimpl
    def viewer_rows() -> list[ViewerRows]:
        return [
            ViewerRows(
                name="bookmarks", rows="bookmarks.Bookmark", link="solution", order=["-created_at"],
                description="The solutions that you have bookmarked, newest first.",
            )
        ]
    """
    raise NotImplementedError
