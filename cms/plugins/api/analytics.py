"""What visitors do on the site, as events: their types, the events themselves, and the slot that stores them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from cms.base.reasons import mark_text as _
from cms.plugins.api.base import SNAKE, Contribution
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider

__all__ = [
    "AnalyticsProvider",
    "DayCount",
    "EventProp",
    "EventSubject",
    "EventType",
    "HourWeight",
    "SubjectCount",
    "SubjectPair",
    "TypeCount",
    "ValueCount",
    "VisitEvent",
]

PROP_TYPES = (str, int, float, bool)
MOST_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class EventProp:
    """A value of an event.

    type: str, int, float or bool. required: an event without it is dropped. most: characters of a text, or the largest
    number; numbers are never negative. choices: the only texts that are taken.
    """

    name: str
    type: type = str
    required: bool = False
    most: int = 200
    choices: tuple[str, ...] = ()

    def takes(self, value: Any) -> bool:
        """Whether an event may have this value."""
        if self.type is str:
            return isinstance(value, str) and len(value) <= self.most and self.is_choice(value)
        types = (int, float) if self.type is float else (self.type,)
        return type(value) in types and 0 <= value <= self.most

    def is_choice(self, value: str) -> bool:
        return not self.choices or value in self.choices


@dataclass(frozen=True, kw_only=True)
class EventType(Contribution):
    """A type of event that frontends send to `/collect`. That of a plugin is named after both: "bookmarks.shared".
    With `server`, frontends may not send it: the site or the plugin records it by `record_event`.

    props: the values that its events may have; an event with any other one is dropped. subject: whether an event is
    about something, a row or a path; then it needs one, otherwise it must not have one. weight: what an event adds to
    its subject when it is decided what is trending, where a view adds 1; 0 adds nothing.
    """

    description: str
    props: Sequence[EventProp] = ()
    subject: bool = True
    weight: float = 0.0
    server: bool = False

    def validate(self) -> None:
        self.need(self.description, _("describe what the visitor did."))
        names = [each.name for each in self.props]
        self.need(len(set(names)) == len(names), _("two props have the same name: rename one."))
        for each in self.props:
            self.need(
                SNAKE.fullmatch(each.name), _("name the prop %(name)s in snake_case."), name=repr(each.name)
            )
            self.need(
                each.type in PROP_TYPES, _("the prop %(name)s is str, int, float or bool."), name=each.name
            )
            self.need(each.most > 0, _("the prop %(name)s: most must be above 0."), name=each.name)
            self.need(
                each.type is str or not each.choices,
                _("the prop %(name)s: only texts have choices."),
                name=each.name,
            )
        self.need(
            0 <= self.weight <= MOST_WEIGHT, _("weight is from 0 to %(most)s."), most=f"{MOST_WEIGHT:g}"
        )
        self.need(
            self.subject or not self.server, _("an event of the server is about a row: leave subject=True.")
        )
        self.need(self.subject or not self.weight, _("an event about nothing has no weight."))


@dataclass(frozen=True, slots=True)
class EventSubject:
    """What an event is about: a row by its kind and the global id of the API, or a path; all empty for nothing."""

    kind: str = ""
    id: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """An event as it was collected.

    id: a UUID, by which an event that comes twice is recognised. time: when it happened. referrer: a host. visitor: 32
    hexadecimal digits, the same for all events of a visitor on a day (UTC). site: the host that it was sent to.
    """

    id: str
    type: str
    time: datetime
    subject: EventSubject
    referrer: str
    props: Mapping[str, Any]
    visitor: str
    site: str


@dataclass(frozen=True, slots=True)
class DayCount:
    """Events of a type on a day (UTC), and about how many visitors sent them."""

    day: date
    type: str
    events: int
    visitors: int


@dataclass(frozen=True, slots=True)
class SubjectCount:
    """Events about a subject, and about how many visitors sent them, each counted once a day."""

    subject: EventSubject
    events: int
    visitors: int


@dataclass(frozen=True, slots=True)
class SubjectPair:
    """Two subjects of a kind, and how many visitors viewed both on a day; the id of the first is the smaller one."""

    first: EventSubject
    second: EventSubject
    visitors: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """Events of a type about a subject, and about how many visitors sent them, each counted once a day.

    is_few: of those days alone on which fewer visitors did this than was asked for, otherwise of all others.
    """

    subject: EventSubject
    type: str
    is_few: bool
    events: int
    visitors: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """Events with a value, and about how many visitors sent them, each counted once a day."""

    value: str
    events: int
    visitors: int


@dataclass(frozen=True, slots=True)
class HourWeight:
    """What visitors added to a subject in an hour (UTC).

    visitors: those who added to it for the first time that day, so that the sum of hours counts each once a day.
    """

    hour: datetime
    subject: EventSubject
    weight: float
    visitors: int


@dataclass(frozen=True, kw_only=True)
class AnalyticsProvider(SlotProvider):
    """Stores events and counts them. All ranges are half open, and days and hours those of UTC. A visitor's id lasts a
    day, so visitors are counted once a day; the number may be an estimate, whose error the plugin states.

    store: adds events, in the transaction of the caller; how many of them were new. An event whose id is stored counts
    once, whenever and however often it comes, in the hour (UTC) in which it happened.
    totals: how many events of each type a subject has, from the hour of the first moment to before that of the second.
    timeline: events and visitors by day and type, in this order; of the whole site where the subject is None. The site
    counts a visitor once, however many subjects he or she saw.
    counts: events and visitors of several subjects by type, with one entry for the days on which fewer than `few`
    visitors did this, and one for all others; by kind, id, path and type, the days of many visitors first. A subject
    that is asked for twice is answered once.
    top_subjects: subjects of a kind with most events of a type, then by id; kind "" for paths.
    top_values: the most frequent values of a text of a type of event, for example ("search", "query"), then by value.
    top_referrers: the hosts that most views come from; views without one are left out.
    weights: what each hour added to each subject, by hour, kind, id and path. `weights` says what an event of a type
    adds; a view adds once for a visitor, subject and day, and all of these add at most `cap`, of which the earliest
    hours get what they can. Days count from their beginning, also where the range begins within one.

    pairs: subjects of a kind that at least `fewest` visitors viewed on a day, both of them; those with most visitors
    first, then by the ids of both. A visitor who viewed more than `most` subjects of the kind that day is left out: it
    is a program, and would cost the square of them. A provider without it (None) relates nothing that way. Since 1.5.

    Single events may be dropped after some time; timeline, counts and the three that begin with top_ answer from what
    is kept longer.
    """

    slot_name: ClassVar[str] = "analytics"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "store": SlotCall(("events",), Budget(30.0, 20), writes=True),
        "totals": SlotCall(("subject", "begins", "ends"), Budget(1.0, 1)),
        "timeline": SlotCall(("subject", "begins", "ends"), Budget(1.0, 1)),
        "counts": SlotCall(("subjects", "begins", "ends", "few"), Budget(1.0, 1)),
        "top_subjects": SlotCall(("type", "kind", "begins", "ends", "limit"), Budget(1.0, 1)),
        "top_values": SlotCall(("type", "prop", "begins", "ends", "limit"), Budget(1.0, 1)),
        "top_referrers": SlotCall(("subject", "begins", "ends", "limit"), Budget(1.0, 1)),
        "weights": SlotCall(("begins", "ends", "weights", "cap"), Budget(30.0, 1)),
        "pairs": SlotCall(("kind", "day", "fewest", "most", "limit"), Budget(30.0, 1), optional=True),
    }

    store: Callable[[Sequence[VisitEvent]], int]
    totals: Callable[[EventSubject, datetime, datetime], Mapping[str, int]]
    timeline: Callable[[EventSubject | None, date, date], Sequence[DayCount]]
    counts: Callable[[Sequence[EventSubject], date, date, int], Sequence[TypeCount]]
    top_subjects: Callable[[str, str, date, date, int], Sequence[SubjectCount]]
    top_values: Callable[[str, str, date, date, int], Sequence[ValueCount]]
    top_referrers: Callable[[EventSubject | None, date, date, int], Sequence[ValueCount]]
    weights: Callable[[datetime, datetime, Mapping[str, float], float], Sequence[HourWeight]]
    pairs: Callable[[str, date, int, int, int], Sequence[SubjectPair]] | None = None
