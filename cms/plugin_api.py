"""Everything that a plugin may import from AiXplore. What is not named here may change at any time.

Versioned by HOOK_API: names are added with the second number, and taken away only with the first.
"""

from __future__ import annotations

from cms.declarations import Gate, Viewer
from cms.gates import get_gate, get_public_gate
from cms.hooks.contributions import (
    PUBLIC,
    SIGNED_IN,
    STAFF,
    AdminPanel,
    Contribution,
    DashboardPanel,
    GraphQLField,
    GraphQLMutation,
    GraphQLQuery,
    Health,
    HealthCheck,
    Job,
    KeyOf,
    Metric,
    PermissionFilter,
    Policy,
    Rows,
    Sample,
    Url,
    permission,
)
from cms.hooks.errors import (
    CallFailed,
    Conflict,
    ContributionError,
    FeatureDisabled,
    PluginError,
    PluginRefused,
)
from cms.hooks.events import (
    ContentPublished,
    ContentUnpublished,
    Event,
    ReviewPublished,
    ReviewSubmitted,
    VendorReplyPublished,
)
from cms.hooks.markers import HOOK_API, hookimpl
from cms.hooks.moderation import PROPOSALS, Proposal, ReviewText
from cms.hooks.ratings import Rating, RatingExplanation, RatingProvider, ReviewChange, ReviewFacts
from cms.hooks.rules import GroupIds, Now, ViewerId
from cms.hooks.runtime import settings_of
from cms.visibility.current import visible_rows
from cms.web.outgoing import Fetched, FetchRefused, fetch

__all__ = [
    "HOOK_API",
    "PROPOSALS",
    "PUBLIC",
    "SIGNED_IN",
    "STAFF",
    "AdminPanel",
    "CallFailed",
    "Conflict",
    "ContentPublished",
    "ContentUnpublished",
    "Contribution",
    "ContributionError",
    "DashboardPanel",
    "Event",
    "FeatureDisabled",
    "FetchRefused",
    "Fetched",
    "Gate",
    "GraphQLField",
    "GraphQLMutation",
    "GraphQLQuery",
    "GroupIds",
    "Health",
    "HealthCheck",
    "Job",
    "KeyOf",
    "Metric",
    "Now",
    "PermissionFilter",
    "PluginError",
    "PluginRefused",
    "Policy",
    "Proposal",
    "Rating",
    "RatingExplanation",
    "RatingProvider",
    "ReviewChange",
    "ReviewFacts",
    "ReviewPublished",
    "ReviewSubmitted",
    "ReviewText",
    "Rows",
    "Sample",
    "Url",
    "VendorReplyPublished",
    "Viewer",
    "ViewerId",
    "fetch",
    "get_gate",
    "get_public_gate",
    "hookimpl",
    "permission",
    "settings_of",
    "visible_rows",
]
