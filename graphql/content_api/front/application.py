"""The WSGI application before Django's: it answers what is kept, and hands all other requests on.

What a request asks for, and with which headers it is answered, was learnt from Django's answer to the same request
before. docs/explanation/read-path.md tells the whole way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from hashlib import blake2b
from io import BytesIO
from typing import Any

import structlog
from django.core.signals import setting_changed

from cms.base.measures import OPERATION
from content_api.front.answering import Found, find_answer
from content_api.front.heads import Head, Headers
from content_api.front.profiles import PATH, build_profile, list_unknown_middleware
from content_api.limits.bounded_store import BoundedStore
from content_api.transport.notes import NOTE, FrontNote, Recognised

__all__ = ["Front"]

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LARGEST = 65_536
"""Bytes of a body that the front reads."""
LENGTH = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
REQUESTS, HEADS = 4_096, 512

logger = structlog.get_logger(__name__)


class Front:
    """A WSGI application before another one, that of Django.

    requests: what they proved to ask for, by profile and content; those that name registered documents apart, so that
    no other can evict them. heads: of the responses to them.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.trusted: BoundedStore[Recognised] = BoundedStore(REQUESTS)
        self.requests: BoundedStore[Recognised] = BoundedStore(REQUESTS)
        self.heads: BoundedStore[Head] = BoundedStore(HEADS)
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
        if (found := self.find(environ, note, asked)) is not None:
            head, own, body = found
            start_response(head.status, head.fill(own))
            return [body]

        def learn(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self.learn(note, asked, status, headers)
            return start_response(status, headers, *rest)

        return self.application(environ, learn)

    def find(self, environ: dict[str, Any], note: FrontNote, asked: tuple[Any, bytes]) -> Found | None:
        """What is answered to a request; None where Django answers."""
        recognised = self.trusted.get(asked) or self.requests.get(asked)
        if recognised is None:
            return None
        environ[OPERATION] = recognised.operation
        try:
            return find_answer(environ, note, recognised, partial(self.get_head, asked[0], recognised))
        except Exception as error:
            logger.error("front_failed", exc_info=error)  # Django answers, and says what is wrong
            return None

    def get_head(self, profile: Hashable, recognised: Recognised, kind: str) -> Head | None:
        return self.heads.get((profile, recognised.is_trusted, kind))

    def learn(self, note: FrontNote, asked: tuple[Any, bytes], status: str, headers: Headers) -> None:
        """Remember what Django has answered with what is kept."""
        recognised = note.answered
        head = Head.learn(status, headers) if recognised else None
        if recognised is None or head is None:
            return
        store = self.trusted if recognised.is_trusted else self.requests
        store.put(asked, recognised)
        self.heads.put((asked[0], recognised.is_trusted, head.kind), head)

    def forget(self, **_: Any) -> None:
        """Forget everything, as when the process began."""
        for each in (self.trusted, self.requests, self.heads):
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
