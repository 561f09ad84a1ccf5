"""The verbs of claims: API, pages, admin and jobs call these and nothing else.

Each locks the vendor first, so that claims on one vendor are decided one after the other.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.events import tell_event
from cms.base.measures import VENDOR_CLAIMS
from cms.identity.models import User
from cms.plugins.api.errors import Conflict
from content_types.vendors.claims import mails
from content_types.vendors.claims.choices import WAITING, ClaimProof, ClaimState
from content_types.vendors.claims.domains import find_domain
from content_types.vendors.claims.membership import add_member, list_members
from content_types.vendors.claims.models import VendorClaim
from content_types.vendors.models import Vendor

__all__ = [
    "approve", "delete_closed_claims", "expire_claims", "find_undecided", "open_claim", "prove", "refuse",
    "refuse_unless_open", "withdraw",
]  # fmt: skip

LIFETIME = timedelta(days=14)
"""How long a claim can be proven."""
MOST_EVIDENCE = 1000
"""Characters."""
RIGHT = "vendors.change_vendorclaim"
logger = structlog.get_logger(__name__)


@transaction.atomic
def open_claim(vendor: Vendor, claimant: User, evidence: str = "") -> VendorClaim:
    """ValidationError for evidence that is too long; Conflict for a member, and for who has a claim that waits."""
    if len(evidence) > MOST_EVIDENCE:
        text = _("Write at most %(limit)s characters.") % {"limit": f"{MOST_EVIDENCE:,}"}
        raise ValidationError({"evidence": text})
    locked = Vendor.objects.select_for_update(of=("self",)).get(pk=vendor.pk)
    own = VendorClaim.objects.filter(vendor=locked, claimant=claimant)
    own.filter(state=ClaimState.OPEN, expires_at__lte=timezone.now()).update(state=ClaimState.EXPIRED)
    if claimant.pk in list_members(locked):
        raise Conflict(_("You are a member of this vendor already."))
    if own.filter(state__in=WAITING).exists():
        raise Conflict(_("You have claimed this vendor already: prove that claim, or withdraw it."))
    claim = VendorClaim(
        vendor=locked, claimant=claimant, evidence=evidence.strip(), domain=find_domain(locked),
        expires_at=timezone.now() + LIFETIME,
    )  # fmt: skip
    claim.save(force_insert=True)
    report(claim, "opened", claimant)
    if not claim.domain:
        mails.tell_moderators(claim)
    return claim


@transaction.atomic
def prove(key: int, proof: ClaimProof) -> VendorClaim:
    """Write down that the domain was proven. The claimant becomes a member where the vendor has none; else staff
    decide. Conflict for a claim that is not open, and where the vendor's website has moved."""
    claim = lock(key)
    refuse_unless_open(claim)
    claim.proof = proof
    if members := list_members(claim.vendor):
        claim.state = ClaimState.PROVEN
        claim.save(update_fields=["proof", "state"])
        report(claim, "proven", claim.claimant, members=len(members))
        mails.tell_moderators(claim)
        return claim
    VendorClaim.objects.filter(vendor=claim.vendor, automatic=True).update(automatic=False)
    claim.automatic = True
    return grant(claim, None)


@transaction.atomic
def approve(key: int, by: User, note: str = "", reason: str = "") -> VendorClaim:
    """Make the claimant a member. PermissionDenied for who may not decide, and about an own claim; ValidationError for
    a claim that does not wait, and with a reason, which is for refusals."""
    claim = lock(key)
    refuse_decision(claim, by)
    if reason:
        raise ValidationError(_("A reason is for a refusal: leave it empty to approve the claim."))
    claim.note = note
    claim.proof = claim.proof or ClaimProof.STAFF
    return grant(claim, by)


@transaction.atomic
def refuse(key: int, by: User, note: str = "", reason: str = "") -> VendorClaim:
    """reason: what the claimant reads, by mail and in the list of their claims. Errors as for `approve`."""
    claim = lock(key)
    refuse_decision(claim, by)
    claim.note, claim.reason = note, reason
    close(claim, ClaimState.REFUSED, by)
    mails.tell_claimant(claim, "refused")
    return claim


