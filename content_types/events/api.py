"""What the API offers of events. Registrations are personal data and are not offered."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.declarations import ApiCollection, ComputedField, Facet, Filter, Gate, Nested, SearchKind, declare
from content_types.base.api import PAGE_KEYS, PAGE_ORDERS, declare_children, declare_pages, page_filters
from content_types.events.choices import AttendanceMode, EventStatus
from content_types.events.models import Event, EventIndex, Speaker, Venue, build_not_over_rule
from content_types.events.schedule import Occurrence


def register() -> None:
    declare_pages(Event, EventIndex)
    declare_children(Speaker)
    declare(
        ApiCollection(
            name="events",
            model=Event,
            description="Events. Repeated ones count as coming until their last occurrence has ended.",
            one="event",
            keys=PAGE_KEYS,
            filters=filters(),
            orders={**PAGE_ORDERS, "STARTS_ASC": ("starts_at",), "STARTS_DESC": ("-starts_at",)},
            default_order="STARTS_ASC",
            facets={
                "attendanceMode": Facet(label=_("Attendance"), path="attendance_mode"),
                "status": Facet(label=_("Status"), path="status"),
                "organiser": Facet(label=_("Organiser"), path="organiser"),
            },
            nested=(Nested("organiser", "events", "Visible events this vendor organises."),),
        ),
        ComputedField(
            Event, "venue", Venue, "venue", "Where it takes place; null when online only.",
            columns=("venue_name", "venue_address", "latitude", "longitude"),
        ),
        ComputedField(
            Event,
            "occurrences",
            list[Occurrence],
            "coming_occurrences",
            "The next occurrences, at most 50.",
            True,
            columns=("starts_at", "ends_at", "time_zone", "recurrence", "all_day", "final_end_at"),
        ),
        SearchKind("EVENT", Event),
    )  # fmt: skip


def filters() -> dict[str, Filter]:
    return {
        **page_filters(),
        "upcoming": Filter("", bool, "Not ended yet (true) or ended (false).", build=build_upcoming_rule),
        "startsAfter": Filter("starts_at", datetime, "First starts at or after this time.", "gte"),
        "startsBefore": Filter("starts_at", datetime, "First starts before then.", "lt"),
        "attendanceMode": Filter("attendance_mode", AttendanceMode, "Any of these modes.", many=True),
        "status": Filter("status", EventStatus, "Any of these states.", many=True),
        "organiser": Filter("organiser__slug", str, "Of any of these vendors, by slug.", many=True),
        "solution": Filter(
            "related_solutions__slug", str, "About any of these solutions, by slug.", many=True
        ),
    }


def build_upcoming_rule(value: Any, gate: Gate) -> Q:
    return build_not_over_rule(gate.viewer.now) if value else ~build_not_over_rule(gate.viewer.now)
