"""The gate of an HTTP request, for views, admin panels and jobs: which rows may be shown there?

The API owns the gate and registers how one is made; the CMS and plugins ask here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

from cms.declarations import Gate

__all__ = ["get_gate", "get_public_gate", "holds_private_gate", "register_gate_builder"]

Builder = Callable[[HttpRequest | None, bool], Gate]
"""Takes the request (None: the default site) and whether to leave out who sent it."""
_builders: list[Builder] = []
ATTRIBUTE = "_aixplore_gate"


def register_gate_builder(builder: Builder) -> None:
    """Called once by the API, when its app is ready."""
    _builders[:] = [builder]


def get_gate(request: HttpRequest) -> Gate:
    """The gate of the caller of a request: `Solution.objects.filter(gate.visible(Solution))` are the rows that the
    API would show the same caller on the same site; for an anonymous one the public rows.

    It is made once for a request: one SQL statement, and another one for the groups of a signed-in caller.
    A row of your own that points to content is filtered through the relation: `gate.visible(Solution, "solution__")`.
    """
    if not hasattr(request, ATTRIBUTE):
        setattr(request, ATTRIBUTE, build(request, False))
    return cast(Gate, getattr(request, ATTRIBUTE))


def get_public_gate(request: HttpRequest | None = None) -> Gate:
    """The gate of an anonymous caller, whatever the request: for feeds, shared caches, jobs and event hooks.

    request: names the site; without one the default site is meant.
    """
    return build(request, True)


def holds_private_gate(request: HttpRequest) -> bool:
    """Whether a signed-in caller's gate was asked for, so that the response may hold what is not public."""
    gate = getattr(request, ATTRIBUTE, None)
    return gate is not None and gate.viewer.user_id is not None


def build(request: HttpRequest | None, anonymous: bool) -> Gate:
    if not _builders:
        raise ImproperlyConfigured("No gate can be made: add content_api to INSTALLED_APPS.")
    return _builders[0](request, anonymous)
