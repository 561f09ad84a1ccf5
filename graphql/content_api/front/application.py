"""The WSGI application before Django's: it gives out what is kept, executes queries, and hands all other requests on.

What a request asks for, and with which headers it is answered, was learnt from Django's answers before.
docs/explanation/read-path.md tells the whole way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from hashlib import blake2b
from io import BytesIO
from typing import Any

import structlog
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import setting_changed

from cms.base.measures import OPERATION
from cms.database.outages import DatabaseUnavailable
from content_api.front.answering import Found, find_answer
from content_api.front.executing import execute
from content_api.front.heads import Head, Headers
from content_api.front.profiles import PATH, build_profile, list_unknown_middleware
from content_api.front.requests import open_request
from content_api.limits.bounded_store import BoundedStore
from content_api.transport.notes import NOTE, FrontNote, Recognised

__all__ = ["Front"]

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Asked = tuple[Hashable, bytes]
"""The profile of a request and its content."""

LARGEST = 65_536
"""Bytes of a body that the front reads."""
LENGTH = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
REQUESTS, HEADS = 4_096, 512

logger = structlog.get_logger(__name__)


class Front:
    """A WSGI application before another one, that of Django.

    requests: what they proved to ask for, by profile and content; those that name registered documents apart, so that
    no other can evict them. heads: of the responses to them. outlines: heads by what the view has returned. profiles:
    those whose requests came to the view.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.trusted: BoundedStore[Recognised] = BoundedStore(REQUESTS)
        self.requests: BoundedStore[Recognised] = BoundedStore(REQUESTS)
        self.heads: BoundedStore[Head] = BoundedStore(HEADS)
        self.outlines: BoundedStore[Head] = BoundedStore(HEADS)
        self.profiles: BoundedStore[bool] = BoundedStore(HEADS)
        setting_changed.connect(self.forget)  # in tests alone
        if unknown := list_unknown_middleware():
            logger.warning(
                "front_is_off", reason="what this middleware reads is not known", middleware=unknown
            )

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        profile = build_profile(environ) if environ.get("PATH_INFO") == PATH else None
        content = read_content(environ) if profile else None
        if profile is None or content is None:
            return self.application(environ, start_response)
        note = environ[NOTE] = FrontNote()
        asked = (profile, content)
        if (found := self.answer(environ, note, asked)) is not None:
            head, own, body = found
            headers = head.fill(own)
            if note.answered is not None:
                self.learn(note, asked, head.status, headers)
            start_response(head.status, headers)
            return [body]

        def learn(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self.learn(note, asked, status, headers)
            return start_response(status, headers, *rest)

        return self.application(environ, learn)

    def answer(self, environ: dict[str, Any], note: FrontNote, asked: Asked) -> Found | None:
        """What is answered to a request; None where Django answers."""
        recognised = self.trusted.get(asked) or self.requests.get(asked)
        if recognised is None and self.profiles.get(asked[0]) is None:
            return None
        try:
            with open_request(environ) as request:
                found = self.find(request, note, asked, recognised) if recognised else None
                if found is None and note.charge is None:
                    found = execute(request, note, lambda outline: self.outlines.get((asked[0], outline)))
                return found
        except DatabaseUnavailable:
            return None
        except Exception as error:
            logger.error("front_failed", exc_info=error)  # Django answers, and says what is wrong
            return None

    def find(
        self, request: WSGIRequest, note: FrontNote, asked: Asked, recognised: Recognised
    ) -> Found | None:
        """What is kept of what a request asks for."""
        request.META[OPERATION] = recognised.operation
        return find_answer(request, note, recognised, partial(self.get_head, asked[0], recognised))

    def get_head(self, profile: Hashable, recognised: Recognised, kind: str) -> Head | None:
        return self.heads.get((profile, recognised.is_trusted, kind))

    def learn(self, note: FrontNote, asked: Asked, status: str, headers: Headers) -> None:
        """Remember what middleware has added to a response of the view, and what is kept."""
        head = Head.learn(status, headers) if note.outline else None
        if note.outline is None or head is None:
            return
        self.profiles.put(asked[0], True)
        self.outlines.put((asked[0], note.outline), head)
        if (recognised := note.answered) is not None:
            store = self.trusted if recognised.is_trusted else self.requests
            store.put(asked, recognised)
            self.heads.put((asked[0], recognised.is_trusted, head.kind), head)

    def forget(self, **_: Any) -> None:
        """Forget everything, as when the process began."""
        for each in (self.trusted, self.requests, self.heads, self.outlines, self.profiles):
            each.clear()


def read_content(environ: dict[str, Any]) -> bytes | None:
    """What tells a request from others of its profile; None where that is not known. A body is read and put back."""
    query = environ.get("QUERY_STRING", "")
    if environ["REQUEST_METHOD"] != "POST":
        return None if environ.get("CONTENT_LENGTH") or len(query) > LARGEST else query.encode("latin-1")
    length = environ.get("CONTENT_LENGTH") or ""
    if query or not LENGTH.fullmatch(length) or int(length) > LARGEST:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = BytesIO(body)
    return blake2b(body, digest_size=20).digest() if len(body) == int(length) else None
