"""The review desk: the queue, vendors' replies, and the log of decisions.

Moderation is blind to the rating: no list, filter, order or export names it, and the page of a review shows
it only once somebody has decided.
"""

from typing import Any

import django_filters
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn
from wagtail.admin.views.generic import CreateView, InspectView

from cms.site.viewsets import BulkIndexView, ReadOnlyViewSet
from content_types.reviews.choices import ReviewState
from content_types.reviews.interests import describe_interests, find_interests
from content_types.reviews.models import SUB_RATINGS, ModerationAction, Review
from content_types.reviews.panels import review_edit_handler

RATINGS = ("rating", *SUB_RATINGS)
FACTS = (
    "solution",
    "author",
    "reviewer_role",
    "company_size",
    "relationship",
    "incentive",
    "verification",
    "language",
    "created_at",
    "state",
)
TEXTS = ("title", "body", "pros", "cons")


def build_pending_order() -> Case:
    """Orders what waits before what was decided."""
    return Case(When(state=ReviewState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())


def format_proposals(review: Review) -> str:
    """What plugins propose, each proposal once."""
    return ", ".join(dict.fromkeys(each.get_state_display() for each in review.proposals.all()))


def author_name(review: Review) -> str:
    return review.author.get_username() if review.author else str(_("account deleted"))


class DisclosureColumn(StatusTagColumn):
    """A tag where something was disclosed, nothing where there was nothing to disclose."""

    def get_value(self, instance: Review) -> str:
        return (
            "" if getattr(instance, self.name) == "none" else getattr(instance, f"get_{self.name}_display")()
        )


class ReviewFilterSet(WagtailFilterSet):
    reported = django_filters.BooleanFilter(label=_("Reported by readers"), method="filter_reported")

    class Meta:
        model = Review
        fields = ["state", "relationship", "incentive", "verification", "language", "reported"]

    def filter_reported(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(open_reports__gt=0) if value else queryset.filter(open_reports=0)


class ReviewIndexView(BulkIndexView):
    default_ordering = ("waiting", "-created_at", "-pk")

    def get_base_queryset(self) -> QuerySet:
        rows = (
            super().get_base_queryset().select_related("solution", "author").defer(*RATINGS, "solution__body")
        )
        return rows.prefetch_related("proposals").annotate(
            waiting=build_pending_order(), open_reports=Count("reports", filter=Q(reports__resolved_at=None))
        )


class ReviewInspectView(InspectView):
    template_name = "reviews/inspect.html"

    @cached_property
    def decisions(self) -> list[ModerationAction]:
        return list(self.object.moderation_actions.all())

    @property
    def is_decided(self) -> bool:
        """Whether a moderator has decided about this text; an edited review waits again."""
        return bool(self.decisions) and self.object.state != ReviewState.PENDING

    @cached_property
    def refusal(self) -> str:
        """Why this person may not decide about the review; empty when they may."""
        found = find_interests([self.object], self.request.user)
        return describe_interests([self.object], found) if found else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            texts=[self.get_context_for_field(name) for name in TEXTS],
            ratings=[self.get_context_for_field(name) for name in RATINGS] if self.is_decided else [],
            decisions=self.decisions,
            reports=self.object.reports.select_related("reporter").order_by("-created_at"),
            proposals=self.object.proposals.all(),
            versions=[{**row.content, "at": row.created_at} for row in self.object.versions.all()],
            verbs=[] if self.refusal else self.verbs,
            refusal=self.refusal,
            **kwargs,
        )

    @property
    def verbs(self) -> list[tuple[str, Any]]:
        """Address and class of every decision that can be made about this review now."""
        from content_types.reviews.bulk_actions import REVIEW_DECISIONS

        here = reverse("reviews:inspect", args=[self.object.pk])
        return [
            (verb.address(self.object, here), verb)
            for verb in REVIEW_DECISIONS
            if verb.can_follow(self.object)
        ]


class ReviewAddView(CreateView):
    def get_success_buttons(self) -> list[Any]:
        return []


class ReviewViewSet(ReadOnlyViewSet):
    name = "reviews"
    model = Review
    icon = "comment"
    menu_label = _("Review queue")
    index_view_class = ReviewIndexView
    add_view_class = ReviewAddView
    inspect_view_class = ReviewInspectView
    inspect_view_enabled = True
    inspect_view_fields = list(FACTS)
    edit_handler = review_edit_handler
    filterset_class = ReviewFilterSet
    list_per_page = 50
    search_fields = ["title", "body", "solution__title", "author__username", "author__display_name"]
    list_display = [
        "title",
        Column("solution", label=_("Solution"), sort_key="solution__title"),
        Column("author", label=_("Author"), accessor=author_name),
        DisclosureColumn("relationship", label=_("Relation"), primary=True),
        DisclosureColumn("incentive", label=_("Incentive"), primary=True),
        Column("language", label=_("Language")),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        Column("proposals", label=_("Proposed"), accessor=format_proposals),
        NumberColumn("open_reports", label=_("Reports"), sort_key="open_reports"),
        StatusTagColumn(
            "get_state_display", label=_("State"), primary=lambda row: row.state == ReviewState.PENDING
        ),
    ]
    list_export = [
        "title",
        "solution",
        "author",
        "relationship",
        "incentive",
        "language",
        "created_at",
        "state",
    ]
    export_filename = "reviews"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(add_url_name=self.get_url_name("add"), **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("new/", self.add_view, name="add")]
