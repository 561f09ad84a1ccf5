"""What the API offers of the pages around the directory."""

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.declarations import (
    ApiCollection,
    Gate,
    SearchKind,
    declare,
    declare_read,
    declare_visibility,
    everyone,
)
from cms.publishing.receivers import announce_saves
from content_types.base.api import PAGE_KEYS, PAGE_ORDERS, declare_children, declare_pages, page_filters
from content_types.pages.models import (
    Collection,
    CollectionIndex,
    CollectionItem,
    HomePage,
    Menu,
    MenuItem,
    SiteSettings,
    SocialLink,
    StandardPage,
)
from content_types.solutions.models import Solution


def build_visible_links_rule(gate: Gate) -> Q:
    """Menu items that link an address elsewhere or a page that the viewer may see, or that only open a submenu."""
    elsewhere = Q(page__isnull=True) & (~Q(link_url="") | Q(submenu__isnull=False))
    return elsewhere | gate.visible(Page, "page__")


def register() -> None:
    declare_pages(HomePage, StandardPage, Collection, CollectionIndex)
    declare_children(CollectionItem, rule=lambda gate: gate.visible(Solution, "solution__"))
    declare_children(MenuItem, rule=build_visible_links_rule)
    declare_read(Redirect)
    declare_visibility(Menu, everyone)
    declare_children(SocialLink)
    declare_visibility(SiteSettings, everyone)
    announce_saves(Menu, SiteSettings)
    declare(
        ApiCollection(
            name="collections",
            model=Collection,
            description="Editors' lists of solutions.",
            one="collection",
            keys=PAGE_KEYS,
            filters=page_filters(),
            orders=PAGE_ORDERS,
            default_order="TITLE_ASC",
        ),
        SearchKind("COLLECTION", Collection, summary=("summary",), body=("body",)),
        SearchKind("PAGE", StandardPage, summary=("summary",), body=("body",)),
    )
