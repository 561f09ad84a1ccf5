"""The site that a request speaks of: its tree in every language, and how its pages are addressed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from cms.base.page_addresses import language_prefix


@dataclass(frozen=True, slots=True)
class Root:
    """The front page of one language. tree_path is its treebeard path, prefix the start of its addresses."""

    tree_path: str
    url_path: str
    locale: str
    prefix: str


@dataclass(frozen=True)
class SiteMap:
    """The roots of a site, the default language first. `site` is None where no site answers to the host."""

    site: Site | None
    roots: tuple[Root, ...]

    @property
    def default_locale(self) -> str:
        return self.roots[0].locale if self.roots else settings.LANGUAGE_CODE

    def get_path(self, page: Page) -> str | None:
        """The page's path on this site, such as "/de/solutions/whisper/"; None for a page of another site."""
        return self.find_path(page.path, page.url_path)

    def find_path(self, tree_path: str, url_path: str) -> str | None:
        """The same of a page with these columns."""
        for root in self.roots:
            if tree_path.startswith(root.tree_path):
                return f"{root.prefix}/{url_path.removeprefix(root.url_path)}"
        return None

    def get_url(self, page: Page) -> str | None:
        """The page's address in the frontend."""
        path = self.get_path(page)
        return urljoin(settings.FRONTEND_URL, path) if path else None

    def get_url_path(self, path: str, locale: str | None) -> str | None:
        """The Wagtail url_path behind a public path; with `locale`, the path is taken without its prefix."""
        wanted = "/" + path.strip("/")
        wanted = wanted if wanted.endswith("/") else wanted + "/"
        for root in sorted(self.roots, key=lambda root: -len(root.prefix)):
            if locale is not None and root.locale != locale:
                continue
            bare = wanted.removeprefix(root.prefix) if wanted.startswith(root.prefix + "/") else wanted
            if locale is not None or wanted.startswith(root.prefix + "/"):
                return root.url_path + bare.lstrip("/")
        return None


@dataclass(frozen=True, slots=True)
class HostAddress:
    """A site by the host name and port that a client asked for."""

    name: str
    port: str

    @classmethod
    def of_request(cls, request: HttpRequest) -> HostAddress:
        """The address of a request; ALLOWED_HOSTS is checked elsewhere, as by Wagtail's `Site.find_for_request`."""
        return cls(split_domain_port(request._get_raw_host())[0], request.get_port())  # type: ignore[attr-defined]

    def find_site(self) -> Site | None:
        try:
            return get_site_for_hostname(self.name, self.port)
        except Site.DoesNotExist:
            return None


@dataclass(frozen=True, slots=True)
class SiteKey:
    """A site by its primary key; None is the default site."""

    pk: int | None = None

    def find_site(self) -> Site | None:
        wanted = Q(is_default_site=True) if self.pk is None else Q(pk=self.pk)
        return Site.objects.filter(wanted).select_related("root_page__locale").first()


SiteAddress = HostAddress | SiteKey


def read_site_map(address: SiteAddress) -> SiteMap:
    """The map of the site at an address, in two statements."""
    return map_site(address.find_site())


def map_site(site: Site | None) -> SiteMap:
    if site is None:
        return SiteMap(None, ())
    home = site.root_page
    rows = Page.objects.filter(translation_key=home.translation_key).select_related("locale").order_by("path")
    pages = sorted(rows, key=lambda page: page.pk != home.pk)
    codes = [page.locale.language_code for page in pages]
    return SiteMap(
        site,
        tuple(
            Root(page.path, page.url_path, code, language_prefix(code, codes[0]))
            for page, code in zip(pages, codes, strict=True)
        ),
    )


def media_url(url: str) -> str:
    """The absolute address of a file of ours."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, url)
