"""What events add to the admin: their listing and the panel of the next ones."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from cms.site.dashboard import DashboardPanel
from content_types.events.models import Event
from content_types.events.viewsets import EventListing, RegistrationListing, build_upcoming_rule

SHOWN = 5


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [EventListing(), RegistrationListing()]


class NextEventsPanel(DashboardPanel):
    """The next live events. A repeated one stands at its coming occurrence."""

    heading = _("Next events")
    icon = "calendar-alt"
    permission = "events.view_registration"
    order = 130

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        rows = Event.objects.live().filter(build_upcoming_rule()).defer_streamfields()
        coming = [(event, event.coming_occurrences()[:1]) for event in rows.order_by("starts_at")[:50]]
        soon = sorted(
            ((found[0].starts_at, event) for event, found in coming if found), key=lambda pair: pair[0]
        )
        return {
            "rows": [
                (event.title, reverse("wagtailadmin_pages:edit", args=[event.pk]), start)
                for start, event in soon[:SHOWN]
            ],
            "text": "" if soon else _("No event is planned."),
            "link": (f"{reverse('events:index')}?when=upcoming", _("Show all")),
        }


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found.append(NextEventsPanel())
