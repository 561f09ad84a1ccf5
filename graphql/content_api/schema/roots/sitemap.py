"""`sitemap`: every page that search engines may list, in few and cheap requests."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any

import graphene
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.declarations import registry
from content_api.access.context import get_info_context, get_info_gate
from content_api.access.gate import Gate
from content_api.errors import BadUserInput
from content_api.model.alternates import PageAlternate, resolve_alternates
from content_api.model.batching import link_batch
from content_api.model.field_sources import ALTERNATE_COLUMNS
from content_api.schema.limited_fields import LimitedField
from content_api.schema.types.values import object_type
from content_types.base.models import BasePage

SIZE = 1_000
"""Entries of a part: many, because each is one row and its addresses."""
LAST = 1_000
COST = 20
COLUMNS = ("last_published_at", *ALTERNATE_COLUMNS)


@dataclass
class SitemapPart:
    """Entries of one part of the sitemap, and the rows of all parts."""

    gate: Gate
    rows: QuerySet[Any]
    entries: list[Any]

    @cached_property
    def count(self) -> int:
        return self.rows.count()


class SitemapEntry(graphene.ObjectType):
    """A page that search engines may list."""

    path = graphene.String(required=True, description="Path on this site, with the prefix of its language.")
    url = graphene.String(required=True, description="Address in the frontend.")
    last_modified = graphene.DateTime(description="Last published.")
    alternates = graphene.List(
        graphene.NonNull(object_type(PageAlternate)),
        required=True,
        description="The page in each of its languages, itself among them, and `x-default`.",
    )

    @staticmethod
    def resolve_path(page: Any, info: Any) -> str | None:
        return get_info_gate(info).site.get_path(page)

    @staticmethod
    def resolve_url(page: Any, info: Any) -> str | None:
        return get_info_gate(info).site.get_url(page)

    @staticmethod
    def resolve_last_modified(page: Any, info: Any) -> Any:
        return page.last_published_at

    @staticmethod
    def resolve_alternates(page: Any, info: Any) -> list[PageAlternate]:
        return resolve_alternates(page, get_info_gate(info))


class Sitemap(graphene.ObjectType):
    """One part of the sitemap."""

    entries = graphene.List(graphene.NonNull(SitemapEntry), required=True)
    part_count = graphene.Int(required=True, description="Number of parts; at least 1.")
    total_count = graphene.Int(required=True, description="Number of entries in all parts.")

    @staticmethod
    def resolve_part_count(part: SitemapPart, info: Any) -> int:
        return max(1, ceil(part.count / SIZE))

    @staticmethod
    def resolve_total_count(part: SitemapPart, info: Any) -> int:
        return part.count


def resolve_sitemap(root: Any, info: Any, part: int | None = 1) -> SitemapPart:
    part = 1 if part is None else part
    if not 1 <= part <= LAST:
        raise BadUserInput(f"part must be from 1 to {LAST}.")
    context = get_info_context(info)
    rows = select_listed_pages(context.gate)
    page = context.structure.annotate_version(rows.only(*COLUMNS).order_by("pk"))[
        (part - 1) * SIZE : part * SIZE
    ]
    return SitemapPart(context.gate, rows, link_batch(context.structure.check_version(list(page))))


def select_listed_pages(gate: Gate) -> QuerySet[Any]:
    """The visible pages in all languages, without those that are hidden from search engines or published elsewhere
    first."""
    unlisted = Q()
    for kind in registry.visibility:
        if issubclass(kind, BasePage):
            elsewhere = kind._default_manager.filter(Q(noindex=True) | ~Q(canonical_url=""))
            unlisted |= Q(pk__in=elsewhere.order_by().values("pk"))
    return Page.objects.filter(gate.visible(Page) & ~unlisted)


FIELDS: dict[str, graphene.Field] = {
    "sitemap": LimitedField(
        graphene.NonNull(Sitemap),
        cost=COST,
        description=f"The pages that search engines may list, {SIZE:,} in each part; drafts, private pages, and pages "
        "with `noindex` or a canonical address elsewhere are left out.",
        resolver=resolve_sitemap,
        args={"part": graphene.Int(default_value=1, description=f"Number of the part, from 1 to {LAST:,}.")},
    ),
}
