"""The planted site as the admin's crawl needs it: what is hidden from whom, and what is their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection as MediaCollection, Page, Revision, Site, Task, Workflow

from cms.merging.models import Merge
from cms.people.models import Consent, LegalText
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative, GalleryImage
from content_types.testing.canaries import FOR_SIGNED_IN, WORDS, body, plant
from content_types.testing.viewers import make_viewers
from plugins.bookmarks.models import Bookmark
from plugins.embargo.models import Embargo
from tests.factories.content import make_solution, make_user, make_vendor

OWN = "ownword"
"""In a draft of the vendor's own company, which refers to hidden rows."""
EXTRA = ("embargocanary", "notecanary", "imagetagcanary", "namecanary", "termscanary")
JUDGED = {
    "pendingcanary", "rejectedcanary", "replycanary", "versioncanary", "reportcanary", "proposalcanary",
}  # fmt: skip
ACCOUNTS = {"mailcanary", "hashcanary", "secretcanary"}
EVERYTHING = {*WORDS, *EXTRA, OWN}
HIDDEN: Mapping[str, set[str]] = {
    "anonymous": EVERYTHING,
    "visitor": EVERYTHING,
    "vendor": EVERYTHING - {FOR_SIGNED_IN, OWN},
    "moderator": EVERYTHING - {FOR_SIGNED_IN, *JUDGED},
    "editor": JUDGED | ACCOUNTS | {"termscanary"},
    "administrator": {"hashcanary", "secretcanary"},
}
"""By person, the words that no answer of the admin may hold."""
FOUND: Mapping[str, set[str]] = {
    "anonymous": set(),
    "visitor": set(),
    "vendor": {OWN, FOR_SIGNED_IN},
    "moderator": {FOR_SIGNED_IN, *JUDGED} - {"rejectedcanary"},
    "editor": {
        "draftcanary",
        "privatecanary",
        "pictcanary",
        "vendorcanary",
        "tagcanary",
        "embargocanary",
        OWN,
    },
    "administrator": {"draftcanary", "pendingcanary", "guestcanary", "termscanary", OWN},
}
"""By person, words that the crawl has to find, or their absence elsewhere would prove nothing."""


def plant_admin(site: Site) -> tuple[dict[str, Any], dict[str, Any]]:
    """People by name, and rows by name with those first that differ most in why they are hidden."""
    people, planted = make_viewers(), plant(site)
    person = make_user("namecanary", groups=("Editors", "Editor"), is_staff=True)
    planted["draft"].locked, planted["draft"].locked_by, planted["draft"].owner = True, person, person
    planted["draft"].save()
    planted["other"].save_revision(user=person, log_action=True)
    planted["picture"].tags.add("imagetagcanary")
    terms = LegalText.objects.create(kind="terms", version="termscanary", address="https://example.org/terms")
    Consent.objects.create(user=person, text=terms)
    hidden = dict(planted)
    rows = {
        "draft": planted.pop("draft"),
        "embargoed": _plant_embargo(),
        "own": _plant_own(people["vendor"], hidden),
        "other": planted.pop("other"),
        "private": planted.pop("private"),
        "reviewed": planted["reply"].review,
        "hub": Page.objects.get(slug="hub").specific,
        **planted,
    }
    for kind in (Revision, MediaCollection, Task, Workflow, Embargo):
        rows |= {f"{kind.__name__}-{row.pk}": row for row in kind.objects.order_by("-pk")[:3]}
    rows["merge"] = _plant_merge(rows["draft"], rows["private"])
    return people, rows


def _plant_merge(kept: Any, merged: Any) -> Merge:
    """A merge whose records not everybody sees."""
    kind = ContentType.objects.get_for_model(Solution)
    names = {str(merged.pk): str(merged)}
    return Merge.objects.create(content_type=kind, kept=kept.pk, kept_name=str(kept), merged=names, record={})


def _plant_embargo() -> Any:
    """A live solution that a plugin hides, and that people keep."""
    solution = make_solution("embargocanary")
    Embargo.objects.create(solution=solution, until=datetime.now(UTC) + timedelta(days=1), note="notecanary")
    for _ in range(6):
        Bookmark.objects.create(solution=solution, user=make_user())
    return solution


def _plant_own(vendor: Any, planted: Mapping[str, Any]) -> Any:
    """A draft of the vendor's own company that refers to a hidden page and a hidden picture."""
    ours = make_vendor("Ours", live=False)
    ours.members.add(vendor)
    ours.save()
    own = make_solution(OWN, vendor=ours, live=False, logo=planted["picture"])
    Alternative.objects.create(page=own, alternative=planted["scheduled"])
    GalleryImage.objects.create(page=own, image=planted["subpicture"], caption="")
    own = Solution.objects.get(pk=own.pk)
    own.save_revision()
    pages = [row for row in planted.values() if isinstance(row, Page)]
    own.body = body(pages, dict(planted))
    own.alternative_links.add(Alternative(alternative=planted["expired"]))
    own.save_revision()
    return own
