"""`trending`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import graphene

from cms.analytics.models import TrendingWindow
from cms.declarations import SearchKind, registry
from content_api.access.context import get_info_reader
from content_api.errors import BadUserInput
from content_api.model.filters import clean_text
from content_api.model.pagination import Connection, PageArguments
from content_api.model.trending import load_trending
from content_api.schema.connections import ARGUMENTS, connection_type
from content_api.schema.limited_fields import LimitedField
from content_api.schema.roots.collections import LOCALE
from content_api.schema.roots.search import kind_enum, node_union

__all__ = ["TrendingArguments", "fields"]

COST = 5
WINDOW = {"first": graphene.Int, "after": graphene.String, "offset": graphene.Int}


@cache
def window_enum() -> Any:
    """The windows, with their descriptions."""
    labels = {value: str(label) for value, label in TrendingWindow.choices}
    return graphene.Enum(
        "TrendingWindow", list(zip(labels, labels, strict=True)),
        description=lambda value: labels[value.value] if value else "Over how long a time attention is compared.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrendingArguments:
    """Checked arguments of `trending`."""

    kind: SearchKind
    window: str
    locale: str | None
    page: PageArguments

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> TrendingArguments:
        """BadUserInput for what cannot be asked."""
        asked = PageArguments.of(given)
        language = clean_text("locale", given["locale"]) if given.get("locale") else None
        name, span = (getattr(each, "value", each) for each in (given["kind"], given["window"]))
        if name not in registry.search_kinds:
            raise BadUserInput("There is no such kind.")
        return cls(registry.search_kinds[name], span, language, asked)


def resolve_trending(root: Any, info: Any, **given: Any) -> Connection:
    asked = TrendingArguments.of(given)
    return load_trending(asked.kind, asked.window, asked.locale, asked.page, get_info_reader(info))


def fields() -> dict[str, graphene.Field]:
    page = {name: graphene.Argument(kind, description=ARGUMENTS[name]) for name, kind in WINDOW.items()}
    return {
        "trending": LimitedField(
            graphene.NonNull(connection_type(node_union(), "Trending")),
            cost=COST,
            description="What draws attention, most first; computed every hour. Empty where the site collects no"
            " events.",
            resolver=resolve_trending,
            args={
                "kind": graphene.Argument(graphene.NonNull(kind_enum())),
                "window": graphene.Argument(window_enum(), default_value=TrendingWindow.values[0]),
                "locale": graphene.Argument(graphene.String, description=LOCALE),
                **page,
            },
        )
    }
