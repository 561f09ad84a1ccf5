"""The page behind the link that was mailed to a vendor's domain."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cms.identity.confirming import confirmation_required
from cms.identity.models import User
from cms.plugins.api.errors import Conflict
from content_types.vendors.claims.actions import prove
from content_types.vendors.claims.choices import ClaimProof, ClaimState
from content_types.vendors.claims.proofs import find_mailed_claim

__all__ = ["finish_claim"]


@confirmation_required
def finish_claim(request: HttpRequest, token: str) -> HttpResponse:
    """For the claimant alone. It takes a click, since programs follow links of e-mails, too."""
    claim = find_mailed_claim(token, User.objects.get(pk=request.user.pk))
    if claim is None:
        return render(request, "vendors/claim_bad_link.html", status=410)
    if request.method != "POST":
        return render(request, "vendors/claim_finish.html", {"claim": claim})
    try:
        proven = prove(claim.pk, ClaimProof.MAIL)
    except Conflict as error:  # two clicks at once, or a website that has moved
        messages.error(request, str(error))
        return render(request, "vendors/claim_bad_link.html", status=410)
    messages.success(request, describe(proven.state) % {"vendor": claim.vendor.name})
    return redirect("account")


def describe(state: str) -> str:
    if state == ClaimState.APPROVED:
        return _("You are a member of “%(vendor)s” now.")
    return _("Your claim on “%(vendor)s” is proven. The site's team decides about it.")
