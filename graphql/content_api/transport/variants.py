"""The forms in which one answer is given out: plain or compressed, each under its own ETag (RFC 9110, 8.8.3.3)."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.utils.http import parse_etags

from content_api.engine.answers import Answer, Variant, add_encoding

__all__ = ["choose_variant", "find_known_tag", "takes_gzip"]


def choose_variant(request: HttpRequest, answer: Answer) -> Variant:
    """The variant of a kept answer that a client prefers of those it takes."""
    if answer.compressed is not None and takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return answer.compressed
    return answer.plain


@lru_cache(maxsize=256)
def takes_gzip(header: str) -> bool:
    """Whether Accept-Encoding asks for gzip at least as much as for a plain answer (RFC 9110, 12.5.3)."""
    qualities: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (each.strip() for each in part.split(";"))
        qualities[name] = read_quality(parameters)
    gzip = qualities.get("gzip", qualities.get("x-gzip", qualities.get("*", 0.0)))
    return gzip > 0 and gzip >= qualities.get("identity", 0.0)


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
    given = {each.removeprefix("W/") for each in parse_etags(known)} if known else ()
    return next((each for each in (tag, add_encoding(tag)) if each in given), None)
