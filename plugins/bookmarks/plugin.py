"""Hooks of the bookmarks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import (
    PUBLIC,
    SIGNED_IN,
    STAFF,
    AdminPanel,
    EventProp,
    EventType,
    GraphQLField,
    GraphQLMutation,
    GraphQLQuery,
    MergeRule,
    Metric,
    Rows,
    Url,
    ViewerRows,
    hookimpl,
    permission,
)
from plugins.bookmarks import services
from plugins.bookmarks.schema import BookmarkInput, BookmarkPayload

SOLUTION = "solutions.Solution"


@hookimpl
def graphql_fields() -> list[GraphQLField]:
    return [
        GraphQLField(
            on=SOLUTION, name="bookmarkCount", type=int, load=services.counts, cost=1, permission=PUBLIC,
            reads=["bookmarks.Bookmark"], description="How many people have bookmarked it; null for small numbers.",
        ),
        GraphQLField(
            on=SOLUTION, name="bookmarked", type=bool, load=services.is_kept, cost=1, permission=SIGNED_IN,
            description="Whether you have bookmarked it.",
        ),
    ]  # fmt: skip


@hookimpl
def graphql_queries() -> list[GraphQLQuery]:
    return [
        GraphQLQuery(
            name="bookmarks", type=Rows(SOLUTION), resolve=services.list_bookmarks, cost=10, permission=SIGNED_IN,
            description="The solutions that you have bookmarked, newest first.",
            deprecated="Use `viewer { bookmarks { nodes … } }`, which has pages.",
        )
    ]  # fmt: skip


@hookimpl
def viewer_rows() -> list[ViewerRows]:
    return [
        ViewerRows(
            name="bookmarks", rows="bookmarks.Bookmark", link="solution", order=["-created_at"],
            description="The solutions that you have bookmarked, newest first.",
        )
    ]  # fmt: skip


@hookimpl
def graphql_mutations() -> list[GraphQLMutation]:
    return [
        GraphQLMutation(
            name="bookmark", input=BookmarkInput, type=BookmarkPayload, perform=services.bookmark, cost=10,
            permission=SIGNED_IN, description="Add a solution to your bookmarks, or remove it.",
        )
    ]  # fmt: skip


@hookimpl
def admin_panels() -> list[AdminPanel]:
    return [
        AdminPanel(
            name="most_kept", title=_("Bookmarks"), template="bookmarks/most_kept.html", context=services.listing,
            icon="pick", policy=permission("solutions.change_solution"),
        )
    ]  # fmt: skip


@hookimpl
def urls() -> list[Url]:
    return [Url(name="report", path="report.json", view=services.report, policy=STAFF)]


@hookimpl
def metrics() -> list[Metric]:
    return [Metric(name="bookmarks", help="Bookmarks of all users.", read=services.total)]


@hookimpl
def export_personal_data(user: int) -> dict[str, Any]:
    return services.export_bookmarks(user)


@hookimpl
def erase_personal_data(user: int) -> int:
    return services.erase(user)


@hookimpl
def json_ld(value: dict[int, dict[str, Any]], kind: str) -> dict[int, dict[str, Any]]:
    return services.add_interactions(value) if kind == SOLUTION else value


@hookimpl
def merge_rules() -> list[MergeRule]:
    """Who keeps both solutions keeps the one, since the earlier moment."""
    return [MergeRule(name="bookmarks", model="bookmarks.Bookmark", field="solution", prefer=["created_at"])]


@hookimpl
def analytics_events() -> list[EventType]:
    return [
        EventType(
            name="opened", description="Opened a solution from the list of bookmarks.",
            props=[EventProp("place", int, most=1000)],
        ),
        EventType(name="added", description="Bookmarked a solution.", weight=6, server=True),
    ]  # fmt: skip
