"""Claiming a vendor through the API: proofs by DNS and by e-mail, refusals, and many at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from graphql_relay import to_global_id

from cms.audit.models import AuditEvent
from cms.config.settings.redaction import redact_secrets
from cms.identity.models import User
from cms.identity.privacy import erase_person, export_person
from content_types.vendors.claims.jobs import close_claims
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.models import Vendor
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_site, make_user, make_vendor
from tests.support.admin import confirm_client
from tests.support.name_server import NameServer, run_name_server

SHOWN = "claim { id state proof domain dnsName dnsText vendor { name } } errors { code field message }"
CLAIM = f"mutation($input: ClaimVendorInput!) {{ claimVendor(input: $input) {{ {SHOWN} }} }}"
CHECK = f"mutation($input: CheckVendorClaimInput!) {{ checkVendorClaim(input: $input) {{ {SHOWN} }} }}"
MAIL = f"mutation($input: MailVendorClaimInput!) {{ mailVendorClaim(input: $input) {{ {SHOWN} }} }}"
WITHDRAW = (
    f"mutation($input: WithdrawVendorClaimInput!) {{ withdrawVendorClaim(input: $input) {{ {SHOWN} }} }}"
)
OWN = "{ viewer { claims(first: 100) { totalCount nodes { state vendor { name } } } } }"
pytestmark = pytest.mark.django_db


@pytest.fixture
def vendor() -> Vendor:
    make_site()
    return make_vendor("Acme", website="https://www.acme.example/products/")


@pytest.fixture
def server(settings: Any) -> Iterator[NameServer]:
    with run_name_server() as running:
        settings.DNS_SERVERS = [("127.0.0.1", running.port)]
        yield running


def sign_in(name: str, **fields: Any) -> Client:
    client = Client()
    client.force_login(make_user(name, display_name=name.title(), **fields))
    confirm_client(client)
    return client


def send(client: Client, mutation: str, **given: Any) -> Any:
    return next(iter(ask(client, mutation, input=given).values()))


def claim(client: Client, vendor: Vendor, **given: Any) -> Any:
    return send(client, CLAIM, vendor=to_global_id("Vendor", vendor.pk), **given)


def refusals(payload: Any) -> list[str]:
    assert payload["claim"] is None
    return [error["code"] for error in payload["errors"]]


def list_states() -> list[str]:
    return list(VendorClaim.objects.order_by("pk").values_list("state", flat=True))


def list_names(vendor: Vendor) -> list[str]:
    return sorted(Vendor.objects.get(pk=vendor.pk).members.values_list("username", flat=True))


def list_kinds() -> list[str]:
    rows = AuditEvent.objects.filter(kind__startswith="claim.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_a_record_of_the_domain_makes_the_first_claimant_a_member(vendor: Vendor, server: NameServer) -> None:
    ada = sign_in("ada")
    answer = claim(ada, vendor, evidence="I founded it.")
    assert answer["errors"] == []
    made = answer["claim"]
    assert (made["state"], made["proof"], made["domain"]) == ("OPEN", None, "acme.example")
    assert (made["dnsName"], made["vendor"]) == ("_aixplore-claim.acme.example", {"name": "Acme"})
    server.texts[made["dnsName"]] = ["v=spf1 -all", made["dnsText"]]
    checked = send(ada, CHECK, id=made["id"])
    assert (checked["errors"], checked["claim"]["state"], checked["claim"]["proof"]) == (
        [],
        "APPROVED",
        "DNS",
    )
    assert server.asked == ["_aixplore-claim.acme.example"]
    assert list_names(vendor) == ["ada"] and Vendor.objects.get().verified_domain == "acme.example"
    assert list_kinds() == ["claim.opened", "claim.approved"]


def test_a_draft_that_is_published_later_keeps_the_member(vendor: Vendor, server: NameServer) -> None:
    draft = Vendor.objects.get(pk=vendor.pk)
    draft.name = "Acme Corp"
    revision = draft.save_revision()
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    server.texts[made["dnsName"]] = [made["dnsText"]]
    send(ada, CHECK, id=made["id"])
    revision.refresh_from_db()
    revision.publish()
    assert list_names(vendor) == ["ada"]
    assert list(Vendor.objects.values_list("name", "verified_domain")) == [("Acme Corp", "acme.example")]


def test_who_proves_a_vendor_with_members_waits_for_staff(vendor: Vendor, server: NameServer) -> None:
    vendor.members.add(make_user("owner"))
    vendor.save()
    bob = sign_in("bob")
    made = claim(bob, vendor)["claim"]
    server.texts[made["dnsName"]] = [made["dnsText"]]
    assert send(bob, CHECK, id=made["id"])["claim"]["state"] == "PROVEN"
    assert list_names(vendor) == ["owner"] and Vendor.objects.get().verified_domain == ""
    assert refusals(send(bob, CHECK, id=made["id"])) == ["CONFLICT"]
    assert refusals(claim(bob, vendor)) == ["CONFLICT"]
    assert list_kinds() == ["claim.opened", "claim.proven"]


ANSWERS: dict[str, dict[str, Any]] = {
    "no record": {},
    "the record of another claim": {"texts": {"_aixplore-claim.acme.example": ["claim=" + "0" * 32]}},
    "a record elsewhere": {"texts": {"acme.example": ["claim="]}},
    "an error of the server": {"failure": "SERVFAIL"},
    "no answer": {"failure": "silent"},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_without_its_record_a_claim_stays_open(vendor: Vendor, server: NameServer, name: str) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    vars(server).update(ANSWERS[name])
    assert refusals(send(ada, CHECK, id=made["id"])) == ["CONFLICT"]
    assert list_states() == ["open"] and list_names(vendor) == []


@pytest.mark.parametrize(
    "website",
    ["", "https://192.0.2.7/", "https://localhost/", "https://[::1]/", "https://shared.example/acme"],
)
def test_without_a_domain_of_its_own_staff_decide(vendor: Vendor, server: NameServer, website: str) -> None:
    make_vendor("Other", website="https://shared.example/other")
    Vendor.objects.filter(pk=vendor.pk).update(website=website)
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    assert (made["state"], made["domain"], made["dnsName"], made["dnsText"]) == ("OPEN", None, None, None)
    assert refusals(send(ada, CHECK, id=made["id"])) == ["CONFLICT"]
    assert refusals(send(ada, MAIL, id=made["id"], mailbox="ADMIN")) == ["CONFLICT"]
    assert server.asked == []


def test_a_website_that_has_moved_proves_nothing(vendor: Vendor, server: NameServer) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    server.texts[made["dnsName"]] = [made["dnsText"]]
    Vendor.objects.update(website="https://new.example")
    assert refusals(send(ada, CHECK, id=made["id"])) == ["CONFLICT"]
    assert server.asked == [] and list_names(vendor) == []


def mail_link(client: Client, made: Any, capture: Any) -> str:
    """The path of the link that was mailed."""
    with capture(execute=True):
        assert send(client, MAIL, id=made["id"], mailbox="POSTMASTER")["errors"] == []
    found = re.search(r"https?://[^/]+(/account/claims/\S+)", str(mail.outbox[-1].body))
    assert found and mail.outbox[-1].to == ["postmaster@acme.example"]
    return found[1]


def test_a_mailed_link_proves_once_for_its_claimant(
    vendor: Vendor, django_capture_on_commit_callbacks: Any
) -> None:
    ada, eve = sign_in("ada"), sign_in("eve")
    made = claim(ada, vendor)["claim"]
    link = mail_link(ada, made, django_capture_on_commit_callbacks)
    assert mail.outbox[0].subject == "A claim on Acme at AiXplore"
    assert Client().post(link).status_code == 302 and eve.post(link).status_code == 410
    page = ada.get(link)
    assert page.status_code == 200 and b"acme.example" in page.content and list_states() == ["open"]
    with django_capture_on_commit_callbacks(execute=True):
        assert ada.post(link).status_code == 302
    assert list_names(vendor) == ["ada"] and list_states() == ["approved"]
    assert VendorClaim.objects.get().proof == "mail"
    assert mail.outbox[-1].to == ["ada@example.com"] and "member of Acme" in mail.outbox[-1].subject
    assert ada.post(link).status_code == 410


def test_logs_show_no_mailed_link() -> None:
    line = "GET /account/claims/s3cret_token-x/ and next=%2Faccount%2Fclaims%2Fs3cret_token-x%2F"
    assert "s3cret" not in redact_secrets(line) and "/account/claims/…" in redact_secrets(line)


def test_an_old_link_and_one_that_was_replaced_prove_nothing(
    vendor: Vendor, django_capture_on_commit_callbacks: Any
) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    first = mail_link(ada, made, django_capture_on_commit_callbacks)
    second = mail_link(ada, made, django_capture_on_commit_callbacks)
    assert ada.post(first).status_code == 410
    VendorClaim.objects.update(mail_expires_at=timezone.now())
    assert ada.post(second).status_code == 410
    assert list_names(vendor) == []


def test_a_domain_gets_few_mails_and_nobody_learns_of_other_claims(
    vendor: Vendor, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.RATE_BUCKETS = {"claim_domain": {"amount": 1}}
    clients = [sign_in(name) for name in ("ada", "bob")]
    made = [claim(client, vendor)["claim"] for client in clients]
    with django_capture_on_commit_callbacks(execute=True):
        answers = [
            send(client, MAIL, id=each["id"], mailbox="ADMIN")
            for client, each in zip(clients, made, strict=True)
        ]
    assert [answer["errors"] for answer in answers] == [[], []]
    assert len(mail.outbox) == 1


def test_a_mail_goes_to_no_address_that_the_claimant_chooses(vendor: Vendor) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    for mailbox in ("eve@evil.example", "CEO"):
        assert codes(post(ada, MAIL, input={"id": made["id"], "mailbox": mailbox})) == ["BAD_USER_INPUT"]


def test_a_person_has_one_claim_on_a_vendor_that_waits(vendor: Vendor) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    assert refusals(claim(ada, vendor)) == ["CONFLICT"]
    assert send(ada, WITHDRAW, id=made["id"])["claim"]["state"] == "WITHDRAWN"
    assert refusals(send(ada, WITHDRAW, id=made["id"])) == ["CONFLICT"]
    assert claim(ada, vendor)["errors"] == []
    assert list_states() == ["withdrawn", "open"]


def test_what_others_claim_changes_no_answer(vendor: Vendor) -> None:
    ada, bob = sign_in("ada"), sign_in("bob")
    made = claim(ada, vendor)["claim"]
    assert claim(bob, vendor)["errors"] == []
    for mutation in (CHECK, WITHDRAW):
        assert send(bob, mutation, id=made["id"])["errors"][0]["code"] == "NOT_FOUND"
    assert ask(bob, OWN)["viewer"]["claims"]["totalCount"] == 1


def test_a_claim_expires(vendor: Vendor, server: NameServer) -> None:
    ada = sign_in("ada")
    made = claim(ada, vendor)["claim"]
    VendorClaim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask(ada, OWN)["viewer"]["claims"]["nodes"] == [{"state": "EXPIRED", "vendor": {"name": "Acme"}}]
    assert refusals(send(ada, CHECK, id=made["id"])) == ["CONFLICT"]
    assert claim(ada, vendor)["claim"]["state"] == "OPEN"
    VendorClaim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert close_claims() == "1 claims expired, 0 closed ones deleted."
    assert list_states() == ["expired", "expired"]


def test_closed_claims_are_deleted_in_time(vendor: Vendor, settings: Any) -> None:
    settings.CLAIM_DAYS, now = 30, timezone.now()
    for days in (29, 31):
        ended = now - timedelta(days=days)
        for state in ("approved", "refused", "withdrawn", "expired", "proven"):
            decided = None if state in ("expired", "proven") else ended
            given = {"state": state, "decided_at": decided, "expires_at": ended if decided is None else now}
            VendorClaim.objects.create(vendor=vendor, claimant=make_user(f"{state}{days}"), **given)
    settings.CLAIM_DAYS = 0
    assert close_claims() == "0 claims expired, 0 closed ones deleted."
    settings.CLAIM_DAYS = 30
    assert close_claims() == "0 claims expired, 4 closed ones deleted."
    assert list_states() == ["approved", "refused", "withdrawn", "expired", "proven", "proven"]


def test_moderators_get_mail_of_what_waits_for_them(
    vendor: Vendor, server: NameServer, django_capture_on_commit_callbacks: Any
) -> None:
    """Of a proven claim, and of one without a domain; of an own one they get none."""
    cache.delete("vendor_claims:told")
    make_user("mo", groups=("Moderator",))
    make_user("gone", groups=("Moderator",), is_active=False)
    vendor.members.add(make_user("owner"))
    vendor.save()
    bob, own = sign_in("bob"), sign_in("own", groups=("Moderator",))
    with django_capture_on_commit_callbacks(execute=True):
        made = claim(bob, vendor)["claim"]
    assert not mail.outbox
    server.texts[made["dnsName"]] = [made["dnsText"]]
    with django_capture_on_commit_callbacks(execute=True):
        send(bob, CHECK, id=made["id"])
    assert sorted(letter.to[0] for letter in mail.outbox) == ["mo@example.com", "own@example.com"]
    assert "Claim waiting for a decision: Acme" in mail.outbox[0].subject
    address = f"/admin/vendor_claims/inspect/{VendorClaim.objects.get().pk}/"
    assert address in str(mail.outbox[0].body)
    with django_capture_on_commit_callbacks(execute=True):
        claim(own, make_vendor("Nowhere"))
    assert len(mail.outbox) == 2, "one mail in fifteen minutes"
    cache.delete("vendor_claims:told")
    with django_capture_on_commit_callbacks(execute=True):
        claim(own, make_vendor("Elsewhere"))
    assert [letter.to for letter in mail.outbox[2:]] == [["mo@example.com"]]


@pytest.mark.parametrize("evidence", ["x" * 1001, "a\x00"])
def test_wrong_evidence_is_refused_at_its_field(vendor: Vendor, evidence: str) -> None:
    error = claim(sign_in("ada"), vendor, evidence=evidence)["errors"][0]
    assert (error["code"], error["field"]) == ("BAD_USER_INPUT", "evidence")
    assert list_states() == []


def test_who_may_not_claim_changes_nothing(vendor: Vendor) -> None:
    assert refusals(claim(Client(), vendor)) == ["UNAUTHENTICATED"]
    ada = sign_in("ada")
    confirm_client(ada, seconds_ago=601)
    assert refusals(claim(ada, vendor)) == ["CONFIRMATION_REQUIRED"]
    confirm_client(ada)
    vendor.members.add(User.objects.get(username="ada"))
    vendor.save()
    assert refusals(claim(ada, vendor)) == ["CONFLICT"]
    Vendor.objects.update(live=False)
    assert refusals(claim(sign_in("bob"), vendor)) == ["NOT_FOUND"]
    assert list_states() == []


def test_a_page_of_claims_costs_the_same_for_one_and_many(vendor: Vendor) -> None:
    ada = sign_in("ada")
    claim(ada, vendor)
    ask(ada, OWN)
    one = statements(ada, OWN)
    for number in range(5):
        claim(ada, make_vendor(website=f"https://v{number}.example"))
    assert (len(one), len(statements(ada, OWN))) == (8, 8), one


def test_claims_are_part_of_the_copy_and_of_the_erasure(vendor: Vendor) -> None:
    claim(sign_in("ada"), vendor, evidence="I founded it.")
    claim(sign_in("bob"), vendor)
    ada = User.objects.get(username="ada")
    assert [row["evidence"] for row in export_person(ada)["vendor_claims"]] == ["I founded it."]
    assert erase_person(ada)["vendor_claims"] == 1
    assert list(VendorClaim.objects.values_list("claimant__username", flat=True)) == ["bob"]


def test_the_database_admits_one_waiting_claim_and_one_automatic_member(vendor: Vendor) -> None:
    people = [make_user(name) for name in ("ada", "bob")]
    given = {"vendor": vendor, "expires_at": timezone.now()}
    VendorClaim.objects.create(claimant=people[0], automatic=True, **given)
    with pytest.raises(IntegrityError, match="vendors_one_waiting_claim"), transaction.atomic():
        VendorClaim.objects.create(claimant=people[0], **given)
    with pytest.raises(IntegrityError, match="vendors_one_automatic_member"), transaction.atomic():
        VendorClaim.objects.create(claimant=people[1], automatic=True, **given)


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_becomes_a_member(settings: Any) -> None:
    """Five people claim twice at once each; then all five prove at once."""
    make_site()
    vendor = make_vendor("Acme", website="https://acme.example")
    clients = [sign_in(f"user{number}") for number in range(5)]

    def run(task: Any) -> Any:
        try:
            return task()
        finally:
            connection.close()

    with run_name_server() as server, ThreadPoolExecutor(5) as threads:
        settings.DNS_SERVERS = [("127.0.0.1", server.port)]
        twice = [lambda client=client: claim(client, vendor) for client in clients for _ in range(2)]
        answers = list(threads.map(run, twice))
        made = [each["claim"] for each in answers if each["claim"]]
        assert len(made) == 5 and len(list_states()) == 5
        server.texts["_aixplore-claim.acme.example"] = [each["dnsText"] for each in made]
        owners = [next(c for c, a in zip(clients, (answers[n : n + 2] for n in range(0, 10, 2)), strict=True)
                       if each in [x["claim"] for x in a]) for each in made]  # fmt: skip
        proving = [
            lambda c=c, each=each: send(c, CHECK, id=each["id"]) for c, each in zip(owners, made, strict=True)
        ]
        states = sorted(each["claim"]["state"] for each in threads.map(run, proving))
    assert states == ["APPROVED", "PROVEN", "PROVEN", "PROVEN", "PROVEN"]
    assert len(list_names(vendor)) == 1
