"""One event: checked, and freed of what is not needed to count it."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from cms.analytics.drops import Drop, Dropped
from cms.analytics.event_types import find_event_type
from cms.plugins.api.analytics import EventType

__all__ = ["OLDEST", "CollectedEvent", "read_event"]

OLDEST = timedelta(hours=24)
"""Age of events that are still taken: the salt of their day is known for as long."""
CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock of a client may be ahead."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?|\[?[0-9a-f:.]+\]?")
GLOBAL_ID = re.compile(r"([A-Za-z]\w*):([1-9][0-9]{0,18})", re.ASCII)
Text = Annotated[str, Field(max_length=2000)]


class GivenSubject(BaseModel):
    """A row, by its kind and global id, or a path."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: Annotated[str, Field(pattern=r"^[A-Z][A-Z_]{0,39}$")] | None = None
    id: Text | None = None
    path: Text | None = None


class GivenEvent(BaseModel):
    """An event as a client sends it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: UUID
    type: Annotated[str, Field(max_length=100)]
    time: AwareDatetime
    subject: GivenSubject | None = None
    referrer: Text | None = None
    props: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollectedEvent:
    """An event as it is kept. kind and id, or path: its subject; all empty where it has none. referrer: a host.
    Neither the network address nor the user agent is part of it: visitor is added from them, and they are forgotten."""

    id: str
    type: str
    time: datetime
    kind: str
    global_id: str
    path: str
    referrer: str
    props: dict[str, Any]

    def serialize(self, visitor: str, site: str) -> bytes:
        """The event as JSON, for the stream."""
        return orjson.dumps(
            {
                "id": self.id, "type": self.type, "time": self.time, "kind": self.kind, "global_id": self.global_id,
                "path": self.path, "referrer": self.referrer, "props": self.props, "visitor": visitor, "site": site,
            }
        )  # fmt: skip


def read_event(raw: Any, now: datetime) -> CollectedEvent:
    """A checked event; Dropped when it is malformed, of the future or too old."""
    try:
        given = GivenEvent.model_validate_json(orjson.dumps(raw))
        moment = given.time.astimezone(UTC)
    except (ValidationError, OverflowError, orjson.JSONEncodeError) as error:
        raise Dropped(Drop.MALFORMED) from error
    kind = find_event_type(given.type)
    if kind is None or kind.server:
        raise Dropped(Drop.MALFORMED)
    subject = read_subject(given.subject, kind)
    check_props(given.props, kind)
    check_time(moment, now)
    referrer = read_host(given.referrer or "")
    return CollectedEvent(str(given.id), given.type, moment, *subject, referrer, given.props)


def check_time(moment: datetime, now: datetime) -> None:
    if moment > now + CLOCK_SKEW:
        raise Dropped(Drop.FUTURE)
    if moment < now - OLDEST:
        raise Dropped(Drop.OLD)


def read_subject(given: GivenSubject | None, kind: EventType) -> tuple[str, str, str]:
    """Kind and global id, or path, of what an event is about."""
    if (given is not None) != kind.subject:
        raise Dropped(Drop.MALFORMED)
    if given is None:
        return "", "", ""
    if given.path is not None and given.kind is None and given.id is None:
        return "", "", read_path(given.path)
    if given.path is None and given.kind and given.id and is_global_id(given.id):
        return given.kind, given.id, ""
    raise Dropped(Drop.MALFORMED)


def read_path(text: str) -> str:
    """A path without query and fragment, in which people's data may stand."""
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    if not path.startswith("/") or path.startswith("//") or len(path) > 500 or CONTROL.search(path):
        raise Dropped(Drop.MALFORMED)
    return path


def is_global_id(text: str) -> bool:
    """Whether this has the form of an id of the API; whether the row exists is not asked here."""
    try:
        return GLOBAL_ID.fullmatch(b64decode(text, validate=True).decode()) is not None
    except (Base64Error, ValueError):
        return False


def read_host(referrer: str) -> str:
    """The host of a referrer, which is an address or a host; "" where there is none."""
    try:
        host = urlsplit(referrer if "//" in referrer else f"//{referrer}").hostname or ""
    except ValueError as error:
        raise Dropped(Drop.MALFORMED) from error
    if host and not HOST.fullmatch(host):
        raise Dropped(Drop.MALFORMED)
    return host


def check_props(props: dict[str, Any], kind: EventType) -> None:
    known = {each.name: each for each in kind.props}
    missing = any(each.required and each.name not in props for each in kind.props)
    if missing or any(name not in known or not known[name].takes(value) for name, value in props.items()):
        raise Dropped(Drop.MALFORMED)
    if any(isinstance(value, str) and CONTROL.search(value) for value in props.values()):
        raise Dropped(Drop.MALFORMED)
