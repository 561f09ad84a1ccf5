"""The hooks, by subject. docs/reference/hooks.md is generated from these modules."""

from cms.plugins.api.hookspecs import (
    admin,
    content,
    graphql,
    lifecycle,
    operations,
    presentation,
    privacy,
    reviews,
    search,
    security,
)

MODULES = (lifecycle, content, reviews, search, graphql, security, operations, admin, privacy, presentation)
