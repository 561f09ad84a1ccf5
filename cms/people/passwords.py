"""Passwords: forgotten ones, answered alike whether or not an account has the address, and changes of known ones."""

from __future__ import annotations

from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash, views
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.confirming import confirmation_required
from cms.identity.models import User
from cms.people.devices import end_sessions
from cms.people.mails import get_language, mail_notice, mail_password_reset, may_be_sent
from cms.people.proved_emails import note_proof
from cms.people.sign_up import AddressForm
from cms.people.tokens import password_tokens

__all__ = ["ChangePassword", "ForgottenPassword", "SetPassword"]

logger = structlog.get_logger(__name__)


@method_decorator(never_cache, name="dispatch")
class ForgottenPassword(FormView[AddressForm]):
    """Asks for the address, and has a mail written to it."""

    template_name, form_class = "people/password_forgotten.html", AddressForm
    success_url = reverse_lazy("password_sent")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        if may_be_sent(self.request, "password_reset", email):
            mail_password_reset.enqueue(email, get_language())
        return super().form_valid(form)


class SetPassword(views.PasswordResetConfirmView):
    """Behind the link of the e-mail. Every session ends; a second factor is asked for at the next sign-in as before."""

    template_name, success_url = "people/password_set.html", reverse_lazy("sign_in")
    token_generator = password_tokens

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        end_sessions(form.user)
        note_proof(form.user)
        report_change(form.user)
        messages.success(self.request, _("Your password was changed. Sign in with it."))
        return response

    def render_to_response(self, context: dict[str, Any], **given: Any) -> HttpResponse:
        if self.validlink:
            return super().render_to_response(context, **given)
        return render(self.request, "people/bad_link.html", status=410)


@method_decorator(confirmation_required, name="dispatch")
class ChangePassword(FormView[SetPasswordForm]):  # type: ignore[type-arg]
    """A new password for who knows the old one, or a first one; all other sessions end."""

    template_name, success_url = "people/password_change.html", reverse_lazy("account")

    def get_form_class(self) -> type[SetPasswordForm]:  # type: ignore[type-arg]
        return PasswordChangeForm if self.request.user.has_usable_password() else SetPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:  # type: ignore[type-arg]
        user = form.save()
        update_session_auth_hash(self.request, user)
        end_sessions(user, self.request.session.session_key)
        report_change(user)
        messages.success(self.request, _("Your password was changed. Other devices were signed out."))
        return super().form_valid(form)


def report_change(user: User) -> None:
    """Tell operators and the owner."""
    ACCOUNT_CHANGES.labels("password").inc()
    logger.info("password_changed", user=user.pk)
    mail_notice.enqueue("password_changed", user.email, get_language())
