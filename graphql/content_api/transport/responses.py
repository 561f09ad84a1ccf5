"""Responses: media type and status after the GraphQL-over-HTTP specification, and caching headers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from content_api.errors import RequestRefused
from content_api.statuses import GRAPHQL, JSON, choose_media_type

REVALIDATED = "public, max-age=0, must-revalidate"
"""Cache-Control of responses that caches check with us each time."""


def build_cache_control() -> str:
    """Cache-Control of responses that shared caches may keep for as long as the operator allows."""
    age, stale = settings.API_TRUSTED_MAX_AGE, settings.API_TRUSTED_STALE
    return f"public, max-age={age}, stale-while-revalidate={stale}" if age else REVALIDATED


def negotiate_media_type(request: HttpRequest) -> str:
    """The media type to answer with; RequestRefused (406) when the caller takes neither of the two."""
    if "Accept" not in request.headers:
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
    tag: str = "",
) -> HttpResponse:
    """A public response gets an ETag and `cache_control`; a private one is stored nowhere. tag: the ETag, if known."""
    patch_vary_headers(response, ("Accept", "Cookie"))
    if private or response.status_code != 200:
        response["Cache-Control"] = "private, no-store"
        return response
    tag = tag or f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    response["ETag"], response["Cache-Control"] = tag, cache_control
    return build_not_modified(response) if is_not_modified(request, tag) else response


def is_not_modified(request: HttpRequest, tag: str) -> bool:
    """Whether the client has the response with this ETag already."""
    known = request.META.get("HTTP_IF_NONE_MATCH", "") if request.method in ("GET", "HEAD") else ""
    return bool(known) and tag in parse_etags(known)


def build_not_modified(response: HttpResponse) -> HttpResponse:
    answered = HttpResponse(status=304)
    for name in ("ETag", "Cache-Control", "Vary"):
        answered[name] = response[name]
    return answered
