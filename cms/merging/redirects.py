"""The public addresses of merged pages lead to the page that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.base.page_addresses import build_redirect_paths
from cms.merging.rows.journal import Journal
from cms.merging.rows.plans import Plan

__all__ = ["add_redirects", "list_addresses", "plan_redirects"]


def list_addresses(merged: Sequence[Any]) -> list[tuple[int, str]]:
    """Site and path of every address at which a merged page was public."""
    public = [page for page in merged if isinstance(page, Page) and (page.live or page.first_published_at)]
    found = build_redirect_paths(page.url_path for page in public)
    return [(site, Redirect.normalise_path(path)) for site, paths in found.items() for path in paths]


def find_redirects(addresses: Sequence[tuple[int, str]]) -> dict[tuple[int, str], Redirect]:
    rule = Q(pk__in=())
    for site, path in addresses:
        rule |= Q(site=site, old_path=path)
    return {(row.site_id, row.old_path): row for row in Redirect.objects.filter(rule)}


def plan_redirects(plan: Plan, kept: Any, merged: Sequence[Any]) -> None:
    """Plan the changes of redirects that begin at the address of a merged page already."""
    for row in find_redirects(list_addresses(merged)).values():
        for column, new in (("redirect_page_id", kept.pk), ("redirect_link", "")):
            if (old := getattr(row, column)) != new:
                plan.change(Redirect, row.pk, column, old, new)


def add_redirects(journal: Journal, kept: Any, merged: Sequence[Any]) -> int:
    """Lead each address of the merged pages to the page that is kept; how many redirects are new."""
    addresses = list_addresses(merged)
    known = find_redirects(addresses)
    new = [address for address in addresses if address not in known]
    for site, path in new:
        row = Redirect(old_path=path, site_id=site, redirect_page_id=kept.pk, automatically_created=True)
        journal.create(row, "old_path", "redirect_page_id")
    return len(new)
