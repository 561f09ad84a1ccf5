"""Claims through the API: for people who have signed in, and of their own alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.utils import translation

from cms.declarations import Gate, RowOf, ViewerList, declare
from cms.identity.models import User
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation, KeyOf
from cms.ratelimit.buckets import declare_rates
from cms.ratelimit.limits import Rate
from content_types.vendors.claims import actions, proofs
from content_types.vendors.claims.choices import ClaimMailbox, ClaimProof, ClaimState
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.models import Vendor

__all__ = ["register"]

OwnKey = Annotated[int, KeyOf("vendors.VendorClaim", among=lambda gate: Q(claimant=gate.viewer.user_id))]


@dataclass(frozen=True)
class OwnClaim:
    """Your claim on a vendor, which only you and the site's team see. vendor: null while it is not public. domain,
    dnsName, dnsText: the TXT record that proves the claim; null where the vendor's website has no domain of its own,
    so that the site's team has to decide. proof: null before there is one. reason: why the team refused the claim; null
    where it gave none. expiresAt: the end of the time to prove."""

    id: Annotated[int, KeyOf("vendors.VendorClaim")]
    vendor: Annotated[int | None, RowOf("vendors.Vendor")]
    state: ClaimState
    proof: ClaimProof | None
    domain: str | None
    dns_name: str | None
    dns_text: str | None
    reason: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ClaimVendorInput:
    """evidence: what tells the site's team that you act for the vendor, at most 1,000 characters; it is not public."""

    vendor: Annotated[int, KeyOf("vendors.Vendor")]
    evidence: str = ""


@dataclass(frozen=True)
class ClaimVendorPayload:
    """The claim, which is OPEN until it is proven or decided."""

    claim: OwnClaim | None


@dataclass(frozen=True)
class CheckVendorClaimInput:
    """One of your claims, whose TXT record you have published."""

    id: OwnKey


@dataclass(frozen=True)
class CheckVendorClaimPayload:
    """The claim: APPROVED, and you are a member; or PROVEN where the vendor has members, and the team decides."""

    claim: OwnClaim | None


@dataclass(frozen=True)
class MailVendorClaimInput:
    """One of your claims, and the mailbox of its domain that gets a link."""

    id: OwnKey
    mailbox: ClaimMailbox


@dataclass(frozen=True)
class MailVendorClaimPayload:
    """The claim, as it was. Open the link within a day, signed in as who you are now; the last link counts."""

    claim: OwnClaim | None


@dataclass(frozen=True)
class WithdrawVendorClaimInput:
    """One of your claims that waits."""

    id: OwnKey


@dataclass(frozen=True)
class WithdrawVendorClaimPayload:
    """The withdrawn claim. You may claim the vendor again."""

    claim: OwnClaim | None


def claim_vendor(given: ClaimVendorInput, gate: Gate) -> ClaimVendorPayload:
    claimant = User.objects.get(pk=gate.viewer.user_id)
    made = actions.open_claim(Vendor.objects.get(pk=given.vendor), claimant, given.evidence)
    return ClaimVendorPayload(build_claim(made))


def check_claim(given: CheckVendorClaimInput, gate: Gate) -> CheckVendorClaimPayload:
    return CheckVendorClaimPayload(build_claim(proofs.check_record(load(given.id))))


def mail_claim(given: MailVendorClaimInput, gate: Gate) -> MailVendorClaimPayload:
    claim = load(given.id)
    proofs.send_link(claim, ClaimMailbox(given.mailbox), translation.get_language() or "en")
    return MailVendorClaimPayload(build_claim(claim))


def withdraw_claim(given: WithdrawVendorClaimInput, gate: Gate) -> WithdrawVendorClaimPayload:
    return WithdrawVendorClaimPayload(build_claim(actions.withdraw(given.id)))


def load(key: int) -> VendorClaim:
    return VendorClaim.objects.select_related("vendor").get(pk=key)


def select_own(gate: Gate) -> QuerySet[VendorClaim]:
    return VendorClaim.objects.filter(claimant=gate.viewer.user_id)


def build_claim(row: VendorClaim) -> OwnClaim:
    name, text = proofs.build_record(row) or (None, None)
    return OwnClaim(
        id=row.pk, vendor=row.vendor_id, state=row.shown_state, proof=ClaimProof(row.proof) if row.proof else None,
        domain=row.domain or None, dns_name=name, dns_text=text, reason=row.reason or None,
        created_at=row.created_at, expires_at=row.expires_at,
    )  # fmt: skip


def register() -> None:
    declare_rates(
        __name__,
        {
            "claims": Rate(20, 86400, "Claims on vendors, and their withdrawal, by one person."),
            "claim_checks": Rate(30, 3600, "Look-ups of the DNS record of a claim, by one person."),
            "claim_mails": Rate(5, 86400, "Mails to a vendor’s domain that prove a claim, by one person."),
            "claim_domain": Rate(10, 86400, "The same mails to one domain, for all claims together."),
        },
    )
    common: Any = {"permission": SIGNED_IN, "cost": 50}
    declare(
        GraphQLMutation(
            name="claimVendor", input=ClaimVendorInput, type=ClaimVendorPayload, perform=claim_vendor,
            description="Claim a vendor that you act for. Sensitive: see eraseMe.", bucket="claims", sensitive=True,
            **common,
        ),
        GraphQLMutation(
            name="checkVendorClaim", input=CheckVendorClaimInput, type=CheckVendorClaimPayload, perform=check_claim,
            description="Look for the TXT record that proves your claim; it takes up to three seconds. Sensitive: see "
            "eraseMe.", bucket="claim_checks", sensitive=True, **common,
        ),
        GraphQLMutation(
            name="mailVendorClaim", input=MailVendorClaimInput, type=MailVendorClaimPayload, perform=mail_claim,
            description="Prove your claim by a link that is mailed to the vendor's domain instead. A domain gets at "
            "most ten of them a day.", bucket="claim_mails", **common,
        ),
        GraphQLMutation(
            name="withdrawVendorClaim", input=WithdrawVendorClaimInput, type=WithdrawVendorClaimPayload,
            perform=withdraw_claim, description="Withdraw a claim that waits.", bucket="claims", **common,
        ),
        ViewerList(
            "claims", OwnClaim, VendorClaim, select_own, build_claim, ("-created_at",),
            "Your claims on vendors in every state, the newest first.",
        ),
    )  # fmt: skip
