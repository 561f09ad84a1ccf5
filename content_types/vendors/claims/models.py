"""A claim of one person on one vendor."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content_types.vendors.claims.choices import WAITING, ClaimProof, ClaimState

__all__ = ["VendorClaim"]


def make_token() -> str:
    return secrets.token_hex(16)


class VendorClaim(models.Model):
    """A person's claim to act for a vendor.

    domain: that of the vendor's website when the claim was opened; empty where it has none of its own. dns_token: what
    the DNS record has to hold; each claim has another one. mail_digest: of the link that was mailed last. automatic:
    whether the proof alone made the claimant a member, without a decision of staff. note: for the site's team alone.
    reason: for a refusal; the claimant reads it.
    """

    vendor = models.ForeignKey(
        "vendors.Vendor", models.CASCADE, related_name="claims", verbose_name=_("vendor")
    )
    claimant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="vendor_claims", verbose_name=_("claimant")
    )
    domain = models.CharField(_("domain"), max_length=253, blank=True)
    evidence = models.TextField(_("evidence"), blank=True, max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.OPEN)
    proof = models.CharField(_("proof"), max_length=10, choices=ClaimProof, blank=True)
    automatic = models.BooleanField(default=False)
    dns_token = models.CharField(max_length=32, default=make_token)
    mail_digest = models.CharField(max_length=64, blank=True)
    mail_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("opened at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    note = models.TextField(_("note"), blank=True, max_length=1000)
    reason = models.TextField(_("reason"), blank=True, max_length=1000, db_default="", default="")

    class Meta:
        verbose_name = _("vendor claim")
        verbose_name_plural = _("vendor claims")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "claimant"],
                condition=Q(state__in=WAITING),
                name="vendors_one_waiting_claim",
            ),
            models.UniqueConstraint(
                fields=["vendor"], condition=Q(automatic=True), name="vendors_one_automatic_member"
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="vendors_claim_expiry")]

    def __str__(self) -> str:
        return f"{self.vendor} – {self.claimant}"

    @property
    def shown_state(self) -> ClaimState:
        """The state at this moment: an open claim past its end has expired before the nightly job writes it."""
        if self.state == ClaimState.OPEN and self.expires_at <= timezone.now():
            return ClaimState.EXPIRED
        return ClaimState(self.state)
