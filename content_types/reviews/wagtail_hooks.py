"""The review desk in the admin: its group in the menu, the decisions, and the panel of what waits."""

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _, ngettext
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSetGroup

from cms.site.dashboard import DashboardPanel
from content_types.reviews.bulk_actions import REPLY_DECISIONS, REVIEW_DECISIONS
from content_types.reviews.choices import ReviewState
from content_types.reviews.log_viewsets import DecisionLogViewSet, ReplyViewSet
from content_types.reviews.models import Review
from content_types.reviews.viewsets import ReviewViewSet


class ReviewsGroup(ModelViewSetGroup):
    menu_label = _("Reviews")
    menu_name = "reviews"
    menu_icon = "comment"
    menu_order = 230
    items = (ReviewViewSet, ReplyViewSet, DecisionLogViewSet)


@hooks.register("register_admin_viewset")
def viewsets() -> ReviewsGroup:
    return ReviewsGroup()


for decision in (*REVIEW_DECISIONS, *REPLY_DECISIONS):
    hooks.register("register_bulk_action", decision)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "reviews.moderate_reply", _("Decide about a reply"), _("A moderator decided about the reply")
    )


class WaitingPanel(DashboardPanel):
    """How many reviews wait for a decision, and since when; one statement."""

    heading = _("Reviews waiting")
    icon = "comment"
    permission = "reviews.change_review"
    order = 110

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        found = Review.objects.filter(state=ReviewState.PENDING).aggregate(
            count=Count("pk"), oldest=Min("created_at")
        )
        text = ngettext("review waits for a decision", "reviews wait for a decision", found["count"])
        since = (
            _("Age of the oldest: %(age)s.") % {"age": timesince(found["oldest"])} if found["oldest"] else ""
        )
        return {
            "count": found["count"],
            "text": text,
            "detail": since,
            "link": (reverse("reviews:next"), _("Start with the oldest"))
            if found["count"]
            else (reverse("reviews:index"), _("Open the queue")),
        }


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found.append(WaitingPanel())
