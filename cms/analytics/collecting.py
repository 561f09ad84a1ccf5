"""A request to `/collect`: what it holds is checked, made anonymous and added to the stream, or counted as dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.utils import timezone

from cms.analytics.bots import is_bot
from cms.analytics.data_centres import is_data_centre
from cms.analytics.drops import Drop, Dropped, count_dropped
from cms.analytics.events import CollectedEvent, read_event
from cms.analytics.rates import BUCKET
from cms.analytics.server import event_server
from cms.analytics.stream import APPENDED, EventStream
from cms.analytics.visitors import compute_visitor, load_salts
from cms.base.measures import COLLECTED
from cms.http.clients import get_client_address, get_network
from cms.http.origins import is_foreign_origin
from cms.ratelimit.rates import bucket, limiter

__all__ = ["LARGEST_BODY", "MOST_EVENTS", "collect"]

LARGEST_BODY = 32 * 1024
MOST_EVENTS = 50
MEDIA_TYPES = ("application/json", "text/plain")
KEYS = {"events", "optOut"}


def collect(request: HttpRequest) -> None:
    """Take the events of a request. Nothing is raised for what is wrong with them, and no database is asked."""
    if not settings.COLLECT_EVENTS:
        count_dropped(Drop.OFF)
        return
    try:
        given = read_batch(request)
    except Dropped as dropped:
        count_dropped(dropped.reason)
        return
    try:
        network = check_sender(request, given)
    except Dropped as dropped:
        count_dropped(dropped.reason, len(given["events"]))
    else:
        append_events(request, network, check_events(given["events"]))


def read_batch(request: HttpRequest) -> dict[str, Any]:
    """The JSON of a request, whatever it says its type is of those that browsers send without a question."""
    if request.content_type not in MEDIA_TYPES:
        raise Dropped(Drop.MALFORMED)
    try:
        given = orjson.loads(read_body(request))
    except orjson.JSONDecodeError as error:
        raise Dropped(Drop.MALFORMED) from error
    if (
        not isinstance(given, dict)
        or not given.keys() <= KEYS
        or not isinstance(given.get("optOut", False), bool)
    ):
        raise Dropped(Drop.MALFORMED)
    if not isinstance(given.get("events"), list) or not 0 < len(given["events"]) <= MOST_EVENTS:
        raise Dropped(Drop.MALFORMED)
    return given


def read_body(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise Dropped(Drop.MALFORMED)
    try:
        body = request.read(LARGEST_BODY + 1)
    except (RequestDataTooBig, UnreadablePostError) as error:
        raise Dropped(Drop.MALFORMED) from error
    if len(body) > LARGEST_BODY:
        raise Dropped(Drop.MALFORMED)
    return body


def check_sender(request: HttpRequest, given: dict[str, Any]) -> str:
    """The sender's network; Dropped for all events of somebody who does not want to be counted, or should not be."""
    headers = request.headers
    if headers.get("Sec-GPC") == "1" or headers.get("DNT") == "1" or given.get("optOut"):
        raise Dropped(Drop.CONSENT)
    if is_bot(headers.get("User-Agent", "")):
        raise Dropped(Drop.BOT)
    network = get_network(get_client_address(request))
    if is_data_centre(network):
        raise Dropped(Drop.DATA_CENTRE)
    if is_foreign_origin(request):
        raise Dropped(Drop.ORIGIN)
    if not limiter().take(bucket(BUCKET), f"net:{network}", len(given["events"])).allowed:
        raise Dropped(Drop.RATE)
    return network


def check_events(raw: Sequence[Any]) -> list[CollectedEvent]:
    """The events that can be taken; each of the others is counted."""
    now, events = timezone.now(), {}
    for each in raw:
        try:
            event = read_event(each, now)
            if event.id in events:
                raise Dropped(Drop.DUPLICATE)
            events[event.id] = event
        except Dropped as dropped:
            count_dropped(dropped.reason)
    return list(events.values())


def append_events(request: HttpRequest, network: str, events: Sequence[CollectedEvent]) -> None:
    """Add checked events to the stream; all of them are counted."""
    if not events:
        return
    try:
        outcomes = EventStream(event_server()).append(serialize_events(request, network, events))
    except Dropped as dropped:
        count_dropped(dropped.reason, len(events))
        return
    counted = Counter((event.type, outcome) for event, outcome in zip(events, outcomes, strict=True))
    for (kind, outcome), number in counted.items():
        if outcome == APPENDED:
            COLLECTED.labels(kind).inc(number)
        else:
            count_dropped(Drop(outcome), number)


def serialize_events(
    request: HttpRequest, network: str, events: Sequence[CollectedEvent]
) -> list[tuple[str, bytes]]:
    """Id and text of events, each with the visitor id of its own day."""
    salts = load_salts(event_server(), [each.time.date() for each in events])
    agent, site = request.headers.get("User-Agent", ""), request.get_host()
    visitors = {day: compute_visitor(salt, network, agent, site) for day, salt in salts.items()}
    return [(each.id, each.serialize(visitors[each.time.date()], site)) for each in events]
