"""Wagtail 8.0: automatic redirects that start at a live page, and those of pages that were never public.

Wagtail adds a redirect when a page's address changes, and leaves it there when a page takes that address again: the
frontend is sent in a circle, or away from a page that exists. It also adds one for each change of the slug of a draft
that was never public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from django.db.models.signals import post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move

from cms.base.page_addresses import build_redirect_paths

__all__ = ["delete_together", "install"]

BATCH = 1000
_gathered: ContextVar[list[str] | None] = ContextVar("taken_addresses", default=None)


def delete_stale_redirects(url_paths: Iterable[str]) -> None:
    """Delete the automatic redirects that start at the addresses of live pages, given by their `url_path`."""
    rest = iter(url_paths)
    while some := list(islice(rest, BATCH)):
        for site, paths in build_redirect_paths(some).items():
            Redirect.objects.filter(automatically_created=True, site=site, old_path__in=paths).delete()


@contextmanager
def delete_together() -> Iterator[None]:
    """Delete the stale redirects of all pages that the block publishes at its end, with a few statements."""
    gathered: list[str] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    delete_stale_redirects(gathered)


def on_published(instance: Any, **kwargs: Any) -> None:
    gathered = _gathered.get()
    if not instance.live:
        return
    if gathered is None:
        delete_stale_redirects([instance.url_path])
    else:
        gathered.append(instance.url_path)


def on_saved(instance: Any, created: bool, **kwargs: Any) -> None:
    """Wagtail sends no signal for a new alias."""
    if created and isinstance(instance, Page):
        on_published(instance)


def on_moved(instance: Any, **kwargs: Any) -> None:
    """The page and all live pages below it have new addresses. Wagtail's own receiver has added its redirects."""
    if not (instance.live or instance.first_published_at):
        Redirect.objects.filter(automatically_created=True, redirect_page=instance.pk).delete()
    below = Page.objects.descendant_of(instance, inclusive=True).live()
    delete_stale_redirects(below.values_list("url_path", flat=True))


def install() -> None:
    """Follow every road by which a page takes an address; called once, after Wagtail's own receivers are connected."""
    page_slug_changed.connect(on_moved, dispatch_uid="redirects_slug_changed")
    post_page_move.connect(on_moved, dispatch_uid="redirects_page_moved")
    post_save.connect(on_saved, dispatch_uid="redirects_page_saved")
    page_published.connect(on_published, dispatch_uid="redirects_page_published")
