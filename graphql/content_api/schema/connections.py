"""Connection types after the Relay cursor specification, with `nodes` and `totalCount` beside the edges."""

from __future__ import annotations

from functools import cache
from typing import Any

import graphene

ARGUMENTS: dict[str, Any] = {
    "first": "Number of items to return, from the start.",
    "after": "Only items after this cursor.",
    "last": "Number of items to return, from the end.",
    "before": "Only items before this cursor.",
    "offset": "Number of items to skip; cannot be combined with cursors.",
}


class PageInfo(graphene.ObjectType):
    """The position of this page in the list."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def arguments() -> dict[str, graphene.Argument]:
    """The arguments of every connection."""
    return {
        name: graphene.Argument(
            graphene.String if name in ("after", "before") else graphene.Int, description=text
        )
        for name, text in ARGUMENTS.items()
    }


@cache
def connection_type(node: Any, name: str) -> type[graphene.ObjectType]:
    """`<name>Connection` over the type that `node` (a type or a function giving one) stands for."""
    return build_connection_type(node, name, {})


def build_connection_type(node: Any, name: str, more: dict[str, Any]) -> type[graphene.ObjectType]:
    """The same with more fields. Each call makes another type."""
    edge = type(f"{name}Edge", (graphene.ObjectType,), {
        "node": graphene.Field(node, required=True),
        "cursor": graphene.String(required=True),
    })  # fmt: skip
    return type(f"{name}Connection", (graphene.ObjectType,), {
        "edges": graphene.List(graphene.NonNull(edge), required=True),
        "nodes": graphene.List(graphene.NonNull(node), required=True),
        "page_info": graphene.Field(PageInfo, required=True, resolver=page_info),
        "total_count": graphene.Int(
            required=True, description="Number of items in the whole list; counted only when selected.",
            resolver=count_all,
        ),
        **more,
        "Meta": type("Meta", (), {"description": f"A page of a list of {name}."}),
    })  # fmt: skip


def count_all(page: Any, info: Any) -> int:
    return page.count()  # type: ignore[no-any-return]


count_all.is_late = True  # type: ignore[attr-defined]  # facets of the list count its rows, too


def page_info(page: Any, info: Any) -> PageInfo:
    ends = (page.rows[0], page.rows[-1]) if page.rows else ()
    start, end = (page.cursor(row) for row in ends) if ends else (None, None)
    return PageInfo(
        has_next_page=page.has_next, has_previous_page=page.has_previous, start_cursor=start, end_cursor=end
    )
