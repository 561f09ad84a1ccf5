"""The pages that a site needs before anything can be published below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page, Site

from content_types.events.models import EventIndex
from content_types.pages.models import CollectionIndex, HomePage
from content_types.solutions.models import SolutionIndex

TITLES = {
    "en": ("Home", "Solutions", "Events", "Collections"),
    "de": ("Startseite", "Lösungen", "Veranstaltungen", "Sammlungen"),
}


@dataclass(frozen=True)
class Roots:
    """The home page of a language and the index pages below it."""

    home: HomePage
    solutions: SolutionIndex
    events: EventIndex
    collections: CollectionIndex


@transaction.atomic
def ensure_tree(locale: Locale) -> Roots:
    """The home page and index pages of `locale`, made and published where they are missing.

    The tree of another language than the default one is a translation beside it: its home page has the slug
    `home-de`, and its index pages have the same slugs. Pages that exist are left as they are.
    """
    home = _home(locale)
    titles = TITLES.get(locale.language_code, TITLES["en"])
    return Roots(
        home,
        _index(home, SolutionIndex, "solutions", titles[1]),
        _index(home, EventIndex, "events", titles[2]),
        _index(home, CollectionIndex, "collections", titles[3]),
    )


def _home(locale: Locale) -> HomePage:
    default = Locale.get_default()
    original = _site_home(default)
    if locale == default:
        return original
    found = HomePage.objects.filter(translation_key=original.translation_key, locale=locale).first()
    return found or _translate_page(original, locale, TITLES.get(locale.language_code, TITLES["en"])[0])


def _site_home(default: Locale) -> HomePage:
    """The root page of the default site; Wagtail's welcome page gives way to a home page of ours."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site and isinstance(current := site.root_page.specific, HomePage):
        return current
    root = Page.get_first_root_node()
    if site and (welcome := site.root_page).specific_class is Page and not welcome.is_root():
        free_slug(welcome)
    home = root.add_child(instance=HomePage(title=TITLES["en"][0], slug="home", locale=default, live=False))
    home.save_revision().publish()
    if site is None:
        Site.objects.create(hostname="localhost", port=80, is_default_site=True, root_page=home)
        return home
    old, site.root_page = site.root_page, home
    site.save()
    if old.specific_class is Page and not old.is_root() and not old.get_children().exists():
        old.delete()
    return home


def free_slug(welcome: Page) -> None:
    """Free the slug. A page without children will go at once: saving it would have it indexed afterwards."""
    if welcome.get_children().exists():
        welcome.slug = "welcome"
        welcome.save()
    else:
        Page.objects.filter(pk=welcome.pk).update(slug="welcome")


def _index(home: HomePage, model: type[Any], slug: str, title: str) -> Any:
    found = model.objects.child_of(home).first()
    if found is not None:
        return found
    if home.locale != Locale.get_default() and (original := _original_index(home, model)) is not None:
        return _translate_page(original, home.locale, title)
    home.refresh_from_db()
    page = home.add_child(instance=model(title=title, slug=slug, locale=home.locale, live=False))
    page.save_revision().publish()
    return page


def _original_index(home: HomePage, model: type[Any]) -> Any:
    default = ensure_tree(Locale.get_default())
    return model.objects.child_of(default.home).first()


def _translate_page(original: Any, locale: Locale, title: str) -> Any:
    page = original.copy_for_translation(locale)
    page.title = title
    page.save_revision().publish()
    return type(original).objects.get(pk=page.pk)


__all__ = ["Roots", "ensure_tree"]
