"""The forms in which one answer is given out: plain or compressed, each under its own ETag (RFC 9110, 8.8.3.3); and the
tags by which caches purge it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import parse_etags

from content_api.engine.answers import Answer
from content_api.engine.variants import ENCODINGS, Variant, add_encoding

__all__ = ["build_tag_headers", "choose_encoding", "choose_variant", "find_known_tag"]


def choose_variant(request: HttpRequest, answer: Answer) -> Variant:
    """The variant of a kept answer that a client prefers of those it takes."""
    return answer.encode(choose_encoding(request.META.get("HTTP_ACCEPT_ENCODING", "")))


@lru_cache(maxsize=256)
def choose_encoding(header: str) -> str:
    """The encoding that Accept-Encoding asks for most, and as much as for a plain answer (RFC 9110, 12.5.3); empty for
    none."""
    qualities = read_qualities(header)
    best = max(ENCODINGS, key=lambda each: qualities[each])  # of equals the first
    return best if qualities[best] > 0 and qualities[best] >= qualities["identity"] else ""


def read_qualities(header: str) -> dict[str, float]:
    """How much the encodings are asked for that can be given, and the plain form."""
    qualities: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        qualities[name] = read_quality(parameters)
    qualities.setdefault("gzip", qualities.get("x-gzip", qualities.get("*", 0.0)))
    return {"br": qualities.get("*", 0.0), "identity": 0.0} | qualities


def read_quality(parameters: list[str]) -> float:
    """The weight of one entry; 0 for what is none."""
    weight = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    try:
        return float(weight) if 0 <= float(weight) <= 1 else 0.0
    except ValueError:
        return 0.0


def find_known_tag(request: HttpRequest, tag: str) -> str | None:
    """The ETag under which the client has this answer already, in one of its forms; None when it has not.

    tag: that of the plain form. Compared weakly (RFC 9110, 13.1.2): proxies that compress make a tag weak.
    """
    known = request.META.get("HTTP_IF_NONE_MATCH", "") if request.method in ("GET", "HEAD") else ""
    if not known:
        return None
    given = {each.removeprefix("W/") for each in parse_etags(known)}
    own = (tag, *(add_encoding(tag, each) for each in ENCODINGS))
    return next((each for each in own if each in given), None)


def build_tag_headers(answer: Answer | None) -> dict[str, str]:
    """The tags by which a shared cache purges a response, where the operator's cache has such a header.

    They are the tables that the answer was read from.
    """
    name = settings.API_TAG_HEADER
    if not name or answer is None:
        return {}
    tables = answer.tables.strip("{}").replace('"', "").split(",")
    return {name: ("," if name == "Cache-Tag" else " ").join(tables)}