@transaction.atomic
def withdraw(key: int) -> VendorClaim:
    """Take a claim back at its claimant's wish; Conflict for one that does not wait."""
    claim = lock(key)
    if claim.shown_state not in WAITING:
        raise Conflict(_("This claim is closed."))
    close(claim, ClaimState.WITHDRAWN, claim.claimant)
    return claim


def find_undecided() -> QuerySet[VendorClaim]:
    """Claims that the site's team has to decide: proven ones, and open ones of vendors without a domain."""
    without = Q(state=ClaimState.OPEN, domain="", expires_at__gt=timezone.now())
    return VendorClaim.objects.filter(Q(state=ClaimState.PROVEN) | without)


def expire_claims() -> int:
    """Close what was not proven in time; how many."""
    past = VendorClaim.objects.filter(state=ClaimState.OPEN, expires_at__lte=timezone.now())
    count = past.update(state=ClaimState.EXPIRED)
    VENDOR_CLAIMS.labels("expired").inc(count)
    return count


def delete_closed_claims(days: int) -> int:
    """Delete claims that were decided or withdrawn, or have expired, so many days ago; how many."""
    before = timezone.now() - timedelta(days=days)
    ended = Q(decided_at__lt=before) | Q(decided_at=None, expires_at__lt=before)
    count: int = VendorClaim.objects.exclude(state__in=WAITING).filter(ended).delete()[0]
    return count


def lock(key: int) -> VendorClaim:
    """The claim with its vendor, both locked: the vendor first, as everywhere."""
    vendor = VendorClaim.objects.filter(pk=key).values("vendor")
    Vendor.objects.select_for_update(of=("self",)).get(pk__in=vendor)
    return (
        VendorClaim.objects.select_related("vendor", "claimant").select_for_update(of=("self",)).get(pk=key)
    )


def refuse_unless_open(claim: VendorClaim) -> None:
    """Conflict with what to do instead."""
    if claim.shown_state == ClaimState.PROVEN:
        raise Conflict(_("This claim is proven, and waits for the site's team."))
    if claim.shown_state != ClaimState.OPEN:
        raise Conflict(_("This claim is closed."))
    if not claim.domain:
        raise Conflict(
            _("The vendor's website has no domain of its own: the site's team decides about your claim.")
        )
    if claim.domain != find_domain(claim.vendor):
        raise Conflict(_("The vendor's website has moved: withdraw this claim, and claim the vendor again."))


def refuse_decision(claim: VendorClaim, by: User) -> None:
    if not by.has_perm(RIGHT):
        raise PermissionDenied(_("Only people who may change vendor claims decide about them."))
    if claim.claimant_id == by.pk:
        raise PermissionDenied(_("Somebody else has to decide about your own claim."))
    if claim.shown_state not in WAITING:
        raise ValidationError(_("This claim is closed: nothing was changed."))


def grant(claim: VendorClaim, by: User | None) -> VendorClaim:
    proven = claim.domain if claim.proof != ClaimProof.STAFF else ""
    add_member(claim.vendor, claim.claimant, proven)
    close(claim, ClaimState.APPROVED, by)
    mails.tell_claimant(claim, "approved")
    return claim


def close(claim: VendorClaim, state: ClaimState, by: User | None) -> None:
    claim.state, claim.decided_at, claim.mail_digest = state, timezone.now(), ""
    claim.decided_by = by if by != claim.claimant else None
    claim.save()
    report(claim, state, by or claim.claimant)


def report(claim: VendorClaim, what: str, by: User, **data: int) -> None:
    """Log, count and audit; the counter once the transaction is done."""
    logger.info(f"vendor_claim_{what}", claim=claim.pk, vendor=claim.vendor_id, proof=claim.proof, by=by.pk)
    tell_event(
        f"claim.{what}", actor=by.pk, target=claim.vendor, claim=claim.pk, claimant=claim.claimant_id,
        proof=claim.proof, **data,
    )  # fmt: skip
    transaction.on_commit(partial(VENDOR_CLAIMS.labels(str(what)).inc))
