"""Where pages are found on a site: its own home page at `/`, each translation of that at `/<language code>/`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Site

__all__ = ["build_redirect_paths", "connect", "home_languages", "language_prefix", "url_paths_at"]

CACHE_KEY, CACHE_SECONDS = "home_languages", 3600


def language_prefix(code: str, home_code: str) -> str:
    """What the addresses of a language begin with, on a site whose own home page has the language `home_code`."""
    return "" if code == home_code else f"/{code}"


def home_languages() -> Mapping[int, str]:
    """The language of each site's own home page, by the site's key; cached."""
    known: Mapping[int, str] | None = cache.get(CACHE_KEY)
    if known is None:
        known = dict(Site.objects.values_list("pk", "root_page__locale__language_code"))
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return known


def build_redirect_paths(url_paths: Iterable[str]) -> dict[int, list[str]]:
    """The public paths of pages by site, from their `url_path`, as the column `old_path` of a redirect holds them."""
    found: dict[int, list[str]] = defaultdict(list)
    languages, roots = home_languages(), Site.get_site_root_paths()
    for url_path in url_paths:
        for root in roots:
            if url_path.startswith(root.root_path):
                prefix = language_prefix(root.language_code, languages.get(root.site_id, root.language_code))
                path = f"{prefix}/{url_path.removeprefix(root.root_path)}".rstrip("/")
                found[root.site_id].append(path or "/")
    return found


def url_paths_at(path: str, site_id: int | None) -> list[str]:
    """The `url_path` that a page at a public path has, on one site or on all; the inverse of `build_redirect_paths`."""
    languages, found = home_languages(), []
    for root in Site.get_site_root_paths():
        prefix = language_prefix(root.language_code, languages.get(root.site_id, root.language_code))
        rest = f"{path.rstrip('/')}/"
        if site_id in (None, root.site_id) and rest.startswith(f"{prefix}/"):
            found.append(root.root_path + rest.removeprefix(f"{prefix}/"))
    return found


def connect() -> None:
    """Forget what is cached when a site or a language changes."""
    for model in (Site, Locale):
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=model, dispatch_uid=f"home_languages_{signal}_{model.__name__}")


def _forget(**kwargs: Any) -> None:
    cache.delete(CACHE_KEY)
