"""Everything that a plugin may import from AiXplore. What is not named here may change at any time.

Versioned by HOOK_API: names are added with the second number, and taken away only with the first.
"""

from __future__ import annotations

from cms.analytics.recording import record_event
from cms.declarations import Gate, Viewer
from cms.declarations.gates import get_gate, get_public_gate
from cms.http.outgoing import Fetched, FetchRefused, fetch
from cms.plugins.api.analytics import (
    AnalyticsProvider,
    DayCount,
    EventProp,
    EventSubject,
    EventType,
    HourWeight,
    SubjectCount,
    TypeCount,
    ValueCount,
    VisitEvent,
)
from cms.plugins.api.contributions import (
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
    MergeRule,
    Metric,
    PermissionFilter,
    Policy,
    Rows,
    Sample,
    Url,
    permission,
)
from cms.plugins.api.errors import (
    CallFailed,
    Conflict,
    ContributionError,
    FeatureDisabled,
    PluginError,
    PluginRefused,
    TryLater,
)
from cms.plugins.api.events import (
    ContentPublished,
    ContentUnpublished,
    Event,
    ReviewPublished,
    ReviewSubmitted,
    VendorReplyPublished,
)
from cms.plugins.api.lists import CollectionFacet, CollectionFilter
from cms.plugins.api.markers import HOOK_API, hookimpl
from cms.plugins.api.moderation import PROPOSALS, Proposal, ReviewText
from cms.plugins.api.ratings import Rating, RatingExplanation, RatingProvider, ReviewChange, ReviewFacts
from cms.plugins.api.rules import GroupIds, Now, ViewerId
from cms.plugins.api.search import (
    SearchDocument,
    SearchKey,
    SearchMatch,
    SearchProvider,
    SearchRequest,
    SearchTerm,
)
from cms.plugins.api.vectors import (
    EmbeddingProvider,
    NearestRequest,
    StoredVector,
    VectorMatch,
    VectorProvider,
)
from cms.plugins.runtime.current import settings_of
from cms.visibility.current import visible_rows

__all__ = [
    "HOOK_API",
    "PROPOSALS",
    "PUBLIC",
    "SIGNED_IN",
    "STAFF",
    "AdminPanel",
    "AnalyticsProvider",
    "CallFailed",
    "CollectionFacet",
    "CollectionFilter",
    "Conflict",
    "ContentPublished",
    "ContentUnpublished",
    "Contribution",
    "ContributionError",
    "DashboardPanel",
    "DayCount",
    "EmbeddingProvider",
    "Event",
    "EventProp",
    "EventSubject",
    "EventType",
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
    "HourWeight",
    "Job",
    "KeyOf",
    "MergeRule",
    "Metric",
    "NearestRequest",
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
    "SearchDocument",
    "SearchKey",
    "SearchMatch",
    "SearchProvider",
    "SearchRequest",
    "SearchTerm",
    "StoredVector",
    "SubjectCount",
    "TryLater",
    "TypeCount",
    "Url",
    "ValueCount",
    "VectorMatch",
    "VectorProvider",
    "VendorReplyPublished",
    "Viewer",
    "ViewerId",
    "VisitEvent",
    "fetch",
    "get_gate",
    "get_public_gate",
    "hookimpl",
    "permission",
    "record_event",
    "settings_of",
    "visible_rows",
]
