"""What every resolver of one request shares. It needs no HTTP: a command or a test makes one for a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from graphql import GraphQLResolveInfo
from wagtail.models import Site

from cms.actors.actor import Actor, anonymous_actor
from cms.actors.authenticators import get_actor
from cms.declarations import Viewer
from content_api.access.gate import Gate
from content_api.access.reader import Columns, Reader
from content_api.access.sites import HostAddress, SiteAddress, SiteKey, SiteMap
from content_api.access.structure import Structure, current_structure, kept_structure

__all__ = ["ReadContext", "get_info_context", "get_info_gate", "get_info_reader", "request_gate"]


@dataclass
class ReadContext:
    """Who asks, for which site, and when; the site's structure and the gate are worked out once.

    columns: what the operation reads of each model; a model that is not named is read with all.
    makes_cursors: whether it may ask for cursors.
    uses_kept_structure: see `content_api.access.freshness`, which alone sets it.
    may_have_written: a mutation was or may have been committed; False is certain.
    counted: searches of this request that were counted, which a second run of it does not count again.
    tiers: what answered each root field, by its name in the response; of the last run.
    """

    actor: Actor
    address: SiteAddress
    now: datetime = field(default_factory=lambda: timezone.now())  # looked up late, so that tests can set it
    columns: Mapping[type[Model], Columns] = field(default_factory=dict)
    makes_cursors: bool = True
    uses_kept_structure: bool = False
    may_have_written: bool = False
    counted: set[str] = field(default_factory=set)
    tiers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_request(cls, request: HttpRequest) -> ReadContext:
        """The context of an HTTP request."""
        return cls(get_actor(request), HostAddress.of_request(request))

    @classmethod
    def for_site(cls, site: Site | None = None, actor: Actor | None = None) -> ReadContext:
        """The context of a command, a job or a test: of the default site and an anonymous actor when not given."""
        return cls(actor or anonymous_actor(), SiteKey(site.pk if site else None))

    def restart(self, uses_kept_structure: bool = False) -> ReadContext:
        """The same request with nothing of what it has loaded."""
        return ReadContext(
            self.actor, self.address, self.now, self.columns, self.makes_cursors, uses_kept_structure,
            self.may_have_written, self.counted, self.tiers,
        )  # fmt: skip

    @cached_property
    def viewer(self) -> Viewer:
        """The actor as content types and plugins see it."""
        actor = self.actor
        return Viewer(
            self.now,
            actor.user_id,
            actor.group_ids,
            actor.is_superuser,
            actor.scope,
            actor.shares_email,
            actor.is_first_party,
        )

    @cached_property
    def structure(self) -> Structure:
        return kept_structure() if self.uses_kept_structure else current_structure()

    @cached_property
    def site(self) -> SiteMap:
        return self.structure.site_map(self.address)

    @cached_property
    def gate(self) -> Gate:
        return Gate(self.viewer, self.site, self.structure)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.gate, self.columns, self.makes_cursors)

    def locale_code(self, key: int) -> str:
        """The language code of a locale's key."""
        return self.structure.locales[key]

    def has_current_structure(self) -> bool:
        """Whether the structure that was used is current, or none was used."""
        return "structure" not in self.__dict__ or self.structure.is_current()


def request_gate(request: HttpRequest | None, anonymous: bool) -> Gate:
    """The gate of a request's caller, or of an anonymous caller; without a request on the default site."""
    if request is None:
        return ReadContext.for_site().gate
    actor = anonymous_actor() if anonymous else get_actor(request)
    return ReadContext(actor, HostAddress.of_request(request)).gate


def get_info_context(info: GraphQLResolveInfo) -> ReadContext:
    """The typed context of a resolver's `info`."""
    return cast(ReadContext, info.context)


def get_info_gate(info: GraphQLResolveInfo) -> Gate:
    """The gate of a resolver's `info`."""
    return get_info_context(info).gate


def get_info_reader(info: GraphQLResolveInfo) -> Reader:
    """The reader of a resolver's `info`."""
    return get_info_context(info).reader
