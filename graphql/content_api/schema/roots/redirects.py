"""`redirects`: moved addresses, for a frontend that answers them itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect as RedirectRow
from wagtail.models import Page

from content_api.access.context import ReadContext, get_info_context, get_info_gate, get_info_reader
from content_api.access.reader import Reader
from content_api.access.scopes import build_scope_rule
from content_api.access.sites import SiteMap
from content_api.model.batching import link_batch, load
from content_api.model.filters import check_offset, clean_path
from content_api.model.ordering import Ordering
from content_api.model.pagination import Connection, PageArguments, paginate
from content_api.model.relations import fetch
from content_api.schema.connections import arguments, connection_type
from content_api.schema.types.interfaces import PageInterface

ORDER = Ordering(("old_path", "pk"))


class Redirect(graphene.ObjectType):
    """An address that has moved. One to a hidden page is not listed, nor one from the address of a live page."""

    from_path = graphene.String(required=True)
    to = graphene.String(required=True, description="A path of this site, or an address elsewhere.")
    permanent = graphene.Boolean(required=True)
    page = graphene.Field(PageInterface)

    @staticmethod
    def resolve_from_path(row: RedirectRow, info: Any) -> str:
        return row.old_path

    @staticmethod
    def resolve_permanent(row: RedirectRow, info: Any) -> bool:
        return row.is_permanent

    @staticmethod
    def resolve_page(row: RedirectRow, info: Any) -> Any:
        reader = get_info_reader(info)
        return load(row, "page", lambda rows: load_pages(rows, reader))

    @staticmethod
    def resolve_to(row: RedirectRow, info: Any) -> str:
        page = Redirect.resolve_page(row, info)
        if page is None:
            return row.redirect_link
        return (get_info_gate(info).site.get_path(page) or "").rstrip("/") + (
            row.redirect_page_route_path or "/"
        )


def load_pages(rows: list[RedirectRow], reader: Reader) -> dict[Any, Any]:
    pages = fetch(Page, {row.redirect_page_id for row in rows if row.redirect_page_id}, reader)
    return {row.pk: pages[row.redirect_page_id] for row in rows if row.redirect_page_id in pages}


def select_redirects(context: ReadContext) -> QuerySet[RedirectRow]:
    """Redirects of the site and of all sites, without those to a hidden page or from a live page."""
    scope = build_scope_rule(RedirectRow, context.viewer.scope, context.structure.locales)
    rows = RedirectRow.objects.filter(scope, Q(site=context.site.site) | Q(site__isnull=True))
    elsewhere = Q(redirect_page__isnull=True) & ~Q(redirect_link="")
    rows = rows.filter(elsewhere | context.gate.visible(Page, "redirect_page__"))
    return exclude_live_starts(rows, context.site, context.viewer.now)


def resolve_redirects(root: Any, info: Any, changed_since: datetime | None = None, **page: Any) -> Connection:
    """Redirects of this site and of all sites, by old path; none to a hidden page, none from a live page."""
    context = get_info_context(info)
    rows = select_redirects(context)
    if changed_since is not None:
        since = changed_since.replace(tzinfo=UTC) if timezone.is_naive(changed_since) else changed_since
        rows = rows.filter(created_at__gte=check_offset("changedSince", since))
    structure = context.structure
    return paginate(
        structure.annotate_version(rows),
        ORDER,
        "redirects:old_path,pk",
        PageArguments.of(page),
        structure.check_version,
    )


def resolve_redirect(root: Any, info: Any, path: str) -> RedirectRow | None:
    """The redirect from a path with its query, or from the path alone, as Wagtail's own middleware finds it."""
    context = get_info_context(info)
    address = clean_path("path", path)
    wanted = [
        RedirectRow.normalise_path(address),
        RedirectRow.normalise_path(address.partition("?")[0]),
    ]
    rows = context.structure.annotate_version(select_redirects(context).filter(old_path__in=wanted))
    found = link_batch(context.structure.check_version(list(rows)))
    best = sorted(found, key=lambda row: (wanted.index(row.old_path), row.site_id is None))
    return best[0] if best else None


def exclude_live_starts(rows: QuerySet, site: SiteMap, now: datetime) -> QuerySet:
    """The redirects that no live page stands in the way of: a page wins over a redirect from its own address."""
    at_home = [When(old_path=root.prefix or "/", then=Value(root.url_path)) for root in site.roots]
    below = [
        When(
            old_path__startswith=f"{root.prefix}/",
            then=Concat(Value(root.url_path), Substr("old_path", len(root.prefix) + 2), Value("/")),
        )
        for root in sorted(site.roots, key=lambda root: -len(root.prefix))
    ]
    if not at_home:
        return rows
    rows = rows.alias(_start=Case(*at_home, *below, default=Value(""), output_field=TextField()))
    live = Page.objects.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now), live=True)
    return rows.filter(~Exists(live.filter(url_path=OuterRef("_start"))))


FIELDS: dict[str, graphene.Field] = {
    "redirect": graphene.Field(
        Redirect,
        description="The redirect from a path; null if there is none.",
        resolver=resolve_redirect,
        args={"path": graphene.String(required=True, description="Path on the site, also with its query.")},
    ),
    "redirects": graphene.Field(
        graphene.NonNull(connection_type(Redirect, "Redirect")),
        description="Redirects.",
        resolver=resolve_redirects,
        args={
            "changed_since": graphene.DateTime(description="Only items added at or after this time."),
            **arguments(),
        },
    ),
}
