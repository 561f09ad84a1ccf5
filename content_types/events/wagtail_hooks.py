"""What events add to the admin: their listing and the panel of the next ones."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from cms.site.dashboard import DashboardPanel
from content_types.events.models import Event
from content_types.events.occurrences import build_next_relation
from content_types.events.preview import show_dates
from content_types.events.viewsets import EventListing, RegistrationListing

SHOWN = 5


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    return [EventListing(), RegistrationListing()]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [path("event-dates/", show_dates, name="event_dates")]


class NextEventsPanel(DashboardPanel):
    """The next live events. A repeated one stands at its coming occurrence."""

    heading = _("Next events")
    icon = "calendar-alt"
    permission = "events.view_registration"
    order = 130

    def get_data(self, request: HttpRequest) -> dict[str, Any]:
        rows = Event.objects.live().annotate(next=build_next_relation(timezone.now()))
        soon = rows.annotate(next_start_at=F("next__starts_at"))
        soon = soon.exclude(next_start_at=None).order_by("next_start_at", "pk").only("title")[:SHOWN]
        return {
            "rows": [
                (event.title, reverse("wagtailadmin_pages:edit", args=[event.pk]), event.next_start_at)
                for event in soon
            ],
            "text": "" if soon else _("No event is planned."),
            "link": (f"{reverse('events:index')}?when=upcoming", _("Show all")),
        }


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, found: list[Any]) -> None:
    found.append(NextEventsPanel())
