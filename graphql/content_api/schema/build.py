"""The schema: Grapple's types made ours, under our own roots. The only importer of `grapple.schema`."""

from __future__ import annotations

from typing import Any

import graphene
from django.conf import settings
from graphql import GraphQLSchema, print_schema
from graphql.validation import NoUnusedFragmentsRule

from cms.base.once import once
from cms.plugins.runtime.current import platform

_leave_document = NoUnusedFragmentsRule.leave_document


@once
def build_schema() -> GraphQLSchema:
    """The executable schema, built once per process, on first use.

    Importing Grapple's schema builds its types, and switches off one of the standard validation rules for the whole
    process; that rule is put back.
    """
    import grapple.schema  # noqa: F401

    NoUnusedFragmentsRule.leave_document = _leave_document  # type: ignore[method-assign]
    from content_api.schema.plugin_fields.fitting import contributors, refuse_unfit

    if contributors():
        refuse_unfit(compose(plugins=False))
    return compose(plugins=True)


def core_queries(*, plugins: bool) -> dict[str, Any]:
    """The root fields that are not a plugin's, by GraphQL name; with what plugins add to the type of one of them."""
    from content_api.schema.plugin_fields.viewer_lists import viewer_lists
    from content_api.schema.roots import (
        collections,
        pages,
        redirects,
        search,
        site,
        sitemap,
        summaries,
        trending,
        viewer,
    )

    declared = (
        pages.FIELDS,
        site.FIELDS,
        sitemap.FIELDS,
        redirects.FIELDS,
        search.fields(),
        trending.fields(),
        viewer.fields(viewer_lists() if plugins else {}),
    )
    built = {**collections.root_fields(), **summaries.root_fields()}
    return {**built, **{name: field for each in declared for name, field in each.items()}}


def compose(*, plugins: bool) -> GraphQLSchema:
    """The schema of the core alone, or with what the loaded plugins add."""
    from content_api.schema.mutations import fields as mutations
    from content_api.schema.plugin_fields.fields import root_fields
    from content_api.schema.plugin_fields.lists import extend_collections
    from content_api.schema.types.build import public_types

    extend_collections(plugins)
    types = public_types(plugins)
    changes = {**mutations.core_fields(), **(mutations.plugin_fields() if plugins else {})}
    mutation = root_type("Mutation", "All mutations.", changes) if changes else None
    roots = {**core_queries(plugins=plugins), **(root_fields() if plugins else {})}
    query = root_type("Query", "All queries.", roots)
    return graphene.Schema(
        query=query, mutation=mutation, types=[kind for kind in types if kind._meta.fields]
    ).graphql_schema


def root_type(name: str, description: str, fields: dict[str, Any]) -> type[graphene.ObjectType]:
    """An object type with these fields in the order of their names: Graphene's is the one in which they were made, so
    it would depend on what was imported first."""
    from content_api.schema.types.values import field_name

    named = {field_name(each): field for each, field in sorted(fields.items())}
    for field in named.values():
        field.reset_counter()
    return type(
        name, (graphene.ObjectType,), {**named, "Meta": type("Meta", (), {"description": description})}
    )


def schema_sdl() -> str:
    """The schema in the schema definition language, with a line feed at its end."""
    return print_schema(build_schema()) + "\n"


def tracked_sdl() -> str:
    """The same with the plugins of the checkout alone: what belongs into `graphql/schema.graphql`."""
    build_schema()  # refuses plugins that do not fit
    with platform().limit_contributors(bundled_plugins()):
        text = print_schema(compose(plugins=True))
    compose(plugins=True)  # the types of models are shared: they get the fields of all plugins again
    return text + "\n"


def list_private_plugins() -> list[str]:
    """Loaded plugins from elsewhere that add to the schema."""
    from content_api.schema.plugin_fields.fitting import contributors

    bundled = set(bundled_plugins())
    return sorted({name for name, _ in contributors()} - bundled)


def bundled_plugins() -> list[str]:
    """Loaded plugins in the folder plugins/ of the checkout."""
    folder = settings.CODE_DIR / "plugins"
    return [
        each.name
        for each in platform().get_loaded_plugins()
        if each.candidate.folder and each.candidate.folder.resolve().parent == folder.resolve()
    ]
