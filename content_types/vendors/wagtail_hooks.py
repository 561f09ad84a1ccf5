"""The card of claims on vendors on the home page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from wagtail import hooks

from cms.site.dashboard import DashboardPanel
from content_types.vendors.claims.actions import RIGHT, find_undecided

__all__ = ["ClaimsPanel"]


class ClaimsPanel(DashboardPanel):
    """How many claims wait for a decision of this person, and since when; one statement."""

    heading = _("Vendor claims waiting")
    icon = "key"
    permission = RIGHT
    order = 112

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        waiting = find_undecided().exclude(claimant=request.user.pk)
        found = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
        oldest = found["oldest"]
        age = gettext("Age of the oldest: %(age)s.") % {"age": timesince(oldest)} if oldest else ""
        return {
            "count": found["count"],
            "text": ngettext("claim waits for a decision", "claims wait for a decision", found["count"]),
            "detail": age,
            "link": (reverse("vendor_claims:index"), _("Open the claims")),
        }


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found.append(ClaimsPanel())
