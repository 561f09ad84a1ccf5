"""manage.py demo_site: what the demo needs around the catalogue: address, texts, menus and settings."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale, Site

from content_types.pages.models import HomePage, Menu, MenuItem, SiteSettings, StandardPage
from content_types.pages.setup import Roots, ensure_tree
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor

WELCOME = {
    "en": ("AiXplore", "Find, compare and judge AI solutions.", "About this directory", "main"),
    "de": ("AiXplore", "KI-Lösungen finden, vergleichen und beurteilen.", "Über dieses Verzeichnis", "main"),
}
ABOUT = {
    "en": "<p>Editors write the profiles, people who use the solutions review them, and moderators decide by a "
    "published policy. This is demo content: the reviews and events are invented.</p>",
    "de": "<p>Redakteure schreiben die Profile, Menschen mit Erfahrung bewerten, und die Moderation entscheidet nach "
    "veröffentlichten Regeln. Dies sind Demo-Inhalte: Bewertungen und Veranstaltungen sind erfunden.</p>",
}


class Command(BaseCommand):
    help = "Makes the demo's home and about pages, menus and site settings; what exists is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    @transaction.atomic
    def handle(self, *args: Any, port: int, **options: Any) -> None:
        for code in WELCOME:
            locale, _ = Locale.objects.get_or_create(language_code=code)
            roots = ensure_tree(locale)
            fill_home_page(roots, code)
            about = about_page(roots, code)
            menu(roots, about, locale)
        site = Site.objects.get(is_default_site=True)
        site.hostname, site.port, site.site_name = "127.0.0.1", port, "AiXplore"
        site.save()
        SiteSettings.objects.get_or_create(
            site=site,
            defaults={
                "site_title": "AiXplore",
                "tagline": WELCOME["en"][1],
                "footer_text": "Demo content.",
                "translations": {"de": {"tagline": WELCOME["de"][1], "footer_text": "Demo-Inhalte."}},
            },
        )
        join_vendor()


def fill_home_page(roots: Roots, code: str) -> None:
    home = HomePage.objects.get(pk=roots.home.pk)
    if home.summary:
        return
    home.title, home.summary = WELCOME[code][:2]
    chosen = Solution.objects.live().filter(locale=home.locale).order_by("title")[:6]
    home.body = [
        ("heading", {"text": WELCOME[code][1], "level": "h2"}),
        ("solution_list", {"title": "", "solutions": list(chosen), "note": ""}),
    ]
    home.save_revision().publish()


def about_page(roots: Roots, code: str) -> StandardPage:
    home = HomePage.objects.get(pk=roots.home.pk)
    found = StandardPage.objects.child_of(home).filter(slug="about").first()
    if found:
        return found
    page = StandardPage(
        title=WELCOME[code][2], slug="about", locale=home.locale, summary=WELCOME[code][1],
        body=[("paragraph", {"text": ABOUT[code]})],
    )  # fmt: skip
    original = StandardPage.objects.filter(slug="about", locale=Locale.get_default()).first()
    if original:
        page.translation_key = original.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def menu(roots: Roots, about: StandardPage, locale: Locale) -> None:
    found, created = Menu.objects.get_or_create(handle="main", locale=locale, defaults={"title": "Main menu"})
    if created:
        pages = [roots.solutions, roots.events, roots.collections, about]
        MenuItem.objects.bulk_create(
            MenuItem(menu=found, label=page.title, page_id=page.pk, sort_order=place)
            for place, page in enumerate(pages)
        )


def join_vendor() -> None:
    """Let the demo's vendor user work for one vendor, when both are there."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.filter(username="vendor").first()
    vendor = Vendor.objects.filter(slug="openai").first()
    if user and vendor:
        vendor.members.add(user)
        vendor.save()
