"""schema.org data of a solution, from the same rows and the same aggregate that the page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from cms.base.translated_texts import read_text
from cms.declarations import Gate
from cms.media.models import Image
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.ratings import Rating
from cms.plugins.runtime.current import platform
from content_types.reviews import ratings
from content_types.reviews.models import Review
from content_types.solutions.choices import Platform, PricingModel, PricingPeriod
from content_types.solutions.models import Solution
from content_types.solutions.parts import PricingPlan
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor

COLUMNS = (
    "title", "summary", "website", "locale", "is_open_source", "licence", "latest_version", "launched_on", "platforms",
    "pricing_model", "vendor_id", "category_id", "logo_id", "social_image_id",
)  # fmt: skip
REVIEWS = 5
"""Reviews in a description: the newest ones."""
OPERATING_SYSTEMS = {
    Platform.WINDOWS: "Windows", Platform.MACOS: "macOS", Platform.LINUX: "Linux", Platform.IOS: "iOS",
    Platform.ANDROID: "Android",
}  # fmt: skip
UNITS = {PricingPeriod.MONTH: "MON", PricingPeriod.YEAR: "ANN"}
"""UN/CEFACT codes, which schema.org takes in `unitCode`."""

Data = dict[str, Any]


@dataclass
class Sources:
    """The visible rows that descriptions are made of, by primary key, or by that of their solution."""

    vendors: Mapping[Any, Vendor]
    categories: Mapping[Any, Category]
    images: Mapping[Any, Image]
    ratings: Mapping[int, Rating]
    plans: Mapping[int, list[PricingPlan]] = field(default_factory=dict)
    reviews: Mapping[int, list[Review]] = field(default_factory=dict)


def load(keys: Sequence[int], gate: Gate) -> Mapping[int, Data]:
    """A SoftwareApplication by solution; stars only where there is at least one published review."""
    rows = Solution.objects.filter(gate.visible(Solution), pk__in=keys).only(*COLUMNS)
    solutions = list(rows.annotate(language=F("locale__language_code")))
    sources = load_sources(solutions, [row.pk for row in solutions], gate)
    described = {row.pk: describe(row, sources) for row in solutions}
    extended: Mapping[int, Data] = platform().decorate("json_ld", described, kind="solutions.Solution")
    return extended


def load_sources(solutions: list[Solution], keys: Sequence[int], gate: Gate) -> Sources:
    """Everything that the solutions point to, in one statement for each model."""

    def load_visible(model: Any, *columns: str) -> Any:
        wanted = {getattr(row, column) for row in solutions for column in columns} - {None}
        return model.objects.filter(gate.visible(model)).in_bulk(wanted)

    plans = PricingPlan.objects.filter(gate.visible(PricingPlan), page__in=keys).order_by("sort_order", "pk")
    return Sources(
        vendors=load_visible(Vendor, "vendor_id"),
        categories=load_visible(Category, "category_id"),
        images=load_visible(Image, "logo_id", "social_image_id"),
        ratings=load_ratings(keys, gate),
        plans=group_rows(plans, "page_id"),
        reviews=load_reviews(keys, gate),
    )


def load_ratings(keys: Sequence[int], gate: Gate) -> Mapping[int, Rating]:
    """Ratings, or none at all: the rest of a description stands without them."""
    try:
        return ratings.load(keys, gate)
    except CallFailed:
        return {}


def load_reviews(keys: Sequence[int], gate: Gate) -> Mapping[int, list[Review]]:
    """The newest published reviews of each solution."""
    place = Window(RowNumber(), partition_by=F("solution"), order_by=[F("created_at").desc(), F("pk").desc()])
    rows = Review.objects.filter(gate.visible(Review), solution__in=keys).annotate(place=place)
    return group_rows(
        rows.filter(place__lte=REVIEWS).select_related("author").order_by("place"), "solution_id"
    )


def group_rows(rows: Iterable[Any], column: str) -> Mapping[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def describe(solution: Any, sources: Sources) -> Data:
    language = solution.language
    vendor = sources.vendors.get(solution.vendor_id)
    category = sources.categories.get(solution.category_id)
    image = sources.images.get(solution.social_image_id) or sources.images.get(solution.logo_id)
    rating = sources.ratings.get(solution.pk)
    systems = [OPERATING_SYSTEMS[each] for each in solution.platforms or () if each in OPERATING_SYSTEMS]
    return without_empty({
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": solution.title,
        "description": solution.summary,
        "url": solution.website,
        "image": urljoin(settings.WAGTAILADMIN_BASE_URL, image.file.url) if image else None,
        "applicationCategory": read_text(category, "name", language) if category else None,
        "operatingSystem": ", ".join(systems),
        "softwareVersion": solution.latest_version,
        "license": solution.licence,
        "datePublished": solution.launched_on.isoformat() if solution.launched_on else None,
        "publisher": {"@type": "Organization", "name": read_text(vendor, "name", language)} if vendor else None,
        "offers": describe_offers(solution, sources.plans.get(solution.pk, [])),
        "aggregateRating": describe_rating(rating) if rating else None,
        "review": [describe_review(each) for each in sources.reviews.get(solution.pk, [])],
    })  # fmt: skip


def without_empty(data: Data) -> Data:
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def describe_offers(solution: Solution, plans: list[PricingPlan]) -> list[Data]:
    """Plans with a price; what is free has an offer without plans, too. Prices on request are not offers."""
    offers = [describe_plan(plan) for plan in plans if plan.is_free or plan.price is not None]
    if not offers and solution.pricing_model == PricingModel.FREE:
        return [{"@type": "Offer", "price": "0", "priceCurrency": "USD"}]
    return offers


def describe_plan(plan: PricingPlan) -> Data:
    price = {"price": str(plan.price or 0), "priceCurrency": plan.currency}
    offer = {"@type": "Offer", "name": plan.name, **price}
    if unit := UNITS.get(PricingPeriod(plan.period)):
        offer["priceSpecification"] = {"@type": "UnitPriceSpecification", **price, "unitCode": unit}  # type: ignore[assignment]
    return offer


def describe_rating(rating: Rating) -> Data:
    return {
        "@type": "AggregateRating",
        "ratingValue": rating.average,
        "ratingCount": rating.count,
        "bestRating": 5,
        "worstRating": 1,
    }


def describe_review(review: Review) -> Data:
    """A review with the public name of its author, as the API gives it; without one when the account was deleted."""
    stars = {"@type": "Rating", "ratingValue": review.rating, "bestRating": 5, "worstRating": 1}
    author = {"@type": "Person", "name": str(review.author.public_name)} if review.author else None
    return without_empty({
        "@type": "Review", "name": review.title, "reviewBody": review.body, "reviewRating": stars, "author": author,
        "datePublished": review.created_at.date().isoformat(),
    })  # fmt: skip
