"""An API that says what the demo's says, with other texts in its place: long, right to left, or hostile."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

__all__ = ["POISONS", "poisoned_api"]

Poison = Callable[[str, str], str]
TEXTS = frozenset(
    [
        "title",
        "name",
        "summary",
        "description",
        "text",
        "caption",
        "alt",
        "label",
        "body",
        "pros",
        "cons",
        "displayName",
        "tagline",
        "footerText",
        "siteTitle",
        "note",
        "question",
        "answer",
        "value",
        "attribution",
        "credit",
        "unit",
        "methodology",
        "licence",
        "organiserName",
        "role",
        "organisation",
        "address",
        "latestVersion",
        "didYouMean",
    ]
)
LONG = frozenset(
    [
        "summary",
        "description",
        "text",
        "body",
        "pros",
        "cons",
        "tagline",
        "footerText",
        "note",
        "answer",
        "methodology",
    ]
)
ADDRESSES = frozenset(["website", "url", "sourceUrl", "joinUrl", "link", "canonicalUrl"])
NAME = re.compile(r"[A-Z][A-Z_]*|[\d.,%-]+|\d{4}-\d\d.*")
"""Members of enumerations, numbers and dates, which are no texts."""
MARKUP = '"><img src=x onerror="window.broken=1"><script>window.broken=1</script>\u202e\'\\'


def write_long(key: str, text: str) -> str:
    """A word that never ends; 10,000 characters of it where a text may be long."""
    return "Pneumonoultramicroscopic" * (417 if key in LONG else 10)


def write_right_to_left(key: str, text: str) -> str:
    return "منصة بحث مفتوحة المصدر (2.0) " * (40 if key in LONG else 1) + "— AiXplore!"


def write_markup(key: str, text: str) -> str:
    return "javascript:window.broken=1//" if key in ADDRESSES else MARKUP


POISONS: dict[str, Poison] = {"long": write_long, "rtl": write_right_to_left, "hostile": write_markup}
BUSY_SECONDS = 20
MEDIA = re.compile(r"https?://\S+/media/\S+")
GONE = "/_next/static/gone.png"


def replace_texts(value: Any, poison: Poison, key: str = "") -> Any:
    """The same answer with other texts; every image is one that is no longer there."""
    if isinstance(value, dict):
        return {name: replace_texts(each, poison, name) for name, each in value.items()}
    if isinstance(value, list):
        return [replace_texts(each, poison, key) for each in value]
    if not isinstance(value, str) or not value:
        return value
    if MEDIA.search(value):
        return MEDIA.sub(GONE, value)
    is_text = key in TEXTS and not NAME.fullmatch(value)
    return poison(key, value) if is_text or (key in ADDRESSES and poison is write_markup) else value


@cache
def ask_once(address: str, authorization: str) -> tuple[int, Any]:
    """Status and data of an answer, kept: several kinds of texts need not cost the points of several visits."""
    headers = {"Accept": "application/json", "Authorization": authorization}
    for _ in range(BUSY_SECONDS):
        try:
            with urlopen(Request(address, headers=headers), timeout=30) as answer:
                return answer.status, json.load(answer)
        except HTTPError as error:
            if error.code not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
                return error.code, {}
            time.sleep(1)
    return HTTPStatus.TOO_MANY_REQUESTS, {}


def make_handler(site: str, poison: Poison) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, answer = ask_once(site + self.path, self.headers.get("Authorization", ""))
            body = replace_texts(answer, poison)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def poisoned_api(site: str, kind: str) -> Iterator[str]:
    """The address of an API beside that of a site, with texts of one of POISONS."""
    with ThreadingHTTPServer(("127.0.0.1", 0), make_handler(site, POISONS[kind])) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/graphql"
        server.shutdown()
