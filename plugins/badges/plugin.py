"""Hooks of the badges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import PUBLIC, CollectionFacet, CollectionFilter, Gate, GraphQLField, hookimpl
from plugins.badges.models import Badge, BadgeKind


@hookimpl
def collection_filters() -> list[CollectionFilter]:
    return [
        CollectionFilter(
            on="solutions", name="badges", rows="badges.Badge", link="solution", value="kind", type=BadgeKind,
            description="With any of these badges.",
        )
    ]  # fmt: skip


@hookimpl
def collection_facets() -> list[CollectionFacet]:
    return [CollectionFacet(on="solutions", name="badges", label=_("Badges"))]


@hookimpl
def graphql_fields() -> list[GraphQLField]:
    return [
        GraphQLField(
            on="solutions.Solution", name="badges", type=list[BadgeKind], load=load_badges, cost=1, permission=PUBLIC,
            reads=["badges.Badge"], description="The badges that editors awarded.",
        )
    ]  # fmt: skip


def load_badges(keys: Sequence[int], gate: Gate) -> Mapping[int, list[BadgeKind]]:
    """The badges of each solution; one statement."""
    found: dict[int, list[BadgeKind]] = {key: [] for key in keys}
    for key, kind in Badge.objects.filter(solution__in=keys).order_by("pk").values_list("solution", "kind"):
        found[key].append(BadgeKind(kind))
    return found
