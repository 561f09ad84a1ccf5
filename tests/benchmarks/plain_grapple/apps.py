"""What Grapple's documentation has a project declare for the reads: two root fields, a custom query, and a relation."""

from __future__ import annotations

from typing import Any

import graphene
from django.apps import AppConfig


class PlainGrappleConfig(AppConfig):
    """Declares it before Grapple makes its types, so it stands before Grapple in INSTALLED_APPS."""

    name = "tests.benchmarks.plain_grapple"
    label = "plain_grapple"

    def ready(self) -> None:
        from grapple.helpers import register_query_field
        from grapple.models import GraphQLCollection, GraphQLForeignKey
        from wagtail import hooks

        from content_types.solutions.models import Solution

        reviews = GraphQLCollection(GraphQLForeignKey, "reviews", "reviews.Review", is_queryset=True)
        Solution.graphql_fields.append(reviews)
        register_query_field("solution", "solutions")(Solution)
        hooks.register("register_schema_query", add_filtered_solutions)


def add_filtered_solutions(mixins: list[type]) -> None:
    """A list with a filter and its number: Grapple's own root fields have no filters by columns."""
    from grapple.registry import registry
    from grapple.types.structures import PaginatedQuerySet
    from grapple.utils import resolve_paginated_queryset

    from content_types.solutions.models import Solution

    class FilteredSolutions:
        filtered_solutions = PaginatedQuerySet(
            lambda: registry.models[Solution], Solution, pricing_model=graphene.String()
        )

        def resolve_filtered_solutions(
            self, info: Any, pricing_model: str | None = None, **arguments: Any
        ) -> Any:
            found = Solution.objects.live().public()
            if pricing_model is not None:
                found = found.filter(pricing_model=pricing_model)
            return resolve_paginated_queryset(found, info, **arguments)

    mixins.append(FilteredSolutions)
