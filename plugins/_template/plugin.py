"""The hooks of the plugin."""

from __future__ import annotations

from datetime import timedelta

from cms.plugin_api import PUBLIC, GraphQLField, Job, hookimpl

from . import services


@hookimpl
def graphql_fields() -> list[GraphQLField]:
    return [
        GraphQLField(
            on="solutions.Solution",
            name="exampleNameCount",
            type=int,
            load=services.count,
            description="How many notes there are about it.",
            cost=1,
            permission=PUBLIC,
        ),
    ]


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="tidy",
            run=services.tidy,
            every=timedelta(days=1),
            description="Deletes old notes.",
        ),
    ]
