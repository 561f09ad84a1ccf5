"""Answering one request with what is kept: what Django's path does for it, without the rest of Django."""

from __future__ import annotations

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIRequest
from django.utils import timezone

from cms.actors.actor import Actor, ActorKind
from cms.actors.authenticators import get_actor
from content_api.documents.trusted.lookup import get_remembered_text
from content_api.engine.answers import Answer, Owner
from content_api.engine.keeping import choose_owner, find_kept, is_current, may_keep
from content_api.engine.variants import Variant
from content_api.front.heads import Head
from content_api.front.logs import log_request
from content_api.limits.charge import KEPT_COST, Charge, get_limits, limiter, take_points
from content_api.transport.notes import FrontNote, Recognised
from content_api.transport.variants import build_tag_headers, choose_variant, find_known_tag

__all__ = ["Found", "find_answer", "is_admitted"]

Found = tuple[Head, dict[str, str], bytes]
"""Status and headers, the values of the answer's own headers, and the body."""


def find_answer(
    request: WSGIRequest, note: FrontNote, recognised: Recognised, get_head: Callable[[str], Head | None]
) -> Found | None:
    """What is answered to a request with what is kept; None where there is nothing. One statement.

    In the order of Django's path: who asks, what is kept, its points, and whether it is current.
    """
    actor = get_actor(request)
    if not may_keep() or actor.audience != recognised.audience or not is_admitted(actor):
        return None
    owner = choose_owner(actor, recognised.is_trusted)
    answer = find_kept(recognised.key, owner, timezone.now())
    if answer is None:
        return None
    known = find_known_tag(request, answer.plain.tag)
    form = Variant(b"", known) if known else choose_variant(request, answer)
    head = get_head("304" if known else f"200{form.encoding}")
    charge = take(actor, note) if head else None
    if head is None or charge is None:
        return None
    if not holds(recognised, owner, answer, charge):
        return None
    log_request(request, int(head.status[:3]))
    return head, build_own_headers(answer, form, charge), form.body


def is_admitted(actor: Actor) -> bool:
    """Whether a caller is anonymous or a server, and may be answered without a look at what it has used up before."""
    if actor.rejection is not None or not actor.is_anonymous:
        return False
    return actor.kind is ActorKind.SERVER or actor.rate_key not in limiter().reject_cache.closed


def take(actor: Actor, note: FrontNote) -> Charge | None:
    """The charge of a kept answer; None when there are too few points, which Django says."""
    charge = take_points(actor, get_limits(actor), KEPT_COST)
    if charge.taken.allowed:
        return charge
    note.charge = charge
    return None


def holds(recognised: Recognised, owner: Owner, answer: Answer, charge: Charge) -> bool:
    """Whether an answer may be given out; otherwise Django answers, and charges for it."""
    may_be_given = False
    try:
        may_be_given = is_current(recognised.key, owner, answer) and is_registered(recognised)
    finally:
        if not may_be_given:
            charge.refund()
    return may_be_given


def is_registered(recognised: Recognised) -> bool:
    """Whether the document that a request names is registered still; its use is counted."""
    return recognised.digest is None or get_remembered_text(recognised.digest) is not None


def build_own_headers(answer: Answer, form: Variant, charge: Charge) -> dict[str, str]:
    """The values of headers that belong to one answer or one client."""
    own = {"ETag": form.tag, "Content-Length": str(len(form.body))}
    return {**own, **build_tag_headers(answer), **charge.build_headers()}
