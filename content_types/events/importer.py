"""Import and export of events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _

from cms.base.reasons import join_reasons, read_messages
from cms.base.time_zones import time_zones
from cms.exchange.errors import Refusal
from cms.exchange.fields.body import Body
from cms.exchange.fields.children import Children
from cms.exchange.fields.file_references import FileReference
from cms.exchange.fields.measures import Day, NumberField, WholeNumberField
from cms.exchange.fields.plain import Choice, Field, Flag, Name, Prose, Text, check_list, check_object
from cms.exchange.fields.relations import Reference, ReferenceList
from cms.exchange.fields.text import parse_text
from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import register_importer
from cms.exchange.records import Row
from content_types.base.importer import PAGE_FIELDS
from content_types.base.recurrence import normalise_rule
from content_types.base.validators import validate_rrule, validate_year
from content_types.events.actions import fill_all_places, lock_events
from content_types.events.choices import AttendanceMode, EventStatus
from content_types.events.models import Event, EventIndex, Speaker
from content_types.events.occurrences import store_occurrences
from content_types.events.schedule import extend_to_whole_days, first_moment, local, moment_at


class WallTime(Field):
    """Local time in the event's own zone, such as 2027-03-01T09:00; or null."""

    def load(self, raw: Any, row: Row) -> datetime | None:
        text = parse_text(raw)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is not None or "T" not in text:
            raise Refusal(_("“%(given)s” is not a local time: write it as 2027-03-01T09:00"), given=text)
        try:
            validate_year(moment)
        except ValidationError as error:
            raise Refusal(join_reasons(" ", read_messages(error))) from None
        return self.place(moment, row)

    def place(self, wall: datetime, row: Row) -> datetime:
        return in_zone(wall, get_time_zone(row))

    def dump(self, obj: Any) -> str | None:
        moment = getattr(obj, self.name)
        if moment is None:
            return None
        wall = local(moment, ZoneInfo(obj.time_zone)).replace(tzinfo=None)
        return wall.isoformat(timespec="minutes" if not (wall.second or wall.microsecond) else "auto")


class StartTime(WallTime):
    """That of an event for whole days is the first moment of its day, which clocks may show as 01:00."""

    def place(self, wall: datetime, row: Row) -> datetime:
        return first_moment(wall.date(), get_time_zone(row)) if is_all_day(row) else super().place(wall, row)


class EndTime(WallTime):
    """That of an event for whole days is the first moment after its last day."""

    def place(self, wall: datetime, row: Row) -> datetime:
        if not is_all_day(row):
            return super().place(wall, row)
        zone = get_time_zone(row)
        start = STARTS.load(row.record["startsAt"], row) if "startsAt" in row.record else row.obj.starts_at
        end = moment_at(wall, zone)
        return extend_to_whole_days(start, end, zone)[1] if start and start <= end else end


def is_all_day(row: Row) -> bool:
    return row.record.get("allDay", row.obj.all_day) is True


class RuleField(Field):
    """A recurrence rule, kept as RFC 5545 writes it."""

    def load(self, raw: Any, row: Row) -> str:
        return normalise_rule(self.check(parse_text(raw)))

    @staticmethod
    def check(text: str) -> str:
        try:
            if text.strip():
                validate_rrule(text)
        except ValidationError as error:
            raise Refusal(join_reasons(" ", read_messages(error))) from None
        return text


class DaysField(Field):
    """A list of days, such as ["2027-12-24"]."""

    is_list = True

    def load(self, raw: Any, row: Row) -> list[date]:
        found = [Day(self.key).load(each, row) for each in check_list(raw)]
        return sorted({each for each in found if each})

    def dump(self, obj: Any) -> list[str]:
        return [day.isoformat() for day in obj.excluded_days]


def get_time_zone(row: Row) -> ZoneInfo:
    """The zone of the event; UTC stands in for one that does not exist, which the model rejects."""
    name = parse_text(row.record.get("timeZone")) or row.obj.time_zone
    return ZoneInfo(name if name in time_zones() else "UTC")


def in_zone(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in `zone` show `wall`. Refusal when they skip it."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != wall:
        raise Refusal(
            _("clocks in %(zone)s skip %(time)s: choose another time"),
            zone=zone.key,
            time=f"{wall:%Y-%m-%d %H:%M}",
        )
    return moment


class VenueField(Field):
    """`{"name", "address", "latitude", "longitude"}`, or null for an event that is online only."""

    parts = (
        Name("name", "venue_name"),
        Name("address", "venue_address"),
        NumberField("latitude"),
        NumberField("longitude"),
    )

    def load(self, raw: Any, row: Row) -> dict[str, Any]:
        given: Mapping[str, Any] = {} if raw is None else check_object(raw, {part.key for part in self.parts})
        return {part.name: part.load(given.get(part.key), row) for part in self.parts}

    def dump(self, obj: Any) -> dict[str, Any] | None:
        return {part.key: part.dump(obj) for part in self.parts} if obj.venue_name else None

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return all(getattr(obj, name) == part for name, part in value.items())

    def store(self, obj: Any, value: Any) -> None:
        for name, part in value.items():
            setattr(obj, name, part)


STARTS = StartTime("startsAt")


class EventImporter(PageImporter):
    kind = "event"
    model = Event
    index_model = EventIndex
    needs = ("image", "document", "vendor", "solution")
    fields = (
        Name("title"),
        Text("summary"),
        Body("body"),
        Prose("timeZone"),
        STARTS,
        EndTime("endsAt"),
        Flag("allDay"),
        RuleField("recurrence"),
        DaysField("excludedDays"),
        Choice("attendanceMode", choices=AttendanceMode),
        VenueField("venue", "venue_name"),
        Prose("joinUrl"),
        Reference("organiser", kind="vendor"),
        Name("organiserName"),
        Children(
            "speakers",
            model=Speaker,
            fields=(Name("name"), Name("role"), Name("organisation"), FileReference("photo"), Prose("link")),
        ),
        ReferenceList("solutions", "related_solutions", kind="solution", paged=True),
        WholeNumberField("capacity"),
        WallTime("registrationOpensAt"),
        WallTime("registrationClosesAt"),
        Choice("status", choices=EventStatus),
        *PAGE_FIELDS,
    )

    def finish(self, row: Row) -> None:
        """What `Event.save` works out."""
        get_time_zone(row)
        row.obj.settle_times()

    def write(self, rows: list[Row]) -> None:
        lock_events({row.obj.translation_key for row in rows})
        super().write(rows)
        store_occurrences([row.obj.pk for row in rows])
        fill_all_places([row.obj for row in rows])


def register() -> None:
    register_importer(EventImporter())
