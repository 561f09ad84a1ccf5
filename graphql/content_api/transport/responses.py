"""Responses: media type and status after the GraphQL-over-HTTP specification, and caching headers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from content_api.engine.answers import Answer
from content_api.engine.variants import Variant
from content_api.errors import RequestRefused
from content_api.statuses import GRAPHQL, JSON, choose_media_type
from content_api.transport.variants import choose_variant, find_known_tag

REVALIDATED = "public, max-age=0, must-revalidate"
"""Cache-Control of responses that caches check with us each time."""


def build_cache_control() -> str:
    """Cache-Control of responses that shared caches may keep for as long as the operator allows."""
    age, stale = settings.API_TRUSTED_MAX_AGE, settings.API_TRUSTED_STALE
    return f"public, max-age={age}, stale-while-revalidate={stale}" if age else REVALIDATED


def negotiate_media_type(request: HttpRequest) -> str:
    """The media type to answer with; RequestRefused (406) when the caller takes neither of the two."""
    if "HTTP_ACCEPT" not in request.META:  # `headers` parses all of them
        return JSON
    wanted = [each for each in request.accepted_types if each.quality]
    for accepted in sorted(wanted, key=lambda each: -each.quality):
        for offered in (GRAPHQL, JSON):
            if accepted.match(offered):
                return JSON if str(accepted).startswith("*/*") else offered
    raise RequestRefused(406, f"Accept {GRAPHQL} or {JSON}.")


def build_response(body: Mapping[str, Any], kind: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(body), content_type=f"{choose_media_type(kind, status)}; charset=utf-8", status=status
    )


def build_rejection(error: RequestRefused, kind: str) -> HttpResponse:
    """The response to a rejected request."""
    body = {"errors": [{"message": str(error), "extensions": error.extensions}]}
    response = build_response(body, kind, error.status)
    for name, value in error.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def set_cache_headers(
    request: HttpRequest,
    response: HttpResponse,
    private: bool,
    cache_control: str = REVALIDATED,
    answer: Answer | None = None,
) -> HttpResponse:
    """A public response gets an ETag and `cache_control`; a private one is stored nowhere.

    answer: the kept one that is given out, whose ETags are known.
    """
    patch_vary_headers(response, ("Accept", "Accept-Encoding", "Cookie"))
    if private or response.status_code != 200:
        response["Cache-Control"] = "private, no-store"
        return response
    tag = answer.plain.tag if answer else build_tag(response.content)
    response["ETag"], response["Cache-Control"] = tag, cache_control
    known = find_known_tag(request, tag)
    if known is not None:
        response["ETag"] = known
        return build_not_modified(response)
    return set_variant(response, choose_variant(request, answer)) if answer else response


def build_tag(body: bytes) -> str:
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def set_variant(response: HttpResponse, variant: Variant) -> HttpResponse:
    """Give out one form of a kept answer."""
    response.content, response["ETag"] = variant.body, variant.tag
    if variant.encoding:
        response["Content-Encoding"] = variant.encoding
    return response


def build_not_modified(response: HttpResponse) -> HttpResponse:
    answered = HttpResponse(status=304)
    for name in ("ETag", "Cache-Control", "Vary"):
        answered[name] = response[name]
    return answered
