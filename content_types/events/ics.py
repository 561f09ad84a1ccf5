"""Events as iCalendar (RFC 5545): one with its rule, or the occurrences of a month each by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from content_types.base.recurrence import Rule, parse_parts
from content_types.events.choices import AttendanceMode, EventStatus
from content_types.events.models import Event, EventOccurrence
from content_types.events.schedule import moment_at

__all__ = ["build_calendar", "build_components", "build_occurrence"]

STATUSES = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}
REFRESH = timedelta(hours=1)
FIRST, LAST = date(1970, 1, 1), date(2038, 1, 1)
"""The years for which time zones are written out; programs know most zones by their name."""


def build_calendar(name: str, components: Iterable[icalendar.Event]) -> bytes:
    """A calendar with these events and the time zones that they name."""
    calendar = icalendar.Calendar()
    for key, value in (
        ("prodid", "-//AiXplore//Events//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
        ("name", name), ("x-wr-calname", name),
    ):  # fmt: skip
        calendar.add(key, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found = list(components)
    for zone in sorted({name for each in found for name in list_zones(each)}):
        calendar.add_component(build_zone(zone))
    for each in found:
        calendar.add_component(each)
    return calendar.to_ical()


@lru_cache(maxsize=100)
def build_zone(name: str) -> icalendar.Timezone:
    return icalendar.Timezone.from_tzinfo(ZoneInfo(name), name, FIRST, LAST)


def list_zones(component: icalendar.Event) -> Iterable[str]:
    properties: list[tuple[str, Any]] = component.property_items()
    return (value.params["TZID"] for _, value in properties if "TZID" in getattr(value, "params", ()))


def build_components(event: Event, stored: Iterable[EventOccurrence], url: str) -> Iterable[icalendar.Event]:
    """An event with its rule, and those of its stored occurrences that are longer or shorter than the first one.

    RFC 5545 lets an occurrence last as long as the first; ours keep the time of day at which they end, so the night
    in which clocks change has a component of its own.
    """
    main = build_component(event, build_uid(event), url)
    add_times(main, event, event.local_start, event.local_end)
    if event.recurrence:
        main.add("rrule", icalendar.vRecur(build_rule(event)))
        for moment in list_excluded(event):
            main.add("exdate", moment)
    yield main
    length = event.ends_at - event.starts_at
    for each in stored if event.recurrence and not event.all_day else ():
        if each.ends_at - each.starts_at != length:
            zone = ZoneInfo(event.time_zone)
            changed = build_component(event, build_uid(event), url)
            changed.add("recurrence-id", each.starts_at.astimezone(zone))
            add_times(changed, event, each.starts_at.astimezone(zone), each.ends_at.astimezone(zone))
            yield changed


def build_occurrence(occurrence: EventOccurrence, url: str) -> icalendar.Event:
    """One occurrence by itself; those of a repeated event have a UID each."""
    event, zone = occurrence.event, ZoneInfo(occurrence.event.time_zone)
    mark = f"-{occurrence.starts_at:%Y%m%dT%H%M%SZ}" if event.recurrence else ""
    component = build_component(event, f"{build_uid(event)}{mark}", url)
    add_times(component, event, occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone))
    return component


def build_uid(event: Event) -> str:
    """The same for as long as the page lives, whatever its title, slug and site are."""
    return f"{event.translation_key}-{event.pk}"


def build_component(event: Event, uid: str, url: str) -> icalendar.Event:
    """What all components of an event have. SEQUENCE grows with every publication."""
    component = icalendar.Event()
    changed = event.last_published_at or event.starts_at
    first = event.first_published_at or changed
    component.add("uid", uid)
    component.add("dtstamp", changed.astimezone(UTC))
    component.add("last-modified", changed.astimezone(UTC))
    component.add("sequence", max(0, int((changed - first).total_seconds())))
    component.add("summary", event.title)
    component.add("description", event.summary)
    component.add("url", url)
    component.add("status", STATUSES.get(EventStatus(event.status), "CONFIRMED"))
    if place := describe_place(event):
        component.add("location", place)
    if event.latitude is not None and event.longitude is not None:
        component.add("geo", (event.latitude, event.longitude))
    return component


def describe_place(event: Event) -> str:
    if event.attendance_mode == AttendanceMode.ONLINE:
        return event.join_url or _("Online")
    return ", ".join(filter(None, (event.venue_name, " ".join(event.venue_address.split()))))


def add_times(component: icalendar.Event, event: Event, start: datetime, end: datetime) -> None:
    if event.all_day:
        last = (end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(start.tzinfo).date()
        component.add("dtstart", start.date())
        component.add("dtend", last + timedelta(days=1))
        return
    component.add("dtstart", write_utc(start))
    component.add("dtend", write_utc(end))


def write_utc(moment: datetime) -> datetime:
    """UTC as such, which needs no description of a zone."""
    return moment.astimezone(UTC) if str(moment.tzinfo) == "UTC" else moment


def build_rule(event: Event) -> dict[str, Any]:
    """The rule; its UNTIL is a day for whole days, and a moment in UTC for all others."""
    parts: dict[str, Any] = {name: value.split(",") for name, value in parse_parts(event.recurrence).items()}
    until, zone = Rule.parse(event.recurrence).until, ZoneInfo(event.time_zone)
    if until is None:
        return parts
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    moment = until if until.tzinfo else moment_at(until, zone)
    return {**parts, "UNTIL": [moment.astimezone(zone).date() if event.all_day else moment.astimezone(UTC)]}


def list_excluded(event: Event) -> Iterable[date]:
    """The starts that do not take place."""
    if event.all_day:
        return event.excluded_days
    clock, zone = event.local_start.time(), ZoneInfo(event.time_zone)
    return [write_utc(moment_at(datetime.combine(day, clock), zone)) for day in event.excluded_days]
