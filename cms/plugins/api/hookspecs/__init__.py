"""The hooks, by subject. docs/reference/hooks.md is generated from these modules."""

from cms.plugins.api.hookspecs import (
    admin,
    analytics,
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

MODULES = (
    lifecycle,
    content,
    reviews,
    search,
    analytics,
    graphql,
    security,
    operations,
    admin,
    privacy,
    presentation,
)
