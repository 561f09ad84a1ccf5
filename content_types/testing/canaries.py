"""Planted words in everything that is hidden, and a live solution "Hub" that points to all of it.

A word of WORDS that appears in any answer is a leak. The hub points to hidden things in every way that an editor can
make it point: relations, body, redirects, menus, collections, events.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection as MediaCollection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    Site,
)

from cms.analytics.models import TrendingSnapshot, TrendingWindow, ViewedDay
from cms.plugins.models import PluginConfiguration
from content_types.events.models import Event, Registration
from content_types.pages.models import Menu, MenuItem, SiteSettings
from content_types.reviews.models import ModerationProposal, Report, Review, ReviewVersion, VendorReply
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative, GalleryImage
from content_types.testing.factories import (
    make_collection,
    make_document,
    make_event,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from content_types.testing.viewers import FOR_MEMBERS, FOR_SIGNED_IN, MEMBERS

__all__ = ["FOR_MEMBERS", "FOR_SIGNED_IN", "WORDS", "plant"]

WORDS = (
    "draftcanary", "changecanary", "privatecanary", "childcanary", "passwordcanary", "pictcanary", "subpictcanary",
    "doccanary", "othersitecanary", "scheduledcanary", "expiredcanary", "vendorcanary", "expiredvendorcanary",
    "pendingcanary", "rejectedcanary", "replycanary", "tagcanary", "mailcanary", "hashcanary", "drafteventcanary",
    "draftlistcanary", "guestcanary", "versioncanary", "reportcanary", "proposalcanary", "secretcanary",
    FOR_MEMBERS, FOR_SIGNED_IN,
)  # fmt: skip
"""All planted rows; `viewers.MAY` defines who may read which of them through the API."""


def plant(site: Site) -> dict[str, Any]:
    """Everything planted, by name; the hub that points to all of it is live."""
    hidden = {**plant_pages(), **plant_media(), **plant_snippets()}
    pages = [row for row in hidden.values() if isinstance(row, Page)]
    solutions = [page for page in pages if isinstance(page, Solution)]
    hub = make_solution("Hub", vendor=hidden["vendor"], logo=hidden["picture"], body=body(pages, hidden))
    hub.social_image = hidden["picture"]
    hub.save()
    SiteSettings.objects.update_or_create(site=site, defaults={"share_image": hidden["subpicture"]})
    for target in solutions:
        Alternative.objects.create(page=hub, alternative=target)
        Redirect.objects.create(old_path=f"/old-{target.pk}", redirect_page=target, site=site)
    Redirect.objects.create(old_path="/old", redirect_page=hidden["draft"], site=site)
    GalleryImage.objects.create(page=hub, image=hidden["subpicture"], caption="")
    make_collection("List", solutions=(hub, *solutions))
    event = make_event("Meeting", organiser=hidden["vendor"])
    event.related_solutions.set([hub, *solutions])
    event.save()
    plant_menu(pages)
    plant_trending([hub, *solutions])
    plant_views(hub, solutions)
    PluginConfiguration.objects.create(plugin="absent", values={"token": "secretcanary"})
    return hidden | {"change": change(hub)} | plant_guests(event) | plant_reviews(hub)


def plant_trending(solutions: list[Solution]) -> None:
    """Everything is trending, in each window."""
    snapshot = TrendingSnapshot.objects.create(hour=datetime.now(UTC), inputs="0" * 64)
    for window in TrendingWindow.values:
        for place, row in enumerate(solutions, 1):
            snapshot.entries.create(window=window, kind="SOLUTION", key=row.pk, place=place, score=1.0)


def plant_views(hub: Solution, solutions: list[Solution]) -> None:
    """Everything was viewed together with the hub."""
    day = ViewedDay.objects.create(kind="SOLUTION", day=datetime.now(UTC).date())
    for row in solutions:
        day.pairs.create(kind="SOLUTION", key=hub.pk, other=row.pk, visitors=5)


def plant_pages() -> dict[str, Any]:
    now, private = datetime.now(UTC), make_standard_page("privatecanary")
    made = {
        "draft": make_solution("draftcanary", live=False, tags=("tagcanary",)),
        "scheduled": make_solution("scheduledcanary", live=False, go_live_at=now + timedelta(days=1)),
        "expired": make_solution("expiredcanary", expire_at=now - timedelta(minutes=1)),
        "password": make_solution("passwordcanary"),
        "private": private,
        "child": make_standard_page("childcanary", under=private),
        "other": make_standard_page(
            "othersitecanary", under=make_site("other.example", default=False).root_page
        ),
        "draft_event": make_event("drafteventcanary", live=False),
        "draft_list": make_collection("draftlistcanary", live=False),
        "signed_in": make_solution(FOR_SIGNED_IN, slug="signed-in"),
        "members": make_standard_page(FOR_MEMBERS, slug="members"),
    }
    restrict(private, "groups", Group.objects.create(name="Nobody"))
    restrict(made["password"], "password")
    restrict(made["signed_in"], "login")
    restrict(made["members"], "groups", Group.objects.get_or_create(name=MEMBERS)[0])
    return made


def restrict(page: Page, kind: str, *groups: Group) -> None:
    """Make a page and everything below it private."""
    password = "x" if kind == "password" else ""
    made = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)
    made.groups.set(groups)


def plant_media() -> dict[str, Any]:
    root = MediaCollection.get_first_root_node()
    private = root.add_child(name="Private")
    child = private.add_child(name="Below")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="password", password="x")
    return {
        "picture": make_image("pictcanary", private),
        "subpicture": make_image("subpictcanary", child),
        "document": make_document("doccanary", child),
    }


def plant_snippets() -> dict[str, Any]:
    make_vendor("Open")
    past = datetime.now(UTC) - timedelta(minutes=1)
    texts = {"de": {"name": "vendorcanary", "description": "expiredvendorcanary"}}
    return {
        "vendor": make_vendor("vendorcanary", live=False, translations=texts),
        "expired_vendor": make_vendor("expiredvendorcanary", expire_at=past, translations=texts),
    }


def plant_guests(event: Event) -> dict[str, Any]:
    guest = Registration.objects.create(event=event, name="guestcanary", email="guestcanary@example.com")
    return {"registration": guest}


def plant_reviews(hub: Solution) -> dict[str, Any]:
    author = make_user("author", email="mailcanary@example.com", display_name="Author")
    author.password = "hashcanary"
    author.save()
    fine = make_review(hub, author, title="Fine")
    return {
        "pending": make_review(hub, title="pendingcanary", state="pending"),
        "rejected": make_review(hub, title="rejectedcanary", state="rejected"),
        **plant_papers(fine),
    }


def plant_papers(review: Review) -> dict[str, Any]:
    """What moderators alone know of a published review."""
    return {
        "reply": VendorReply.objects.create(review=review, body="replycanary"),
        "version": ReviewVersion.objects.create(review=review, number=1, content={"title": "versioncanary"}),
        "report": Report.objects.create(review=review, reason="abuse", comment="reportcanary"),
        "proposal": ModerationProposal.objects.create(
            review=review, plugin="absent", state="spam", reason="fake", explanation="proposalcanary"
        ),
    }


def change(hub: Solution) -> Revision:
    """An unpublished change of a live page."""
    hub.title, hub.summary = "changecanary", "changecanary"
    return hub.save_revision()


def plant_menu(pages: list[Page]) -> None:
    menu = Menu.objects.create(handle="main", title="Main", locale=pages[0].locale)
    for place, page in enumerate(pages):
        MenuItem.objects.create(menu=menu, label=page.title, page=page, sort_order=place)


def body(pages: list[Page], hidden: dict[str, Any]) -> list[tuple[str, Any]]:
    """A body that links to and shows what is hidden."""
    links = "".join(f'<p><a linktype="page" id="{page.pk}">the hidden page</a></p>' for page in pages)
    document = f'<p><a linktype="document" id="{hidden["document"].pk}">the file</a></p>'
    return [
        ("paragraph", {"text": links + document}),
        ("image", {"image": hidden["picture"], "alt_text": "", "caption": ""}),
        ("call_to_action", {"title": "Go", "text": "", "label": "Go", "page": hidden["private"], "url": ""}),
        ("solution_list", {"title": "See", "solutions": [hidden["draft"], hidden["expired"]], "note": ""}),
    ]
