"""The second step of signing in: the password was right, and a second factor is still wanted.

Until then no one is signed in: the session only knows, for ten minutes, who proved a password.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import structlog
from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from cms.base.events import tell_event
from cms.base.measures import SIGN_INS
from cms.identity.known_devices import identify_device
from cms.identity.models import User
from cms.identity.provider.form_targets import let_forms_lead_to_client
from cms.identity.sign_in import account_name, refund_attempt
from cms.people.authenticator_app import accept_code
from cms.people.completing import complete_sign_in
from cms.people.factors import has_factor, must_have_factor
from cms.people.models import Passkey
from cms.people.recovery import accept_recovery_code
from cms.ratelimit.rates import RateExceeded, refund, take

__all__ = [
    "Pending",
    "SecondStep",
    "count_attempt",
    "find_pending",
    "finish_pending",
    "report_wrong_factor",
    "start_sign_in",
]

KEY, LASTS, BUCKET = "second_step", 600, "second_factor"
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that waits for its second step. confirms: whether what came before proves who they are for what
    changes how they sign in."""

    user: User
    target: str
    remember: bool
    confirms: bool = True


def start_sign_in(
    request: HttpRequest, user: User, target: str, remember: bool, confirms: bool = True
) -> HttpResponse:
    """After the password, or the word of another site: sign in, or ask for the second factor, or have one set up where
    a role asks for it."""
    known = has_factor(user)
    if not known and not must_have_factor(user):
        return complete_sign_in(request, user, target, remember, confirms)
    refund_attempt(None, request)
    if request.user.is_authenticated and request.user != user:
        logout(request)
    request.session.cycle_key()  # one that somebody planted in this browser learns nothing
    proof = user.get_session_auth_hash()
    request.session[KEY] = {
        "user": user.pk,
        "proof": proof,
        "target": target,
        "remember": remember,
        "confirms": confirms,
        "at": time.time(),
    }
    SIGN_INS.labels("second_factor").inc()
    return HttpResponseRedirect(reverse("sign_in_code" if known else "factor_app"))


def find_pending(request: HttpRequest) -> Pending | None:
    """The sign-in of this session that waits; None when it took too long, or the password changed meanwhile."""
    known = request.session.get(KEY)
    if not known or not 0 <= time.time() - known["at"] < LASTS:
        return None
    user = User.objects.filter(pk=known["user"], is_active=True).first()
    if user is None or not constant_time_compare(known["proof"], user.get_session_auth_hash()):
        return None
    if request.user.is_authenticated and request.user != user:
        return None
    return Pending(user, known["target"], known["remember"], known.get("confirms", True))


def finish_pending(request: HttpRequest, pending: Pending) -> HttpResponse:
    """Sign in who gave the second factor."""
    request.session.pop(KEY, None)
    return complete_sign_in(request, pending.user, pending.target, pending.remember, pending.confirms)


def count_attempt(request: HttpRequest, user: User) -> str:
    """Take an attempt at a second factor, before it is looked at: RateExceeded. The client to refund when it is right.

    Those from a device on which the person signed in before are counted apart, so that who knows the password cannot
    use up the owner's.
    """
    device = identify_device(request, account_name(user.get_username()))
    client = f"device:{device}:{user.pk}" if device else f"user:{user.pk}"
    take(BUCKET, client)
    return client


def report_wrong_factor(user: User, **more: str) -> None:
    """Tell operators and the audit log that somebody knows a password and has not the second factor."""
    SIGN_INS.labels("wrong").inc()
    logger.info("second_factor_wrong", user=user.pk, **more)
    tell_event("sign_in.factor_failed", target=user)


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("The six digits that your app shows, or a recovery code."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split())


@method_decorator(never_cache, name="dispatch")
class SecondStep(FormView[CodeForm]):
    """Asks for a code, or for a passkey where the person has one and the browser runs scripts."""

    template_name, form_class = "people/sign_in_code.html", CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        pending = find_pending(request)
        if pending is None or not has_factor(pending.user):
            return HttpResponseRedirect(reverse("sign_in"))
        self.pending = pending
        return let_forms_lead_to_client(request, super().dispatch(request, *args, **given), pending.target)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        user, code = self.pending.user, form.cleaned_data["code"]
        try:
            client = count_attempt(self.request, user)
        except RateExceeded as error:
            return self.refuse(form, error.retry_after)
        if not (accept_code(user, code) or accept_recovery_code(user, code)):
            report_wrong_factor(user)
            form.add_error("code", _("This code is wrong, was used already, or is older than a minute."))
            return self.form_invalid(form)
        refund(BUCKET, client)
        return finish_pending(self.request, self.pending)

    def refuse(self, form: CodeForm, seconds: int) -> HttpResponse:
        SIGN_INS.labels("limited").inc()
        form.add_error("code", _("Too many attempts: try again in %d seconds.") % seconds)
        response = self.form_invalid(form)
        response.status_code, response.headers["Retry-After"] = 429, str(seconds)
        return response

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        has_passkey = Passkey.objects.filter(user=self.pending.user).exists()
        return super().get_context_data(**given, has_passkey=has_passkey)
