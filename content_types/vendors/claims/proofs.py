"""The two proofs that need no decision of staff: a record in DNS, and a link that is mailed to the domain."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.measures import VENDOR_CLAIMS
from cms.identity.models import User
from cms.identity.provider.digests import digest
from cms.plugins.api.errors import Conflict
from cms.ratelimit.rates import RateExceeded, take
from content_types.vendors.claims import mails
from content_types.vendors.claims.actions import prove, refuse_unless_open
from content_types.vendors.claims.choices import ClaimMailbox, ClaimProof, ClaimState
from content_types.vendors.claims.dns import LookupFailed, find_texts
from content_types.vendors.claims.models import VendorClaim

__all__ = ["build_record", "check_record", "find_mailed_claim", "send_link"]

NAME = "_aixplore-claim"
logger = structlog.get_logger(__name__)


def build_record(claim: VendorClaim) -> tuple[str, str] | None:
    """Name and text of the TXT record that proves the claim; None where the vendor has no domain of its own."""
    return (f"{NAME}.{claim.domain}", f"claim={claim.dns_token}") if claim.domain else None


def check_record(claim: VendorClaim) -> VendorClaim:
    """Look the record up, and write the proof down. Conflict where it is not there, and where no server answers."""
    refuse_unless_open(claim)
    name, text = build_record(claim) or ("", "")
    try:
        found = find_texts(name)
    except LookupFailed as error:
        VENDOR_CLAIMS.labels("lookup_failed").inc()
        raise Conflict(_("The domain's name servers did not answer: try again later.")) from error
    if text not in {each.strip() for each in found}:
        VENDOR_CLAIMS.labels("record_missing").inc()
        raise Conflict(
            _("There is no such TXT record yet: a new one can take hours until it is seen everywhere.")
        )
    return prove(claim.pk, ClaimProof.DNS)


def send_link(claim: VendorClaim, mailbox: ClaimMailbox, language: str) -> None:
    """Mail a link to a mailbox of the domain; the last one counts. Conflict as for `refuse_unless_open`.

    A domain gets few such mails a day, from all claims together. Those above are dropped without a word to the
    claimant, who would learn of the claims of others."""
    refuse_unless_open(claim)
    try:
        take("claim_domain", f"domain:{claim.domain}")
    except RateExceeded:
        logger.warning("vendor_claim_mail_dropped", claim=claim.pk, domain=claim.domain)
        VENDOR_CLAIMS.labels("mail_dropped").inc()
        return
    transaction.on_commit(partial(mails.mail_link.enqueue, claim.pk, mailbox.value, language))


def find_mailed_claim(token: str, person: User) -> VendorClaim | None:
    """The open claim that a link is for; None for a link that is wrong, old or used, and for somebody else's."""
    now = timezone.now()
    rows = VendorClaim.objects.select_related("vendor").filter(mail_digest=digest(token), claimant=person)
    return rows.filter(state=ClaimState.OPEN, mail_expires_at__gt=now, expires_at__gt=now).first()
