"""The cards of the home page about solutions: those that are due for a check, and a vendor's own."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from cms.site.dashboard import DashboardPanel
from content_types.solutions.checks import due_for_check, find_oldest_check
from content_types.solutions.models import Solution
from content_types.solutions.permissions import own_solutions

__all__ = ["DuePanel", "OwnPanel"]

SHOWN = 5


def get_edit_url(page: Solution) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class DuePanel(DashboardPanel):
    """Solutions whose check has run out, the oldest first. Those that were never checked are counted apart, because an
    import brings thousands of them, and come after the others, the most popular first."""

    heading = _("Profiles to check")
    icon = "check"
    permission = "solutions.change_solution"
    order = 120

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        due = Solution.objects.live().filter(due_for_check(), alias_of=None)
        late = Count("pk", filter=Q(verified_at__lt=find_oldest_check()))
        counts = due.aggregate(late=late, never=Count("pk", filter=Q(verified_at=None)))
        rows = due.order_by(
            F("verified_at").asc(nulls_last=True), F("popularity").desc(nulls_last=True), "title", "pk"
        )
        shown = rows.only("title", "verified_at")[:SHOWN] if any(counts.values()) else []
        return {
            "count": counts["late"],
            "text": ngettext(
                "published solution is due again", "published solutions are due again", counts["late"]
            ),
            "detail": describe_unchecked(counts["never"]),
            "rows": [(row.title, get_edit_url(row), row.verified_at or gettext("never")) for row in shown],
            "link": (reverse("profiles_to_check:index"), _("Show all")),
        }


def describe_unchecked(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(count)d was never checked.", "%(count)d were never checked.", count) % {"count": count}


class OwnPanel(DashboardPanel):
    """The solutions of the vendors that a person is a member of, what waits for them first; two statements."""

    heading = _("Your solutions")
    icon = "cogs"
    order = 105

    def is_for(self, request: Any) -> bool:
        """Rights that come from membership of a vendor belong to no group, and the menu has loaded them already."""
        policy: Any = policy_registry.get_by_type(Page)
        return any(grant.pk is None for grant in policy.get_cached_permissions_for_user(request.user))

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        running = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            object_id=Cast(OuterRef("pk"), CharField()),
            content_type__app_label="solutions",
            content_type__model="solution",
        )
        own = Solution.objects.filter(pk__in=own_solutions(request.user).values("pk"))
        own = own.annotate(is_waiting=Exists(running))
        unsent = Q(is_waiting=False) & (Q(live=False) | Q(has_unpublished_changes=True))
        counts = own.aggregate(
            published=Count("pk", filter=Q(live=True)),
            unsent=Count("pk", filter=unsent),
            waiting=Count("pk", filter=Q(is_waiting=True)),
        )
        rows = own.order_by("is_waiting", F("has_unpublished_changes").desc(), "live", "title", "pk")
        shown = rows.only("title", "live", "has_unpublished_changes")[:SHOWN]
        detail = gettext("%(unsent)d to submit for moderation, %(waiting)d waiting for a decision.")
        return {
            "count": counts["published"],
            "text": ngettext(
                "of your solutions is published", "of your solutions are published", counts["published"]
            ),
            "detail": detail % counts,
            "rows": [(row.title, get_edit_url(row), describe_state(row)) for row in shown],
            "link": (reverse("solutions:index"), _("Show all")),
        }


def describe_state(page: Any) -> str:
    if page.is_waiting:
        return gettext("waits for a decision")
    if not page.live:
        return gettext("draft: submit it")
    return gettext("changed: submit it") if page.has_unpublished_changes else gettext("published")
