"""Claims on vendors in the admin: who decides about which, and what a decision does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.audit.models import AuditEvent
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.models import Vendor
from tests.content_api.client import ask
from tests.factories.content import make_site, make_user, make_vendor
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client
from tests.support.merging import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> VendorClaim:
    make_site()
    return make_claim(make_user("ada"))


def make_claim(person: Any, **given: Any) -> VendorClaim:
    vendor = make_vendor("Acme", website="https://acme.example")
    end = timezone.now() + timedelta(days=1)
    return VendorClaim.objects.create(**{"vendor": vendor, "claimant": person, "expires_at": end, **given})


def decide(client: Client, claim: VendorClaim, decision: str, **given: Any) -> str:
    """The page that a decision leads to."""
    address = reverse("vendor_claims:decide", args=[claim.pk])
    return client.post(address, {"decision": decision, **given}, follow=True).content.decode()


@pytest.mark.parametrize("role", ["Moderator", "Administrator"])
def test_an_approved_claimant_becomes_a_member(
    claim: VendorClaim, role: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in_client(role)
    assert rows_in(client.get(reverse("vendor_claims:index"))) == [str(claim)]
    shown = client.get(reverse("vendor_claims:inspect", args=[claim.pk])).content.decode()
    assert "(ada)" in shown and 'value="approve"' in shown
    with django_capture_on_commit_callbacks(execute=True):
        assert 'value="approve"' not in decide(client, claim, "approve", note="I called them.")
    claim.refresh_from_db()
    assert (claim.state, claim.proof, claim.note) == ("approved", "staff", "I called them.")
    assert claim.decided_by is not None and not claim.automatic
    assert [each.username for each in Vendor.objects.get().members.all()] == ["ada"]
    assert Vendor.objects.get().verified_domain == ""
    assert AuditEvent.objects.get(kind="claim.approved").actor == claim.decided_by_id
    assert [each.to for each in mail.outbox] == [["ada@example.com"]]


def test_a_refused_claim_gives_nothing_but_the_reason(
    claim: VendorClaim, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        given = {"note": "Unknown there.", "reason": "You left <Acme> & went."}
        decide(sign_in_client("Moderator"), claim, "refuse", **given)
    claim.refresh_from_db()
    assert (claim.state, Vendor.objects.get().members.count()) == ("refused", 0)
    letter = mail.outbox[0]
    assert "Their reason: You left <Acme> & went." in str(letter.body) and "refused" in letter.subject
    assert "Unknown there" not in str(letter.body)
    own = ask(sign_in_client(user=claim.claimant), "{ viewer { claims { nodes { state reason } } } }")
    nodes = own["viewer"]["claims"]["nodes"]
    assert nodes == [{"state": "REFUSED", "reason": "You left <Acme> & went."}]


def test_an_approval_takes_no_reason(claim: VendorClaim) -> None:
    answer = decide(sign_in_client("Moderator"), claim, "approve", reason="Welcome.")
    assert "leave it empty to approve the claim" in answer
    assert VendorClaim.objects.get().state == "open"


@pytest.mark.parametrize("role", ["Editor", "Vendor"])
def test_other_roles_neither_see_nor_decide(claim: VendorClaim, role: str) -> None:
    client = sign_in_client(role)
    for name in ("inspect", "decide"):
        decide(client, claim, "approve")
        assert client.get(reverse(f"vendor_claims:{name}", args=[claim.pk])).status_code in (302, 405)
    assert VendorClaim.objects.get().state == "open"


def test_nobody_decides_about_an_own_claim() -> None:
    make_site()
    moderator = make_user("mo", groups=("Moderator",))
    claim, client = make_claim(moderator), sign_in_client(user=moderator)
    page = client.get(reverse("vendor_claims:inspect", args=[claim.pk])).content.decode()
    assert "somebody else has to decide" in page and 'value="approve"' not in page
    assert "Somebody else has to decide" in decide(client, claim, "approve")
    assert VendorClaim.objects.get().state == "open"


@pytest.mark.parametrize(
    "given",
    [{"state": "withdrawn"}, {"state": "approved"}, {"expires_at": timezone.now() - timedelta(days=1)}],
)
def test_a_closed_claim_is_not_decided_again(given: dict[str, Any]) -> None:
    make_site()
    claim = make_claim(make_user("ada"), **given)
    client = sign_in_client("Moderator")
    assert "This claim is closed" in decide(client, claim, "approve")
    assert Vendor.objects.get().members.count() == 0


def test_claims_of_merged_vendors_follow_and_stay_single(claim: VendorClaim) -> None:
    other = make_vendor("Acme Inc", website="https://acme-inc.example")
    for person in (claim.claimant, make_user("bob")):
        VendorClaim.objects.create(vendor=other, claimant=person, expires_at=claim.expires_at)
    merge(sign_in_client("Editor"), claim.vendor, other)
    found = VendorClaim.objects.order_by("pk").values_list("claimant__username", "vendor__name")
    assert list(found) == [("ada", "Acme"), ("bob", "Acme")]


def test_an_unknown_decision_changes_nothing(claim: VendorClaim) -> None:
    client = sign_in_client("Moderator")
    assert "is not one of the available choices" in decide(client, claim, "erase")
    assert "at most 1000 characters" in decide(client, claim, "approve", note="x" * 1001)
    assert VendorClaim.objects.get().state == "open"


def edit_page(vendor: Vendor) -> str:
    return reverse("wagtailsnippets_vendors_vendor:edit", args=[vendor.pk])


def choose(*people: Any) -> dict[str, Any]:
    """What the list of members sends."""
    sent: dict[str, Any] = {"members-count": str(len(people))}
    for number, person in enumerate(people):
        item = {"order": str(number), "deleted": "", "id": "", "value": person.pk}
        sent |= {f"members-{number}-{name}": value for name, value in item.items()}
    return sent


def list_access(vendor: Vendor) -> tuple[list[str], str]:
    """The live members and the verified domain; those of the version that is edited next are the same."""
    live = Vendor.objects.get(pk=vendor.pk)
    names = sorted(person.username for person in live.members.all())
    draft = live.get_latest_revision_as_object()
    assert names == sorted(person.username for person in draft.members.all())
    assert live.verified_domain == draft.verified_domain
    return names, live.verified_domain


def test_a_form_that_was_opened_before_an_approval_does_not_undo_it(claim: VendorClaim) -> None:
    """It removes and adds whom its editor did, and no other member."""
    vendor, old, new = claim.vendor, make_user("old"), make_user("new")
    vendor.members.set([old])
    vendor.save()
    VendorClaim.objects.update(state="proven", proof="dns", domain="acme.example")
    editor, address = sign_in_client("Editor"), edit_page(vendor)
    changes = {"description": "New words", "action-publish": "1"}
    unchanged = form_at(editor, address, "w-editor-form", **changes, **choose(old))
    changed = form_at(editor, address, "w-editor-form", **changes, **choose(new))
    decide(sign_in_client("Moderator"), claim, "approve")
    for sent, names in ((unchanged, ["ada", "old"]), (changed, ["ada", "new"])):
        response = editor.post(address, sent)
        assert response.status_code == 302, find_errors(response)
        assert list_access(vendor) == (names, "acme.example")
    assert Vendor.objects.get().description == "New words"


def test_a_version_that_is_restored_brings_no_member_back(claim: VendorClaim) -> None:
    vendor, gone = claim.vendor, make_user("gone")
    vendor.members.set([gone])
    old = vendor.save_revision()
    vendor.members.set([])
    vendor.save_revision().publish()
    decide(sign_in_client("Moderator"), claim, "approve")
    editor = sign_in_client("Editor")
    address = reverse("wagtailsnippets_vendors_vendor:revisions_revert", args=[vendor.pk, old.pk])
    sent = form_at(editor, address, "w-editor-form", **{"action-publish": "1"}, **choose(gone))
    assert editor.post(address, sent).status_code == 302
    assert list_access(vendor) == (["ada"], "")


@pytest.mark.parametrize("shown", ["{", "[]", '{"domain": "", "members": ["1"]}', '{"members": []}'])
def test_a_broken_note_of_what_was_shown_is_refused(claim: VendorClaim, shown: str) -> None:
    editor, address = sign_in_client("Editor"), edit_page(claim.vendor)
    sent = form_at(editor, address, "w-editor-form", access_shown=shown, name="Other")
    assert editor.post(address, sent).status_code == 200
    assert Vendor.objects.get().name == "Acme" and Vendor.objects.get().latest_revision is None


def test_a_form_that_is_saved_in_the_background_goes_on_from_what_it_sent(claim: VendorClaim) -> None:
    """Who is added and saved so, and then taken out again before the page is left, is no member."""
    editor, address = sign_in_client("Editor"), edit_page(claim.vendor)
    form = form_at(editor, address, "w-editor-form", **choose(make_user("new")))
    saved = editor.post(address, form, headers={"Accept": "application/json"}).json()
    assert saved["success"], saved
    form.update({**choose(), **dict(saved["field_updates"]), "action-publish": "1"})
    assert editor.post(address, form).status_code == 302
    assert list_access(claim.vendor) == ([], "")
