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
from tests.factories.content import make_site, make_user, make_vendor
from tests.support.admin import rows_in, sign_in_client
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


def test_a_refused_claim_gives_nothing(claim: VendorClaim, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decide(sign_in_client("Moderator"), claim, "refuse", note="Unknown there.")
    claim.refresh_from_db()
    assert (claim.state, Vendor.objects.get().members.count()) == ("refused", 0)
    assert "Unknown there" not in str(mail.outbox[0].body) and "refused" in mail.outbox[0].subject


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
