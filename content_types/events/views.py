"""Addresses of calendars: one event, the occurrences of a month, and a feed to subscribe to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.actors.authenticators import get_actor
from cms.actors.refusals import note_refusal
from cms.declarations.gates import get_public_gate
from cms.ratelimit.rates import limiter, points_bucket
from content_types.events.ics import build_calendar, build_components, build_occurrence
from content_types.events.models import Event, EventOccurrence
from content_types.events.occurrences import find_horizon
from content_types.events.reading import build_overlap_rule

__all__ = ["event_calendar", "events_calendar"]

RECENT = timedelta(days=90)
"""How long the feed keeps events that are over."""
MOST = 1000
"""Events of the feed, and occurrences of a month."""
EVENT_COST, LIST_COST = 5, 50
View = Callable[..., HttpResponse]


class Rejected(Exception):
    """A request that makes no sense; the text says what to change."""


def calendar_view(cost: int) -> Callable[[Callable[..., bytes]], View]:
    """A view of a function that answers a calendar: rate limit, caching headers, and texts for what is wrong.

    Calendars hold what anonymous callers may see, so caches may share them; they ask again each time, by ETag.
    """

    def decorate(build: Callable[..., bytes]) -> View:
        @require_safe
        @wraps(build)
        def view(request: HttpRequest, **given: Any) -> HttpResponse:
            actor = get_actor(request)
            if actor.rejection is not None:
                note_refusal(request, actor.rejection)
                return build_text(actor.rejection.status, f"{actor.rejection.message}\n")
            taken = limiter().take(points_bucket(actor.audience), actor.rate_key, cost)
            if not taken.allowed:
                text = f"Too many requests: try again in {taken.seconds} s.\n"
                return build_text(429, text, {"Retry-After": str(taken.seconds)})
            try:
                body = build(request, **given)
            except Rejected as error:
                return build_text(400, f"{error}\n")
            return respond(request, body)

        return view

    return decorate


def build_text(status: int, text: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def respond(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response)


@calendar_view(EVENT_COST)
def event_calendar(request: HttpRequest, slug: str) -> bytes:
    """One event by its slug; 404 when there is none that everybody may see."""
    event = list_events(request).filter(slug=slug).first()
    if event is None:
        raise Http404("There is no such event.")
    return build_calendar(event.title, list_components(request, [event]))


@calendar_view(LIST_COST)
def events_calendar(request: HttpRequest) -> bytes:
    """The occurrences of `month` (2027-04), or the events that are not long over."""
    text = request.GET.get("month")
    if text is not None:
        return build_month(request, text)
    earliest = timezone.now() - RECENT
    recent = EventOccurrence.objects.filter(ends_at__gt=earliest).values("event_id")
    events = list_events(request).filter(pk__in=recent).order_by("-starts_at", "pk")[:MOST]
    return build_calendar(settings.WAGTAIL_SITE_NAME, list_components(request, list(events)))


def build_month(request: HttpRequest, text: str) -> bytes:
    start, end = read_month(text)
    found = EventOccurrence.objects.filter(
        build_overlap_rule(start, end), event__in=list_events(request).order_by().values("pk")
    )
    rows = found.select_related("event").defer("event__body").order_by("starts_at", "event_id")[:MOST]
    components = [build_occurrence(row, find_address(row.event, request)) for row in rows]
    return build_calendar(f"{settings.WAGTAIL_SITE_NAME} {text}", components)


def read_month(text: str) -> tuple[datetime, datetime]:
    """The first moments of a month and of the next one, in the site's time zone. Rejected for what is none, or lies
    where occurrences are not known."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise Rejected(_("month: “%(text)s” is not a month: write it as 2027-04.") % {"text": text[:20]})
    first, (earliest, latest) = date(max(int(text[:4]), 1), int(text[5:]), 1), find_horizon(timezone.now())
    if not earliest.date().replace(day=1) <= first <= latest.date():
        message = _("month: %(text)s is out of range: give a month from %(first)s to %(last)s.")
        raise Rejected(message % {"text": text, "first": f"{earliest:%Y-%m}", "last": f"{latest:%Y-%m}"})
    after = (first + timedelta(days=31)).replace(day=1)
    zone = timezone.get_default_timezone()
    return tuple(datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, after))  # type: ignore[return-value]


def list_events(request: HttpRequest) -> QuerySet[Event]:
    """The events that everybody may see, in the language of `locale`."""
    code = request.GET.get("locale", settings.LANGUAGE_CODE)
    codes = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    if code not in codes:
        message = _("locale: “%(code)s” is not a language of this site: give one of %(codes)s.")
        raise Rejected(message % {"code": code[:20], "codes": ", ".join(codes)})
    gate = get_public_gate(request)
    return Event.objects.filter(gate.visible(Event), locale__language_code=code).defer("body")


def list_components(request: HttpRequest, events: list[Event]) -> list[Any]:
    """The components of events; one statement for the stored occurrences of all that need them."""
    repeated = [event for event in events if event.recurrence and not event.all_day]
    stored: dict[int, list[EventOccurrence]] = {}
    for row in EventOccurrence.objects.filter(event__in=repeated).order_by("starts_at"):
        stored.setdefault(row.event_id, []).append(row)
    return [
        component
        for event in events
        for component in build_components(event, stored.get(event.pk, ()), find_address(event, request))
    ]


def find_address(event: Event, request: HttpRequest) -> str:
    """Where visitors read about an event: its path in the frontend, for calendars open outside of the site."""
    parts = event.get_url_parts(request)
    return urljoin(settings.FRONTEND_URL, parts[2]) if parts and parts[2] else ""
