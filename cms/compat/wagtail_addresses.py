"""Wagtail 8.0: addresses of translated pages without a URL pattern for each language.

Wagtail puts the language into a page's address only where the site's URL patterns do (`i18n_patterns`), and these have
one default language for all sites. Here the frontend makes the addresses, and a site may have a home page in any
language, so the prefix is added to what Wagtail works out. Choosers, rich text and listings ask plain `Page` rows,
which a method of our page models would not reach: that is why the method of Wagtail's own class is extended.
"""

from __future__ import annotations

from typing import Any

from wagtail.models.pages import AbstractPage

from cms.base.page_addresses import home_languages, language_prefix

__all__ = ["install", "keep_url_parts"]

UrlParts = tuple[int, str | None, str | None] | None
original = AbstractPage.get_url_parts


def keep_url_parts(page: Any, request: Any) -> None:
    """Work the address out once, for a page that is shown and not changed."""
    page._kept_url_parts = page.get_url_parts(request)


def get_url_parts(self: Any, request: Any = None) -> UrlParts:
    """Wagtail's answer, with the prefix of the page's language before the path."""
    if (kept := vars(self).get("_kept_url_parts", self)) is not self:
        return kept  # type: ignore[no-any-return]
    parts: UrlParts = original(self, request)
    if parts is None:
        return None
    site_id, root_url, path = parts
    if path is None:
        return parts
    return site_id, root_url, _prefix(self, site_id, request) + path


def _prefix(page: Any, site_id: int, request: Any) -> str:
    languages = [root for root in page._get_site_root_paths(request) if root.site_id == site_id]
    if len(languages) < 2:
        return ""
    code = next(root.language_code for root in languages if page.url_path.startswith(root.root_path))
    return language_prefix(code, home_languages().get(site_id, code))


def install() -> None:
    """Extend Wagtail's method; called once, at the start."""
    AbstractPage.get_url_parts = get_url_parts
