"""What visitors do on the site, as events: the types that `/collect` takes, and the values that each of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cms.plugins.api.contributions import SNAKE, Contribution

__all__ = ["EventProp", "EventType"]

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
