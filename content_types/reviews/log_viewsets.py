"""The log of decisions and the queue of vendors' replies in the admin."""

from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.generic import IndexView

from cms.site.viewsets import BulkIndexView, ReadOnlyViewSet
from content_types.reviews.choices import ReviewState
from content_types.reviews.desk import RATINGS
from content_types.reviews.models import ModerationAction, Review, VendorReply
from content_types.reviews.viewsets import build_pending_order, build_waiting_since


class ReplyIndexView(BulkIndexView):
    default_ordering = ("waiting", "waits_since", "-created_at", "-pk")

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset().select_related("review", "vendor", "author")
        return rows.defer(*[f"review__{name}" for name in RATINGS]).annotate(
            waiting=build_pending_order(), waits_since=build_waiting_since()
        )


class ReplyViewSet(ReadOnlyViewSet):
    name = "replies"
    model = VendorReply
    icon = "openquote"
    menu_label = _("Vendor replies")
    index_view_class = ReplyIndexView
    inspect_view_enabled = True
    inspect_view_fields = ["review", "vendor", "author", "body", "state", "created_at"]
    list_filter = ["state"]
    list_per_page = 50
    search_fields = ["body", "vendor__name", "review__title"]
    list_display = [
        "__str__",
        Column("review", label=_("Review")),
        Column("vendor", label=_("Vendor"), sort_key="vendor__name"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        StatusTagColumn(
            "get_state_display", label=_("State"), primary=lambda row: row.state == ReviewState.PENDING
        ),
    ]
    list_export = ["review", "vendor", "author", "body", "state", "created_at"]
    export_filename = "vendor-replies"


class DecisionFilterSet(WagtailFilterSet):
    created_at = django_filters.DateFromToRangeFilter(label=_("Decided"), widget=DateRangePickerWidget)

    class Meta:
        model = ModerationAction
        fields = ["to_state", "reason", "created_at"]


class DecisionIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        title = Review.objects.filter(pk=OuterRef("review_id")).values("title")[:1]
        return super().get_base_queryset().annotate(review_title=Subquery(title))


def review_title(decision: Any) -> str:
    """The review a decision was about; the log outlives it."""
    return decision.review_title or str(_("Review %(key)s (deleted)") % {"key": decision.review_id})


class DecisionLogViewSet(ReadOnlyViewSet):
    name = "decisions"
    model = ModerationAction
    icon = "history"
    menu_label = _("Decisions")
    index_view_class = DecisionIndexView
    filterset_class = DecisionFilterSet
    list_per_page = 100
    search_fields = ["moderator_name", "note"]
    list_display = [
        DateColumn("created_at", label=_("Decided"), sort_key="created_at"),
        Column("review_title", label=_("Review"), accessor=review_title),
        Column("version", label=_("Version")),
        Column("get_from_state_display", label=_("From")),
        Column("get_to_state_display", label=_("To"), sort_key="to_state"),
        Column("get_reason_display", label=_("Reason"), sort_key="reason"),
        Column("moderator_name", label=_("Moderator"), sort_key="moderator_name"),
        Column("note", label=_("Note")),
        Column("policy_version", label=_("Policy")),
    ]
    list_export = [
        "created_at",
        "review_id",
        "review_title",
        "version",
        "from_state",
        "to_state",
        "reason",
        "moderator_name",
        "note",
        "policy_version",
    ]
    export_filename = "moderation-decisions"
