"""Every road by which the admin shows rows: what it shows a vendor and a moderator, and Wagtail alone more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from cms.compat import wagtail_hidden_names, wagtail_references
from cms.compat.wrapping import WRAPPED, disable_wrapper
from cms.identity.models import User
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative
from content_types.testing.canaries import restrict
from plugins.embargo.models import Embargo
from tests.factories.content import (
    make_image,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import ROLES, sign_in_client

pytestmark = pytest.mark.django_db
HIDDEN = "hiddenword"


@dataclass
class Desk:
    """A member of the vendor "Ours", whose draft "Own" refers to hidden rows, and addresses by name."""

    member: Client
    own: Solution
    addresses: dict[str, str]

    def read(self, name: str, client: Client | None = None) -> str:
        client, address = client or self.member, self.addresses[name]
        if name == "external link":
            link = {"external-link-chooser-url": self.addresses["private page"]}
            answer = client.post(address, {**link, "external-link-chooser-link_text": "x"})
        else:
            answer = client.get(address)
        assert answer.status_code in (200, 302, 404), answer.status_code
        return answer.getvalue().decode().lower()


@pytest.fixture(scope="module")
def hidden_rows(make_once: Any) -> Any:
    return make_once(make_hidden_rows)


@pytest.fixture
def desk(hidden_rows: tuple[User, Solution, dict[str, str]]) -> Desk:
    member, own, found = hidden_rows
    return Desk(sign_in_client(user=member), own, found)


def make_hidden_rows() -> tuple[User, Solution, dict[str, str]]:
    make_site()
    member = make_user(groups=("Vendor",))
    ours, foreign = make_vendor("Ours", live=False), make_vendor(f"{HIDDEN} Inc", live=False)
    ours.members.add(member)
    ours.save()
    draft = make_solution(f"{HIDDEN} draft", vendor=foreign, live=False, tags=(HIDDEN,))
    private = make_standard_page(f"{HIDDEN} private", slug="private")
    restrict(private, "groups")
    changed = make_solution("Changed")
    changed.title = f"{HIDDEN} change"
    changed.save_revision()
    closed = Collection.get_first_root_node().add_child(name=f"{HIDDEN} collection")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="password", password="x")
    picture = make_image(f"{HIDDEN} picture", closed)
    picture.tags.add(HIDDEN)
    own = make_solution("Own", vendor=ours, live=False, logo=picture)
    Alternative.objects.create(page=own, alternative=draft)
    return member, own, addresses(own, draft, foreign, picture, private)


def addresses(own: Any, draft: Any, vendor: Any, picture: Any, private: Any) -> dict[str, str]:
    embargoed = make_solution(f"{HIDDEN} embargoed")
    Embargo.objects.create(solution=embargoed, until="2099-01-01T00:00:00Z")
    choose = "/admin/snippets/choose/vendors/vendor"
    return {
        "vendor chooser": f"{choose}/results/",
        "vendor search": f"{choose}/results/?q={HIDDEN}",
        "chosen vendors": f"{choose}/chosen-multiple/?id={vendor.pk}",
        "chosen vendor": f"{choose}/chosen/{vendor.pk}/",
        "vendors in bulk": f"/admin/bulk/vendors/vendor/delete/?id={vendor.pk}",
        "all vendors in bulk": "/admin/bulk/vendors/vendor/delete/?id=all",
        "pages in bulk": "/admin/bulk/wagtailcore/page/delete/?id=all",
        "embargoes in bulk": "/admin/bulk/embargo/embargo/delete/?id=all",
        "embargo chooser": "/admin/snippets/choose/embargo/embargo/results/",
        "pictures in bulk": f"/admin/bulk/media/image/delete/?id={picture.pk}",
        "page chooser": f"/admin/choose-page/{own.get_parent().pk}/",
        "page search": f"/admin/choose-page/search/?q={HIDDEN}",
        "chosen pages": f"/admin/choose-page/chosen-multiple/?id={embargoed.pk}",
        "page below": f"/admin/choose-page/{draft.pk}/",
        "explorer": f"/admin/pages/{draft.pk}/",
        "move": f"/admin/pages/{own.pk}/move/{draft.pk}/confirm/",
        "picture chooser": "/admin/images/chooser/results/",
        "picture chooser form": "/admin/images/chooser/",
        "collections of pictures": "/admin/images/",
        "collections of documents": "/admin/documents/",
        "picture upload": "/admin/images/multiple/add/",
        "document upload": "/admin/documents/multiple/add/",
        "document chooser": "/admin/documents/chooser/",
        "picture format": f"/admin/images/chooser/{picture.pk}/select_format/",
        "filters": "/admin/solutions/",
        "chosen filter": f"/admin/solutions/?vendor={vendor.pk}",
        "tags": f"/admin/tag-autocomplete/taxonomy/tag/?term={HIDDEN[:3]}",
        "file tags": f"/admin/tag-autocomplete/?term={HIDDEN[:3]}",
        "tags of pictures": "/admin/images/",
        "tags in the chooser": "/admin/images/chooser/",
        "page types": "/admin/reports/page-types-usage/",
        "own draft": f"/admin/pages/{own.pk}/edit/",
        "external link": "/admin/choose-external-link/",
        "private page": private.get_full_url(),
    }  # fmt: skip


NEEDED = {
    "filter_chooser": "vendor chooser",
    "filter_chosen": "chosen vendors",
    "filter_bulk_action": "vendors in bulk",
    "narrow_collections": "picture chooser form",
    "narrow_model_choices": "filters",
    "complete_tags": "tags",
    "narrow_popular_tags": "tags of pictures",
    "narrow_chooser_tags": "tags in the chooser",
    "keep_external_link": "external link",
    "guard_type_report": "page types",
    "hide_chosen_title": "own draft",
    "show_public_title": "page chooser",
}
TESTED_WITH_FORMS = {"leave_parent_to_form"}
"""Tested the same way in test_admin_forms.py."""
TESTED_WITH_REFERENCES = {*wagtail_references.__all__, *wagtail_hidden_names.__all__} - {"hide_chosen_title"}
"""Tested the same way in test_admin_references.py."""


def test_no_road_shows_a_vendor_what_is_hidden(desk: Desk) -> None:
    leaks = [name for name in desk.addresses if name != "private page" and says(desk, name, desk.member)]
    assert leaks == []


def test_no_road_shows_a_moderator_what_is_hidden(desk: Desk) -> None:
    client = sign_in_client("Moderator")
    leaks = [name for name in desk.addresses if name != "private page" and says(desk, name, client)]
    assert leaks == []


def test_editors_see_all_of_it(desk: Desk) -> None:
    """Or the absence above would prove nothing."""
    client = sign_in_client("Editor")
    silent = {name for name in desk.addresses if name != "private page" and not says(desk, name, client)}
    assert silent == {"embargoes in bulk", "embargo chooser"}


def says(desk: Desk, name: str, client: Client) -> bool:
    """Whether an answer names a hidden row; what was asked is not counted."""
    text = desk.read(name, client)
    if name.startswith(("tags", "file tags")):
        return HIDDEN in text
    return any(
        f"{HIDDEN}{end}" in text
        for end in (" inc", " draft", " private", " embargoed", " picture", " change", " collection")
    )


@pytest.mark.parametrize("wrapper", NEEDED)
def test_wagtail_alone_would_show_it(desk: Desk, wrapper: str) -> None:
    """Fails when Wagtail filters by itself: then the wrapper can go."""
    with disable_wrapper(wrapper):
        assert says(desk, NEEDED[wrapper], desk.member)


def test_every_wrapper_has_such_a_test() -> None:
    assert {*NEEDED, *TESTED_WITH_FORMS, *TESTED_WITH_REFERENCES} == set(WRAPPED)


@pytest.mark.parametrize("role", [role for role in ROLES if role in ("Vendor", "Moderator")])
def test_public_rows_stay_choosable(desk: Desk, role: str) -> None:
    make_vendor("Public Inc")
    shown = make_solution("Shown")
    client = sign_in_client(role)
    assert "Public Inc" in client.get("/admin/snippets/choose/vendors/vendor/results/").content.decode()
    assert "Shown" in client.get(f"/admin/choose-page/{shown.get_parent().pk}/").json()["html"]
    chosen = client.get(f"/admin/choose-page/chosen-multiple/?id={shown.pk}").json()
    assert [row["adminTitle"] for row in chosen["result"]] == ["Shown"]


def test_a_member_finds_and_edits_their_own_draft(desk: Desk) -> None:
    assert "Own" in desk.member.get(f"/admin/choose-page/{desk.own.get_parent().pk}/").json()["html"]
    page = desk.read("own draft")
    assert "chosen, but not visible to you" in page
    assert f'value="{desk.own.logo_id}"' in page
