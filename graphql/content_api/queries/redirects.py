"""`redirects`: moved addresses, for a frontend that answers them itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import graphene
from django.db.models import Q
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect as RedirectRow
from wagtail.models import Page

from content_api.batching import load
from content_api.connections import arguments, connection_type
from content_api.context import context_of, gate_of
from content_api.ordering import Ordering
from content_api.pagination import Connection, PageArguments, paginate
from content_api.types.interfaces import PageInterface
from content_api.types.relations import fetch

ORDER = Ordering(("old_path", "pk"))


class Redirect(graphene.ObjectType):
    """An address that has moved. One to a hidden page is not listed."""

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
        gate = gate_of(info)
        return load(row, "page", lambda rows: pages_of(rows, gate))

    @staticmethod
    def resolve_to(row: RedirectRow, info: Any) -> str:
        page = Redirect.resolve_page(row, info)
        if page is None:
            return row.redirect_link
        return (gate_of(info).site.path_of(page) or "").rstrip("/") + (row.redirect_page_route_path or "/")


def pages_of(rows: list[RedirectRow], gate: Any) -> dict[Any, Any]:
    pages = fetch(Page, {row.redirect_page_id for row in rows if row.redirect_page_id}, gate)
    return {row.pk: pages[row.redirect_page_id] for row in rows if row.redirect_page_id in pages}


def resolve_redirects(root: Any, info: Any, changed_since: datetime | None = None, **page: Any) -> Connection:
    """Redirects of this site and of all sites, by old path."""
    context = context_of(info)
    rows = RedirectRow.objects.filter(Q(site=context.site.site) | Q(site__isnull=True))
    rows = rows.filter(Q(redirect_page__isnull=True) | context.gate.visible(Page, "redirect_page__"))
    if changed_since is not None:
        since = changed_since.replace(tzinfo=UTC) if timezone.is_naive(changed_since) else changed_since
        rows = rows.filter(created_at__gte=since)
    return paginate(rows, ORDER, "redirects:old_path,pk", PageArguments.of(page))


FIELDS: dict[str, graphene.Field] = {
    "redirects": graphene.Field(
        graphene.NonNull(connection_type(Redirect, "Redirect")),
        description="Moved addresses.",
        resolver=resolve_redirects,
        args={
            "changed_since": graphene.DateTime(description="Only those added then or later."),
            **arguments(),
        },
    )
}
