"""Root fields about all visible rows of a collection, made from the declared summaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.core.exceptions import ValidationError

from cms.declarations import CollectionSummary, registry
from content_api.access.context import get_info_reader
from content_api.model.collection_query import CollectionQuery
from content_api.schema.inputs import clean_arguments, declared_argument, input_type
from content_api.schema.limited_fields import LimitedField
from content_api.schema.rejections import api_error
from content_api.schema.roots.collections import locale_argument
from content_api.schema.types.values import graphql_type

__all__ = ["root_fields"]


def root_fields() -> dict[str, graphene.Field]:
    """The root field of each summary, by GraphQL name."""
    return {name: summary_field(declared) for name, declared in registry.summaries.items()}


def summary_field(declared: CollectionSummary) -> graphene.Field:
    collection = registry.collections[declared.collection]
    arguments = {name: declared_argument(each) for name, each in declared.arguments.items()}
    if filter_type := input_type(collection):
        arguments["filter"] = graphene.Argument(filter_type, description=f"As `{collection.name}` has it.")
    return LimitedField(
        graphql_type(declared.type),
        cost=declared.cost,
        description=declared.description,
        resolver=summary_resolver(declared),
        args={**arguments, **locale_argument(collection)},
    )


def summary_resolver(declared: CollectionSummary) -> Callable[..., Any]:
    collection = registry.collections[declared.collection]

    def resolve(root: Any, info: Any, filter: Any = None, locale: str | None = None, **given: Any) -> Any:
        reader = get_info_reader(info)
        query = CollectionQuery.of(collection, {"filter": filter, "locale": locale}, reader)
        try:
            return declared.summarize(query.rows(reader.gate), reader.gate, clean_arguments(given))
        except ValidationError as error:
            raise api_error(error) from error

    return resolve
