"""schema.org data of a solution, from the same rows and the same aggregate that the page shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from cms.declarations import Gate
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.ratings import Rating
from cms.plugins.runtime.current import platform
from content_types.reviews import ratings
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor


def load(keys: Sequence[int], gate: Gate) -> Mapping[int, dict[str, Any]]:
    """A SoftwareApplication by solution; stars only where there is at least one published review."""
    rows = Solution.objects.filter(gate.visible(Solution), pk__in=keys).only(
        "title",
        "summary",
        "website",
        "is_open_source",
        "licence",
        "latest_version",
        "launched_on",
        "vendor_id",
    )
    solutions = list(rows.select_related(None))
    vendors = Vendor.objects.filter(gate.visible(Vendor)).in_bulk(
        {row.vendor_id for row in solutions if row.vendor_id}
    )
    rated = known_ratings(keys, gate)
    described = {row.pk: describe(row, vendors.get(row.vendor_id), rated.get(row.pk)) for row in solutions}
    extended: Mapping[int, dict[str, Any]] = platform().decorate(
        "json_ld", described, kind="solutions.Solution"
    )
    return extended


def known_ratings(keys: Sequence[int], gate: Gate) -> Mapping[int, Rating]:
    """Ratings, or none at all: the rest of a description stands without them."""
    try:
        return ratings.load(keys, gate)
    except CallFailed:
        return {}


def describe(solution: Solution, vendor: Vendor | None, rating: Rating | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": solution.title,
        "description": solution.summary,
        "url": solution.website or None,
        "softwareVersion": solution.latest_version or None,
        "license": solution.licence or None,
        "datePublished": solution.launched_on.isoformat() if solution.launched_on else None,
        "publisher": {"@type": "Organization", "name": vendor.name} if vendor else None,
        "aggregateRating": describe_rating(rating) if rating else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def describe_rating(rating: Rating) -> dict[str, Any]:
    return {
        "@type": "AggregateRating",
        "ratingValue": rating.average,
        "ratingCount": rating.count,
        "bestRating": 5,
        "worstRating": 1,
    }
