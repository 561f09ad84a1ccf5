"""A site whose answers are kept, the writes that change it, and what is asked of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from cms.media.models import Image
from content_types.events.models import Event
from content_types.pages.models import SiteSettings
from content_types.reviews.models import Review, ReviewVote, VendorReply
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category, Tag
from content_types.vendors.models import Vendor
from plugins.badges.models import Badge
from plugins.bookmarks.models import Bookmark
from plugins.embargo.models import Embargo
from tests.factories.content import (
    index_page,
    make_category,
    make_collection,
    make_event,
    make_image,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)

__all__ = ["OPERATIONS", "TEXTS", "WRITES", "ask_all", "fill_site"]

MANIFEST = Path(settings.BASE_DIR) / "graphql/operations.json"
TEXTS = {
    each["name"]: each["text"]
    for each in json.loads(MANIFEST.read_text())["documents"]
    if each["owner"] == "theme" and each["text"].startswith("query")
}
OPERATIONS: dict[str, dict[str, Any]] = {
    "Categories": {}, "Category": {"slug": "speech"}, "Collection": {"path": "/collections/picks/"}, "Collections": {},
    "Compare": {"slugs": ["atlas", "whisper"]}, "Event": {"path": "/events/fair/"},
    "Events": {"from": "2026-01-01", "to": "2026-01-01"}, "Home": {}, "Newest": {}, "Page": {"path": "/about/"},
    "Reviews": {"path": "/solutions/atlas/"}, "Site": {}, "Sitemap": {},
    "Solution": {"path": "/solutions/atlas/", "slug": ["atlas"]}, "Solutions": {}, "Tag": {"slug": "rag"}, "Topics": {},
    "Vendor": {"slug": "maker"},
}  # fmt: skip
"""The theme's operations whose answers are kept, with variables."""


def fill_site() -> None:
    """Some of everything that the theme shows, and what is hidden so far."""
    if not Collection.objects.exists():  # a test that committed was here before
        Collection.add_root(name="Root")
    make_site()
    make_language("de")
    picture = make_image("Logo")
    vendor, category = make_vendor("Maker", logo=picture), make_category("Speech")
    atlas, whisper, _ = (
        make_solution(
            title, vendor=vendor, category=category, tags=("rag",), live=title != "Draft", logo=picture
        )
        for title in ("Atlas", "Whisper", "Draft")
    )
    review = make_review(atlas, title="Good", author=make_user("author"))
    make_review(whisper, title="Fine", state="pending")
    VendorReply.objects.create(
        review=review, author=make_user("maker"), vendor=vendor, body="Thanks", state="pending"
    )
    make_collection("Picks", (atlas, whisper))
    make_event("Fair", starts_at=timezone.now() + timedelta(days=3), organiser=vendor)
    make_standard_page("About")


def ask_all(client: Client, names: Mapping[str, Any] = OPERATIONS) -> dict[str, bytes]:
    """The bytes of the answers to these operations; each must be without an error."""
    found = {}
    for name in names:
        today = timezone.now().date()
        given = (
            {"from": f"{today}", "to": f"{today + timedelta(days=60)}"}
            if name == "Events"
            else OPERATIONS[name]
        )
        body = {"query": TEXTS[name], "variables": given}
        response = client.post("/graphql", body, content_type="application/json")
        assert response.status_code == 200, (name, response.content)
        found[name] = response.content
    return found


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def page(title: str) -> Any:
    return Page.objects.get(title=title).specific


def restrict_media() -> None:
    folder = Collection.get_first_root_node().add_child(instance=Collection(name="Private"))
    Image.objects.update(collection=folder)
    CollectionViewRestriction.objects.create(collection=folder, restriction_type="login")


def reply() -> None:
    VendorReply.objects.update(state="published")


def vote() -> None:
    ReviewVote.objects.create(review=Review.objects.first(), voter=make_user("voter"), helpful=True)


def move() -> None:
    page("Atlas").move(page("About"), pos="last-child")


def rename_translation() -> None:
    Category.objects.update(translations={"de": {"name": "Sprache"}})


WRITES: dict[str, Callable[[], Any]] = {
    "publish": lambda: page("Draft").save_revision().publish(),
    "unpublish": lambda: page("Whisper").unpublish(),
    "draft saved": lambda: page("Atlas").save_revision(),
    "vendor saved": lambda: Vendor.objects.get().save(),
    "vendor renamed in bulk": lambda: Vendor.objects.update(name="Makers"),
    "vendor hidden": lambda: Vendor.objects.update(live=False),
    "category renamed": lambda: Category.objects.update(name="Voice"),
    "category translated": rename_translation,
    "tag renamed": lambda: Tag.objects.filter(slug="rag").update(name="Retrieval"),
    "tag added": lambda: page("Atlas").tags.add("ocr"),
    "review published": lambda: Review.objects.update(state="published"),
    "review hidden": lambda: Review.objects.update(state="rejected"),
    "author renamed": lambda: Review.objects.first().author.__class__.objects.update(display_name="Somebody else"),
    "vendor replied": reply,
    "vote": vote,
    "badge": lambda: Badge.objects.create(solution=page("Atlas"), kind="accessible"),
    "bookmark": lambda: Bookmark.objects.create(solution=page("Atlas"), user=make_user("keeper")),
    "embargo": lambda: Embargo.objects.create(solution=page("Whisper"), until=timezone.now() + timedelta(days=1)),
    "expired": lambda: Solution.objects.filter(title="Whisper").update(expire_at=timezone.now() - timedelta(days=1)),
    "private section": lambda: PageViewRestriction.objects.create(
        page=index_page(SolutionIndex), restriction_type="login"
    ),
    "section public again": lambda: PageViewRestriction.objects.all().delete(),
    "private picture": restrict_media,
    "picture described": lambda: Image.objects.update(description="A blue square"),
    "site renamed": lambda: Site.objects.update(site_name="Directory"),
    "settings": lambda: SiteSettings.for_site(Site.objects.get()).save(),
    "redirect": lambda: Redirect.add_redirect("/old/", page("About")),
    "slug": lambda: execute("UPDATE wagtailcore_page SET slug = 'about-us' WHERE title = 'About'"),
    "moved": move,
    "event moved": lambda: Event.objects.update(starts_at=timezone.now() + timedelta(days=9)),
    "event cancelled": lambda: Event.objects.update(status="cancelled"),
    "plan text by raw SQL": lambda: execute("UPDATE solutions_solution SET summary = 'Other'"),
    "emptied by raw SQL": lambda: execute("DELETE FROM solutions_taggedsolution"),
    "deleted": lambda: page("Whisper").delete(),
    "language added": lambda: make_language("fr"),
}  # fmt: skip
"""Writes by every road: Wagtail's own, query sets, raw SQL, plugins, permissions, the structure of the site."""
