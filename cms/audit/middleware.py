"""Tells the database who changes something, so that triggers can write it to the audit log."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from cms.actors.authenticators import get_actor
from cms.audit.recording import record_event

__all__ = ["AuditActorMiddleware", "clear_actor", "set_actor"]

PATHS, MACHINES = ("/admin/", "/account/"), "/api/v3/"
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
SET = "SELECT set_config('aixplore.actor', %s, false), set_config('aixplore.request', %s, false)"


class AuditActorMiddleware:
    """Sets the actor for the statements of a request that may change something, in the admin, on account pages and in
    the editorial API, and records which listings of the admin were exported.

    Whatever changes accounts, permissions or keys elsewhere calls `set_actor` and `clear_actor` itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "export" in request.GET and request.path.startswith("/admin/"):
            return record_export(request, self.get_response(request))
        person = None if request.method in SAFE else find_person(request)
        if person is None:
            return self.get_response(request)
        set_actor(str(person), str(structlog.contextvars.get_contextvars().get("request_id", "")))
        try:
            return self.get_response(request)
        finally:
            clear_actor()


def find_person(request: HttpRequest) -> int | None:
    """The key of the account behind a request; None elsewhere, and for who has not signed in."""
    if request.path.startswith(MACHINES) and "HTTP_AUTHORIZATION" in request.META:
        return get_actor(request).user_id
    return request.user.pk if request.path.startswith(PATHS) else None  # type: ignore[no-any-return]


def record_export(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Of an answer that is a file alone: who may not see a listing gets none, and no event."""
    if response.get("Content-Disposition", "").startswith("attachment"):
        view = request.resolver_match.view_name if request.resolver_match else ""
        record_event("export.made", actor=request.user.pk, listing=view, format=request.GET["export"][:10])
    return response


def set_actor(actor: str, request: str) -> None:
    """Say who is responsible for what this connection changes from now on."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [actor, request])


def clear_actor() -> None:
    """A connection that cannot forget whom it served is closed, so that nothing is recorded under a wrong name."""
    try:
        set_actor("", "")
    except DatabaseError:
        if not connection.in_atomic_block:
            connection.close()
