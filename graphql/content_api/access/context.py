"""What every resolver of one request shares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from graphql import GraphQLResolveInfo

from cms.declarations import Viewer
from content_api.access.gate import Gate
from content_api.access.sites import SiteMap, default_site_map
from content_api.access.structure import Structure, current_structure


@dataclass
class RequestContext:
    """The request, and the gate that its viewer has to pass; both are worked out once.

    may_have_written: a mutation was or may have been committed; False is certain.
    """

    request: HttpRequest
    may_have_written: bool = False

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_of(self.request)

    @cached_property
    def structure(self) -> Structure:
        return current_structure()

    @cached_property
    def site(self) -> SiteMap:
        return self.structure.site_map(self.request)

    def locale_code(self, key: int) -> str:
        """The language code of a locale's key."""
        return self.structure.locales[key]

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.viewer, self.site, self.structure)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request; one statement for a signed-in one, none for an anonymous one."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.is_active:
        return Viewer(now=timezone.now())
    groups = frozenset(user.groups.values_list("pk", flat=True))
    return Viewer(timezone.now(), user.pk, groups, user.is_superuser)


def request_gate(request: HttpRequest | None, anonymous: bool) -> Gate:
    """The gate of whoever sent a request, or of an anonymous caller; without a request on the default site."""
    structure = current_structure()
    if request is None:
        return Gate(Viewer(now=timezone.now()), default_site_map(), structure)
    viewer = Viewer(now=timezone.now()) if anonymous else viewer_of(request)
    return Gate(viewer, structure.site_map(request), structure)


def context_of(info: GraphQLResolveInfo) -> RequestContext:
    """The typed context of a resolver's `info`."""
    return cast(RequestContext, info.context)


def gate_of(info: GraphQLResolveInfo) -> Gate:
    """The gate of a resolver's `info`."""
    return context_of(info).gate
