"""The review desk: the queue, vendors' replies, and the log of decisions.

Moderation is blind to the rating: no list, filter, order or export names it, and the page of a review shows
it only once somebody has decided.
"""

from typing import Any

import django_filters
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import CreateView

from cms.site.viewsets import BulkIndexView, ReadOnlyViewSet
from content_types.reviews.choices import ReviewState
from content_types.reviews.desk import RATINGS, ReviewInspectView, open_next, undo_decision
from content_types.reviews.models import Review
from content_types.reviews.panels import review_edit_handler

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


def build_pending_order() -> Case:
    """Orders what waits before what was decided."""
    return Case(When(state=ReviewState.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField())


def build_waiting_since() -> Case:
    """When what waits was written; NULL, which stands last, for what was decided."""
    return Case(When(state=ReviewState.PENDING, then=F("created_at")), default=None)


QUEUE = ("waiting", "waits_since", "-updated_at", "-pk")
"""The order of the queue: what waits, the oldest first, then what was decided, the latest first."""


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


def inspect_url(review: Review) -> str:
    return reverse("reviews:inspect", args=[review.pk])


class ExcerptColumn(TitleColumn):
    """The title, which leads to the review, with the beginning of its text below."""

    cell_template_name = "reviews/excerpt_cell.html"


class ReviewFilterSet(WagtailFilterSet):
    reported = django_filters.BooleanFilter(label=_("Reported by readers"), method="filter_reported")

    class Meta:
        model = Review
        fields = ["state", "relationship", "incentive", "verification", "language", "reported"]

    def filter_reported(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(open_reports__gt=0) if value else queryset.filter(open_reports=0)


class ReviewIndexView(BulkIndexView):
    default_ordering = QUEUE

    def get_base_queryset(self) -> QuerySet:
        rows = (
            super().get_base_queryset().select_related("solution", "author").defer(*RATINGS, "solution__body")
        )
        return rows.prefetch_related("proposals").annotate(
            waiting=build_pending_order(),
            waits_since=build_waiting_since(),
            open_reports=Count("reports", filter=Q(reports__resolved_at=None)),
        )


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
        ExcerptColumn(
            "title", label=_("Title"), sort_key="title", classname="title", width="28%", get_url=inspect_url
        ),
        Column("solution", label=_("Solution"), sort_key="solution__title"),
        Column("author", label=_("Author"), accessor=author_name),
        DisclosureColumn("relationship", label=_("Relation"), primary=True),
        DisclosureColumn("incentive", label=_("Incentive"), primary=True),
        Column("language", label=_("Language")),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
        Column("proposals", label=_("Proposed"), accessor=format_proposals),
        NumberColumn("open_reports", label=pgettext_lazy("review", "Reports"), sort_key="open_reports"),
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
        return [
            *super().get_urlpatterns(),
            path("new/", self.add_view, name="add"),
            path("next/", open_next, name="next"),
            path("undo/<int:decision>/", undo_decision, name="undo"),
        ]
