"""What the API offers of events. Registrations are personal data: see `mutations`."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.declarations import (
    ApiCollection,
    Argument,
    BatchField,
    CollectionSummary,
    ComputedField,
    Facet,
    Filter,
    Gate,
    Nested,
    SearchKind,
    declare,
    declare_visibility,
)
from content_types.base.api import PAGE_KEYS, PAGE_ORDERS, declare_children, declare_pages, page_filters
from content_types.events import months
from content_types.events.choices import AttendanceMode, CalendarUnit, EventStatus
from content_types.events.models import (
    Event,
    EventIndex,
    EventOccurrence,
    Speaker,
    Venue,
    build_not_over_rule,
)
from content_types.events.reading import (
    SHOWN,
    CalendarPeriod,
    EventRange,
    build_between_rule,
    build_next_order,
    count_periods,
    load_next,
    load_occurrences,
)
from content_types.events.schedule import Occurrence
from content_types.solutions.api import build_category_rule
from content_types.solutions.models import Solution

SEARCH_FACETS = ("months", "attendanceMode")


def register() -> None:
    declare_pages(Event, EventIndex)
    declare_children(Speaker)
    declare_visibility(EventOccurrence, lambda gate: gate.visible(Event, "event__"))
    declare(
        ApiCollection(
            name="events",
            model=Event,
            description="Events. Repeated ones count as coming until their last occurrence has ended.",
            one="event",
            keys=PAGE_KEYS,
            filters=filters(),
            orders={
                **PAGE_ORDERS,
                "STARTS_ASC": ("starts_at",),
                "STARTS_DESC": ("-starts_at",),
                "NEXT_ASC": ("next__starts_at", "-starts_at"),
            },
            computed={"next": build_next_order},
            default_order="STARTS_ASC",
            facets={
                "attendanceMode": Facet(label=_("Attendance"), path="attendance_mode"),
                "status": Facet(label=_("Status"), path="status"),
                "organiser": Facet(label=_("Organiser"), path="organiser"),
                "months": Facet(
                    label=_("Month"), rows=months.list_values, by_value=True, build_label=months.build_label
                ),
            },
            nested=(Nested("organiser", "events", "Visible events this vendor organises."),),
        ),
        ComputedField(
            Event, "venue", Venue, "venue", "Where it takes place; null when online only.",
            columns=("venue_name", "venue_address", "latitude", "longitude"),
        ),
        ComputedField(
            Event, "excludedDays", list[date], "excluded_days", "Days on which it would begin and does not take place.",
            True, columns=("excluded_days",),
        ),
        BatchField(
            Event,
            "occurrences",
            list[Occurrence],
            load_occurrences,
            "Its occurrences in a range, in order; without one those that are not over.",
            True,
            default=(),
            reads=(EventOccurrence,),
            cost=2,
            arguments={
                "from": Argument(datetime, "Only those that are not over then; now when left out. Give an offset."),
                "to": Argument(datetime, "Only those that start before then. Give an offset."),
                "first": Argument(int, "How many.", default=SHOWN),
            },
        ),
        BatchField(
            Event,
            "nextOccurrence",
            Occurrence,
            load_next,
            "The one that takes place now or next; null when it is over.",
            reads=(EventOccurrence,),
            cost=1,
        ),
        CollectionSummary(
            "eventCalendar",
            "events",
            list[CalendarPeriod],
            count_periods,
            "The days or months from one day to another, both included, with events, and how many occurrences each has."
            " Days are those of the event's own zone; one of several days counts on each.",
            cost=10,
            arguments={
                "from": Argument(date, "The first day.", True),
                "to": Argument(date, "The last day; by DAY at most 366 days in all.", True),
                "by": Argument(CalendarUnit, "What to count by.", True),
            },
        ),
        SearchKind(
            "EVENT", Event, summary=("summary", "venue_name"), body=("body",), collection="events",
            filters=SEARCH_FACETS, facets=SEARCH_FACETS,
        ),
    )  # fmt: skip


def filters() -> dict[str, Filter]:
    return {
        **page_filters(),
        "upcoming": Filter("", bool, "Not ended yet (true) or ended (false).", build=build_upcoming_rule),
        "between": Filter(
            "",
            EventRange,
            "Takes place at some time in this range, at least in part.",
            build=build_between_rule,
        ),
        "months": Filter(
            "",
            str,
            "Takes place in any of these months, written 2027-04, in the event's own zone.",
            many=True,
            build=months.build_rule,
            prepare=months.check_months,
            is_pure=True,
        ),
        "startsAfter": Filter("starts_at", datetime, "First starts at or after this time.", "gte"),
        "startsBefore": Filter("starts_at", datetime, "First starts before then.", "lt"),
        "attendanceMode": Filter("attendance_mode", AttendanceMode, "Any of these modes.", many=True),
        "status": Filter("status", EventStatus, "Any of these states.", many=True),
        "organiser": Filter("organiser__slug", str, "Of any of these vendors, by slug.", many=True),
        "solution": Filter(
            "related_solutions__slug", str, "About any of these solutions, by slug.", many=True
        ),
        "category": Filter(
            "", str, "About a solution in this category or one below it, by slug.", build=build_topic_rule
        ),
        "tags": Filter(
            "related_solutions__tags__slug",
            str,
            "About a solution with any of these tags, by slug.",
            many=True,
        ),
    }


def build_topic_rule(slug: Any, gate: Gate) -> Q:
    solutions = Solution.objects.filter(gate.visible(Solution) & build_category_rule(slug, gate))
    linked = Event.related_solutions.through.objects.filter(solution__in=solutions.order_by().values("pk"))
    return Q(pk__in=linked.values("event_id"))


def build_upcoming_rule(value: Any, gate: Gate) -> Q:
    return build_not_over_rule(gate.viewer.now) if value else ~build_not_over_rule(gate.viewer.now)
