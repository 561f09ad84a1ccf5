"""What the API offers of reviews: published ones of visible solutions, and what is counted from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Avg, Count, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from cms.declarations import (
    ApiCollection,
    Band,
    BatchField,
    Facet,
    Filter,
    Gate,
    Nested,
    declare,
    declare_own,
    declare_read,
    declare_visibility,
    extend,
)
from cms.media.models import Image
from cms.plugins.api.ratings import Rating
from content_types.reviews import jsonld, ratings
from content_types.reviews.choices import Incentive, Relationship, ReviewState, Verification
from content_types.reviews.helpfulness import build_helpfulness
from content_types.reviews.models import SUB_RATINGS, Review, ReviewVote, VendorReply
from content_types.solutions.models import Solution
from content_types.solutions.parts import PricingPlan
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor


@dataclass(frozen=True)
class ReviewAuthor:
    """The public details of an author."""

    display_name: str


@dataclass(frozen=True)
class HelpfulVotes:
    """Readers' votes; score is the lower Wilson bound of the share of “helpful”, z = 1.96."""

    helpful: int
    total: int
    score: float


@dataclass(frozen=True)
class SubRatings:
    """Means of sub-ratings, from 1 to 5; null where no review has one."""

    ease_of_use: float | None
    features: float | None
    support: float | None
    value_for_money: float | None


RATING_BANDS = tuple(
    Band(text, format_lazy(_("{stars} stars and more"), stars=text), float(text))
    for text in ("4.5", "4", "3", "2")
)
STAR_BANDS = tuple(
    Band(
        str(stars),
        format_lazy(ngettext_lazy("{stars} star", "{stars} stars", stars), stars=stars),
        stars,
        stars + 1,
    )
    for stars in range(5, 0, -1)
)


def register() -> None:
    extend_solutions()
    declare_read(ReviewVote, get_user_model())
    declare_visibility(Review, build_published_rule)
    declare_visibility(VendorReply, lambda gate: Q(state=ReviewState.PUBLISHED))
    for model in (Review, VendorReply):
        declare_own(model, lambda user: Q(author=user.pk))
    declare(
        ApiCollection(
            name="reviews",
            model=Review,
            description="Published reviews.",
            filters=filters(),
            orders={
                "CREATED_DESC": ("-created_at",),
                "CREATED_ASC": ("created_at",),
                "RATING_DESC": ("-rating", "-created_at"),
                "RATING_ASC": ("rating", "-created_at"),
                "HELPFUL_DESC": ("-helpfulness", "-created_at"),
            },
            default_order="CREATED_DESC",
            computed={"helpfulness": lambda gate, given: build_helpfulness()},
            facets=facets(),
            nested=(Nested("solution", "reviews", "Published reviews of this solution."),),
        ),
        BatchField(
            Review, "author", ReviewAuthor, load_authors, "The author; null if the account was deleted.",
            reads=(Review, get_user_model()),
        ),
        BatchField(
            Review, "votes", HelpfulVotes, load_votes, "Readers' votes.", True, HelpfulVotes(0, 0, 0.0),
            reads=(ReviewVote,),
        ),
        BatchField(
            Solution, "rating", Rating, ratings.load, "Aggregate of published reviews; null without any.",
            reads=(Review,),
        ),
        BatchField(
            Solution, "subRatings", SubRatings, load_sub_ratings,
            "Means of the published reviews' sub-ratings; null without any reviews.", reads=(Review,),
        ),
        BatchField(
            Solution, "jsonLd", dict, jsonld.load, "schema.org SoftwareApplication, ready to embed.",
            reads=(Solution, Vendor, Review, Category, Image, PricingPlan), cost=4,
        ),
    )  # fmt: skip


def extend_solutions() -> None:
    """Orders and filters of solutions that are made of their reviews; what they mean is the rating provider's."""
    extend(
        "solutions",
        orders={"RATING_DESC": ratings.order},
        filters={
            "minRating": Filter(
                "", float, "Rated with at least this many stars on average.", build=ratings.build_minimum_rule
            ),
            "topRated": Filter(
                "", bool, "Solutions whose rating is based on enough reviews.", build=ratings.top_rated
            ),
        },
        facets={
            "minRating": Facet(
                label=_("Rating"), path=ratings.find_average_path, bands=RATING_BANDS, reads=(Review,)
            )
        },
    )


def build_published_rule(gate: Gate) -> Q:
    return Q(state=ReviewState.PUBLISHED) & gate.visible(Solution, "solution__")


def filters() -> dict[str, Filter]:
    return {
        "solution": Filter("solution__slug", str, "Of any of these solutions, by slug.", many=True),
        "rating": Filter("rating", int, "Any of these numbers of stars.", many=True),
        "minRating": Filter("rating", int, "At least this many stars.", "gte"),
        "maxRating": Filter("rating", int, "At most this many stars.", "lte"),
        "language": Filter("language", str, "In any of these languages.", many=True),
        "verification": Filter("verification", Verification, "Verified in any of these ways.", many=True),
        "verified": Filter("", bool, "Verified in any way or not.", build=build_verified_rule),
        "relationship": Filter(
            "relationship", Relationship, "Any of these relations to the vendor.", many=True
        ),
        "incentive": Filter("incentive", Incentive, "Any of these incentives.", many=True),
        "createdSince": Filter("created_at", datetime, "Written at or after this time.", "gte"),
    }


def facets() -> dict[str, Facet]:
    return {
        "rating": Facet(label=_("Stars"), path="rating", bands=STAR_BANDS),
        "language": Facet(label=_("Language"), path="language"),
        "verification": Facet(label=_("Verification"), path="verification"),
        "relationship": Facet(label=_("Relation to the vendor"), path="relationship"),
        "incentive": Facet(label=_("Incentive"), path="incentive"),
    }


def build_verified_rule(value: Any, gate: Gate) -> Q:
    unverified = Q(verification=Verification.NONE)
    return ~unverified if value else unverified


def load_sub_ratings(keys: Sequence[int], gate: Gate) -> Mapping[int, SubRatings]:
    rows = Review.objects.filter(gate.visible(Review), solution__in=keys).order_by().values_list("solution")
    means = rows.annotate(*map(Avg, SUB_RATINGS))
    return {key: SubRatings(*map(round_mean, values)) for key, *values in means}


def round_mean(mean: float | None) -> float | None:
    return None if mean is None else round(float(mean), 2)


def load_authors(keys: Sequence[int], gate: Gate) -> Mapping[int, ReviewAuthor]:
    rows = Review.objects.filter(pk__in=keys, author__isnull=False).select_related("author")
    return {row.pk: ReviewAuthor(str(row.author.public_name)) for row in rows}


def load_votes(keys: Sequence[int], gate: Gate) -> Mapping[int, HelpfulVotes]:
    rows = (
        ReviewVote.objects.filter(review__in=keys)
        .values_list("review")
        .annotate(helpful=Count("pk", filter=Q(helpful=True)), total=Count("pk"))
    )
    return {key: HelpfulVotes(yes, total, ratings.wilson(yes, total)) for key, yes, total in rows}
