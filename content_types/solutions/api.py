"""What the API offers of solutions."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length
from django.utils.translation import gettext_lazy as _

from cms.declarations import (
    ApiCollection,
    Facet,
    Filter,
    Gate,
    Nested,
    SearchKind,
    declare,
    declare_visibility,
)
from cms.media.models import Image
from content_types.base.api import PAGE_KEYS, PAGE_ORDERS, declare_children, declare_pages, page_filters
from content_types.solutions import attribute_facets, attributes, prices
from content_types.solutions.boosts import build_boost
from content_types.solutions.choices import Deployment, Platform, PriceBand, PricingModel, SolutionStatus
from content_types.solutions.counts import declare_counts
from content_types.solutions.models import Alternative, Solution, SolutionIndex, TaggedSolution
from content_types.solutions.parts import AttributeValue, GalleryImage, PricingPlan
from content_types.solutions.related import declare_related
from content_types.solutions.stats import declare_stats
from content_types.taxonomy.models import Category, Tag

SEARCH_FACETS = (
    "category", "vendor", "pricingModel", "tags", "useCases", "openSource", "deployment", "platforms", "attributes",
    "minRating",
)  # fmt: skip
SEARCHED_BY = (*SEARCH_FACETS, "categories", "status", "price", "priceBand")


def register() -> None:
    declare_pages(Solution, SolutionIndex)
    declare_children(PricingPlan, AttributeValue)
    declare_children(GalleryImage, rule=lambda gate: gate.visible(Image, "image__"))
    declare_children(Alternative, rule=lambda gate: gate.visible(Solution, "alternative__"))
    declare_visibility(Tag, on_visible_solution, shown_by=(TaggedSolution,))
    declare(
        ApiCollection(
            name="solutions",
            model=Solution,
            description="Solution profiles.",
            one="solution",
            several="solutionsBySlug",
            keys=PAGE_KEYS,
            filters=filters(),
            orders={
                **PAGE_ORDERS,
                "POPULARITY_DESC": ("-popularity",),
                "LAUNCHED_DESC": ("-launched_on",),
                "RELEASED_DESC": ("-last_release_on",),
                "VERIFIED_DESC": ("-verified_at",),
                "PRICE_ASC": ("price",),
                "PRICE_DESC": ("-price",),
            },
            computed={"price": lambda gate, given: prices.build_starting_price()},
            default_order="TITLE_ASC",
            facets=facets(),
            nested=(
                Nested("vendor", "solutions", "Visible solutions of this vendor."),
                Nested("category", "solutions", "Visible solutions of which this is the primary category."),
                Nested("tagged_items__tag", "solutions", "Visible solutions with this tag."),
                Nested("use_cases", "solutions", "Visible solutions for this use case."),
            ),
        ),
        *declare_counts(),
        declare_related(),
        declare_stats(),
        SearchKind(
            "SOLUTION",
            Solution,
            summary=("summary",),
            body=("body",),
            labels=("tagged_items__tag__name",),
            boost=build_boost,
            maker="vendor",
            collection="solutions",
            filters=SEARCHED_BY,
            facets=SEARCH_FACETS,
        ),
    )


def filters() -> dict[str, Filter]:
    return {
        **page_filters(),
        "vendor": Filter("vendor__slug", str, "Of any of these vendors, by slug.", many=True),
        "category": Filter(
            "", str, "In this category or one below it, by slug.", build=build_category_rule, is_pure=True
        ),
        "categories": Filter(
            "",
            str,
            "In any of these categories or one below them, by slug.",
            many=True,
            build=build_categories_rule,
            is_pure=True,
        ),
        "tags": Filter("tags__slug", str, "With any of these tags, by slug.", many=True),
        "useCases": Filter("use_cases__slug", str, "For any of these use cases, by slug.", many=True),
        "pricingModel": Filter("pricing_model", PricingModel, "Any of these pricing models.", many=True),
        "openSource": Filter("is_open_source", bool, "Open source or not."),
        "deployment": Filter(
            "deployment", Deployment, "Runs in at least one of these ways.", "overlap", many=True
        ),
        "platforms": Filter("platforms", Platform, "Runs on at least one of these.", "overlap", many=True),
        "status": Filter("status", SolutionStatus, "Any of these states.", many=True),
        "launchedAfter": Filter("launched_on", date, "Launched on this day or later.", "gte"),
        "launchedBefore": Filter("launched_on", date, "Launched before this day.", "lt"),
        "price": Filter(
            "",
            prices.PriceRange,
            "With a plan in this range of prices.",
            build=prices.build_price_rule,
            prepare=prices.check_range,
            is_pure=True,
        ),
        "priceBand": Filter(
            "",
            PriceBand,
            "The lowest price per month lies in any of these bands.",
            many=True,
            build=prices.build_band_rule,
            is_pure=True,
        ),
        "attributes": Filter(
            "",
            attributes.AttributeFilter,
            "Conditions on typed attributes, all of which hold.",
            many=True,
            build=attributes.build_attribute_rule,
            prepare=attributes.check_attributes,
            is_pure=True,
        ),
        "verifiedSince": Filter(
            "verified_at", datetime, "Checked by an editor at or after this time.", "gte"
        ),
        "externalId": Filter("external_id", str, "Any of these external ids.", many=True),
    }


def facets() -> dict[str, Facet]:
    return {
        "vendor": Facet(label=_("Vendor"), path="vendor"),
        "category": Facet(label=_("Category"), path="categories", is_tree=True),
        "categories": Facet(label=_("Category"), path="categories", is_tree=True),
        "tags": Facet(label=_("Tags"), path="tags", is_shown_by_rows=True),
        "useCases": Facet(label=_("Use cases"), path="use_cases"),
        "pricingModel": Facet(label=_("Pricing model"), path="pricing_model"),
        "openSource": Facet(label=_("Open source"), path="is_open_source"),
        "deployment": Facet(label=_("Deployment"), path="deployment"),
        "platforms": Facet(label=_("Platforms"), path="platforms"),
        "status": Facet(label=_("Status"), path="status"),
        "priceBand": Facet(label=_("Price"), expression=prices.build_starting_price, bands=prices.BANDS),
        "attributes": Facet(label=_("Attributes"), rows=attribute_facets.list_values, part="slug"),
    }


def build_category_rule(slug: Any, gate: Gate) -> Q:
    """Solutions listed in the category or below it; none when there is no such category."""
    top = Category.objects.filter(gate.visible(Category), slug=slug).order_by().values("path")[:1]
    below = Category.objects.filter(path__startswith=Subquery(top)).order_by().values("pk")
    listed = Solution.categories.through.objects.filter(category__in=below)
    return Q(pk__in=listed.values("solution_id"))


def build_categories_rule(slugs: Any, gate: Gate) -> Q:
    """Solutions listed in any of the categories or below one."""
    above = Category.objects.filter(gate.visible(Category), slug__in=slugs).order_by()
    here = above.filter(path=Left(OuterRef("path"), Length("path")))
    below = Category.objects.filter(Exists(here)).order_by().values("pk")
    listed = Solution.categories.through.objects.filter(category__in=below)
    return Q(pk__in=listed.values("solution_id"))


def on_visible_solution(gate: Gate) -> Q:
    """A tag that only hidden solutions carry would tell of them."""
    return Q(
        pk__in=TaggedSolution.objects.filter(gate.visible(Solution, "content_object__")).values("tag_id")
    )
