"""Executing a query before Django is entered: the view is called as Django calls it, without the middleware around it.

Whatever the view returns or raises is either given out here or handed to Django, which does not execute it again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import copy_context

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, caches
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.utils import translation

from cms.actors.actor import Actor
from cms.actors.authenticators import get_actor
from content_api.front.answering import Found, is_admitted
from content_api.front.heads import Head
from content_api.front.logs import bind_request_id, log_request
from content_api.transport.notes import OWN, FrontNote, LeftToDjango, Outline
from content_api.transport.views import graphql_view

__all__ = ["execute"]

ANSWERED = frozenset({200, 304})
"""Statuses that are given out here. Rejections and faults are Django's, whose middleware may have to do with them."""


def execute(
    request: WSGIRequest, note: FrontNote, get_head: Callable[[Outline], Head | None]
) -> Found | None:
    """What is answered to a query; None where Django answers, with what `note` holds."""
    if not may_execute(get_actor(request)):
        return None
    caches[DEFAULT_CACHE_ALIAS]  # made for the thread, which a context of its own would forget
    return copy_context().run(execute_apart, request, note, get_head)


def execute_apart(
    request: WSGIRequest, note: FrontNote, get_head: Callable[[Outline], Head | None]
) -> Found | None:
    """The same in a context of its own: what is bound to lines of the log there ends with it."""
    bind_request_id(request)
    response = call_view(request, note)
    head = get_head(note.outline) if response is not None and note.outline is not None else None
    if response is None or head is None or response.status_code not in ANSWERED:
        return None
    log_request(request, response.status_code)
    return head, collect_own_headers(response), response.content


def may_execute(actor: Actor) -> bool:
    """Whether middleware would let a caller through; Django refuses wrong credentials, and clients without points."""
    if actor.rejection is not None:
        return False
    return not actor.is_anonymous or is_admitted(actor)


def call_view(request: WSGIRequest, note: FrontNote) -> HttpResponse | None:
    """The view's response; None where it raised. Both are noted, except that the request is one for Django."""
    translation.activate(settings.LANGUAGE_CODE)  # as UserLocaleMiddleware does for the API
    note.calls_view = True
    try:
        note.made = response = graphql_view(request)
    except LeftToDjango:
        return None
    except Exception as error:
        note.made = error
        return None
    finally:
        note.calls_view = False
    return response


def collect_own_headers(response: HttpResponse) -> dict[str, str]:
    """The values of headers that belong to this response, with those that middleware computes from its body."""
    own = {name: value for name, value in response.items() if name in OWN}
    return {**own, "Content-Length": str(len(response.content))}
