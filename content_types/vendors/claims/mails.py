"""E-mail about claims, sent in the background."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks import task

from cms.identity.lookup import find_holders
from cms.identity.models import User
from cms.identity.provider.digests import digest
from content_types.vendors.claims.choices import WAITING, ClaimState
from content_types.vendors.claims.models import VendorClaim

__all__ = ["mail_decision", "mail_link", "mail_waiting", "tell_claimant", "tell_moderators"]

LINK_LIFETIME = timedelta(days=1)
QUIET = 15 * 60
"""Seconds in which moderators get one mail about what waits, however many claims come in."""
logger = structlog.get_logger(__name__)


@task()
def mail_link(claim: int, mailbox: str, language: str) -> int:
    """Mail a new link to a mailbox of the claim's domain; 0 where the claim has closed since. Only its digest is
    stored."""
    token = secrets.token_urlsafe(32)
    given = {"mail_digest": digest(token), "mail_expires_at": timezone.now() + LINK_LIFETIME}
    rows = VendorClaim.objects.filter(pk=claim, state=ClaimState.OPEN, expires_at__gt=timezone.now())
    if not rows.update(**given):
        return 0
    found = rows.select_related("vendor", "claimant").get()
    link = reverse("vendor_claim_finish", args=(token,))
    return send("proof", f"{mailbox}@{found.domain}", found, language, link)


def tell_claimant(claim: VendorClaim, what: str) -> None:
    """Once the transaction is done. what: "approved" or "refused"."""
    transaction.on_commit(partial(mail_decision.enqueue, claim.pk, what))


@task()
def mail_decision(claim: int, what: str) -> int:
    """0 where the claimant has no account or address any more."""
    found = VendorClaim.objects.select_related("vendor", "claimant").filter(pk=claim).first()
    if found is None or not found.claimant.is_active or not found.claimant.email:
        return 0
    return send(what, found.claimant.email, found, find_language(found.claimant), reverse("account"))


def tell_moderators(claim: VendorClaim) -> None:
    """Once the transaction is done: a claim waits for their decision."""
    transaction.on_commit(partial(enqueue_waiting, claim.pk))


def enqueue_waiting(claim: int) -> None:
    if cache.add("vendor_claims:told", 1, QUIET):
        mail_waiting.enqueue(claim)


@task()
def mail_waiting(claim: int) -> int:
    """Mail all who may decide about a claim, but for its claimant; how many. 0 where it has been decided since."""
    rows = VendorClaim.objects.select_related("vendor", "claimant").filter(pk=claim, state__in=WAITING)
    if (found := rows.first()) is None:
        return 0
    people = find_holders("vendors.change_vendorclaim").exclude(pk=found.claimant_id).exclude(email="")
    path = reverse("vendor_claims:inspect", args=[claim])
    return sum(send("waiting", each.email, found, find_language(each), path) for each in people)


def find_language(person: User) -> str:
    """The code of the language that a person reads the admin in."""
    profile = getattr(person, "wagtail_userprofile", None)
    return str((profile and profile.preferred_language) or settings.LANGUAGE_CODE)


def send(template: str, address: str, claim: VendorClaim, language: str, path: str) -> int:
    """The first line of the template is the subject."""
    given: dict[str, Any] = {
        "vendor": claim.vendor.name, "person": claim.claimant.public_name, "site": settings.WAGTAIL_SITE_NAME,
        "reason": claim.reason, "link": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}",
    }  # fmt: skip
    with translation.override(language):
        text = render_to_string(f"vendors/emails/claim_{template}.txt", given)
    subject, _, body = text.strip().partition("\n")
    sent = send_mail(subject.strip(), f"{body.strip()}\n", None, [address])
    logger.info("vendor_claim_mail", template=template, claim=claim.pk, sent=sent)
    return int(sent)
