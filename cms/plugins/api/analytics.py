"""What visitors do on the site, as events: their types, the events themselves, and the slot that stores them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from cms.plugins.api.contributions import SNAKE, Contribution
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider

__all__ = ["AnalyticsProvider", "EventProp", "EventSubject", "EventType", "VisitEvent"]

PROP_TYPES = (str, int, float, bool)


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

    props: the values that its events may have; an event with any other one is dropped. subject: whether an event is
    about something, a row or a path; then it needs one, otherwise it must not have one.
    """

    description: str
    props: Sequence[EventProp] = ()
    subject: bool = True

    def validate(self) -> None:
        self.need(self.description, "describe what the visitor did.")
        names = [each.name for each in self.props]
        self.need(len(set(names)) == len(names), "two props have the same name: rename one.")
        for each in self.props:
            self.need(SNAKE.fullmatch(each.name), f"name the prop {each.name!r} in snake_case.")
            self.need(each.type in PROP_TYPES, f"the prop {each.name} is str, int, float or bool.")
            self.need(each.most > 0, f"the prop {each.name}: most must be above 0.")
            self.need(each.type is str or not each.choices, f"the prop {each.name}: only texts have choices.")


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


@dataclass(frozen=True, kw_only=True)
class AnalyticsProvider(SlotProvider):
    """Stores events and counts them.

    store: adds events, in the transaction of the caller; how many of them were new. An event whose id is stored counts
    once, whenever and however often it comes, in the hour (UTC) in which it happened.
    totals: how many events of each type a subject has, from the hour of the first moment to before that of the second.
    """

    slot_name: ClassVar[str] = "analytics"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "store": SlotCall(("events",), Budget(30.0, 20), writes=True),
        "totals": SlotCall(("subject", "begins", "ends"), Budget(1.0, 1)),
    }

    store: Callable[[Sequence[VisitEvent]], int]
    totals: Callable[[EventSubject, datetime, datetime], Mapping[str, int]]
