"""The schema: Grapple's types made ours, under our own roots. The only importer of `grapple.schema`."""

from __future__ import annotations

from functools import cache

import graphene
from graphql import GraphQLSchema, print_schema
from graphql.validation import NoUnusedFragmentsRule

_leave_document = NoUnusedFragmentsRule.leave_document


@cache
def build_schema() -> GraphQLSchema:
    """The executable schema, built once a process.

    Importing Grapple's schema builds its types, and switches off one of the standard validation rules for the whole
    process; that rule is put back.
    """
    import grapple.schema  # noqa: F401

    NoUnusedFragmentsRule.leave_document = _leave_document  # type: ignore[method-assign]
    from content_api.queries import collections, pages, redirects, search, site
    from content_api.types.build import public_types
    from content_api.types.values import field_name

    types = public_types()
    roots = {field_name(name): field for name, field in collections.root_fields().items()}
    roots |= pages.FIELDS | site.FIELDS | redirects.FIELDS | search.fields()
    meta = type("Meta", (), {"description": "Everything that can be read."})
    query = type("Query", (graphene.ObjectType,), {**dict(sorted(roots.items())), "Meta": meta})
    reachable = [kind for kind in types if kind._meta.fields]
    return graphene.Schema(query=query, types=reachable).graphql_schema


def schema_sdl() -> str:
    """The schema in the schema definition language, with a line feed at its end."""
    return print_schema(build_schema()) + "\n"
