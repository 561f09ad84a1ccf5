"""Paths of plugin addresses, written as in Django's `path()`: "report.json", "<int:pk>.json", "lists/<slug:name>/"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls.resolvers import RoutePattern

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import ContributionError

__all__ = ["build_path", "compile_route", "match_route", "normalise_route", "route_parameters"]

PARAMETER = re.compile(r"<[^<>]*>")
UNREACHABLE = re.compile(r"[?#%\\\s]|//|(^|/)\.{1,2}(/|$)")
REGEX_MARKS = re.compile(r"^\^|\$$|[<>]")


def route_parameters(path: str) -> list[str]:
    """The names that a path captures, in their order. ContributionError for a path that no request can have."""
    literal = PARAMETER.sub("x", path)
    if path.startswith("/"):
        raise ContributionError(
            Reason(_("the path is relative to /plugins/<plugin>/: remove the leading slash."))
        )
    if REGEX_MARKS.search(literal) or "(?P<" in path:
        raise ContributionError(
            Reason(
                _(
                    "the path %(path)s is not a route of Django's path(): write <int:pk>, <slug:name>, <path:rest>."
                ),
                {"path": repr(path)},
            )
        )
    if UNREACHABLE.search(literal):
        raise ContributionError(
            Reason(
                _(
                    "no request can have the path %(path)s: "
                    "leave out ?, #, %%, backslashes, spaces, // and dot segments."
                ),
                {"path": repr(path)},
            )
        )
    try:
        return list(compile_route(path).converters)
    except ImproperlyConfigured as error:
        raise ContributionError(
            Reason(_("the path %(path)s cannot be used: %(error)s"), {"path": repr(path), "error": error})
        ) from error


def match_route(path: str, requested: str) -> dict[str, Any] | None:
    """The captured values of a requested path, converted; None when it is another path."""
    found = compile_route(path).match(requested)
    return dict(found[2]) if found else None


def build_path(path: str, values: Mapping[str, str]) -> str:
    """The path with these texts in place of what it captures."""
    return PARAMETER.sub(lambda found: values[found[0][1:-1].rpartition(":")[2]], path)


def normalise_route(path: str) -> str:
    """The path without the names that it captures: equal for two paths that match the same requests."""
    return PARAMETER.sub(lambda found: f"<{get_converter(found[0])}>", path)


def get_converter(parameter: str) -> str:
    kind, separator, _ = parameter[1:-1].partition(":")
    return kind if separator else "str"


@cache
def compile_route(path: str) -> RoutePattern:
    """The pattern; ImproperlyConfigured for an unknown converter, or a name that is not an identifier."""
    route = RoutePattern(path, is_endpoint=True)
    route.regex  # noqa: B018 - compiles it now, so that a mistake is found at load
    return route
