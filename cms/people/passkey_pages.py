"""What the script of passkeys asks: challenges as JSON, and forms with the answer of a device."""

from __future__ import annotations

import structlog
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.base.measures import SIGN_INS
from cms.identity.models import User
from cms.people.factor_pages import finish_setting_up, is_signing_in, setting_up
from cms.people.factors import has_factor
from cms.people.passkeys import PasskeyRefused, accept_passkey, add_passkey, begin_adding, begin_asking
from cms.people.second_step import (
    BUCKET,
    CodeForm,
    count_attempt,
    find_pending,
    finish_pending,
    report_wrong_factor,
)
from cms.ratelimit.rates import RateExceeded, refund

__all__ = ["factor_passkey", "passkey_challenge", "passkey_options", "sign_in_passkey"]

LONGEST = 20_000
logger = structlog.get_logger(__name__)


class PasskeyForm(forms.Form):
    """A name, and what the script puts in: the answer of the device."""

    name = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("By which you tell it from others, such as “My phone”."),
        max_length=80,
    )  # fmt: skip
    answer = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)


@require_POST
@setting_up
def passkey_options(request: HttpRequest, user: User) -> HttpResponse:
    """A challenge for a new passkey."""
    return JsonResponse(begin_adding(request, user))


@setting_up
def factor_passkey(request: HttpRequest, user: User) -> HttpResponse:
    """Adds a passkey."""
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_passkey(request, user, form.cleaned_data["answer"], form.cleaned_data["name"])
        except PasskeyRefused as error:
            logger.info("passkey_refused", user=user.pk, reason=str(error))
            form.add_error(None, _("The device was not accepted. Try again."))
        else:
            return finish_setting_up(request, user, "passkey_added")
    return render(
        request, "people/factor_passkey.html", {"form": form, "is_signing_in": is_signing_in(request)}
    )


@require_POST
@never_cache
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """A challenge for the passkeys of who proved a password just now."""
    pending = find_pending(request)
    if pending is None or not has_factor(pending.user):
        raise Http404
    return JsonResponse(begin_asking(request, pending.user))


@require_POST
@never_cache
def sign_in_passkey(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, by a passkey."""
    pending = find_pending(request)
    if pending is None:
        return HttpResponseRedirect(reverse("sign_in"))
    try:
        client = count_attempt(request, pending.user)
        accept_passkey(request, pending.user, request.POST.get("answer", "")[:LONGEST])
    except RateExceeded as error:
        SIGN_INS.labels("limited").inc()
        return refuse(request, _("Too many attempts: try again in %d seconds.") % error.retry_after, 429)
    except PasskeyRefused as error:
        report_wrong_factor(pending.user, reason=str(error))
        return refuse(request, _("The passkey was not accepted. Try again, or use a code."), 200)
    refund(BUCKET, client)
    return finish_pending(request, pending)


def refuse(request: HttpRequest, text: str, status: int) -> HttpResponse:
    shown = {"form": CodeForm(), "has_passkey": True, "problem": text}
    return render(request, "people/sign_in_code.html", shown, status=status)
