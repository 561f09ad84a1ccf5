"""The pages of one's own account: name, e-mail address, devices."""

from __future__ import annotations

from typing import Any

import structlog
from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView, UpdateView

from cms.base.events import tell_event
from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.confirming import confirmation_required, member_page
from cms.identity.models import User
from cms.people.devices import end_session, end_sessions, list_sessions
from cms.people.links import read_email_link
from cms.people.mails import get_language, mail_email_change, mail_notice, may_be_sent
from cms.people.proved_emails import note_proof
from cms.people.sign_up import AddressForm

__all__ = ["ChangeEmail", "Profile", "devices", "end_device", "end_other_devices", "finish_email"]

logger = structlog.get_logger(__name__)


class ProfileForm(forms.ModelForm[User]):
    """What others see of a person. Nothing else of the account can be written by it."""

    class Meta:
        model = User
        fields = ["display_name"]


@method_decorator(member_page, name="dispatch")
class Profile(UpdateView[User, ProfileForm]):
    """The start page of an account."""

    template_name, form_class, success_url = "people/profile.html", ProfileForm, reverse_lazy("account")

    def get_object(self, queryset: Any = None) -> User:
        return User.objects.get(pk=self.request.user.pk)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        messages.success(self.request, _("Your profile was saved."))
        return super().form_valid(form)


@method_decorator(confirmation_required, name="dispatch")
class ChangeEmail(FormView[AddressForm]):
    """Asks for a new address, which counts once the link that is sent to it was followed."""

    template_name, form_class = "people/email_change.html", AddressForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        if may_be_sent(self.request, "sign_up", email):
            mail_email_change.enqueue(self.request.user.pk, email, get_language())
        messages.success(self.request, _("An e-mail with a link is on its way to the new address."))
        return super().form_valid(form)


@confirmation_required
def finish_email(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the link of the e-mail. It takes a click, since programs follow links of e-mails, too."""
    user = User.objects.get(pk=request.user.pk)
    email = read_email_link(token, user)
    if email is None:
        return render(request, "people/bad_link.html", status=410)
    if request.method != "POST":
        return render(request, "people/email_finish.html", {"email": email})
    if not change_email(user, email):
        return render(request, "people/bad_link.html", status=410)
    messages.success(request, _("Your e-mail address was changed."))
    return redirect("account")


def change_email(user: User, email: str) -> bool:
    """Write a proved address, and tell the old one; False when another account has got it since."""
    old, user.email = user.email, email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
            note_proof(user)
    except IntegrityError:
        return False
    ACCOUNT_CHANGES.labels("email").inc()
    logger.info("email_changed", user=user.pk)
    mail_notice.enqueue("email_changed", old, get_language())
    return True


@member_page
def devices(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in."""
    found = list_sessions(User.objects.get(pk=request.user.pk), request.session.session_key)
    return render(request, "people/devices.html", {"devices": found})


@require_POST
@member_page
def end_device(request: HttpRequest, name: str) -> HttpResponse:
    """Sign out one device; 404 for one of somebody else."""
    if not end_session(request.user, name):  # type: ignore[arg-type]
        raise Http404
    report_sessions(request, "sessions.one_ended")
    messages.success(request, _("The device was signed out."))
    return redirect("account_devices")


@require_POST
@member_page
def end_other_devices(request: HttpRequest) -> HttpResponse:
    """Sign out all devices but this one."""
    end_sessions(request.user, request.session.session_key)  # type: ignore[arg-type]
    report_sessions(request, "sessions.others_ended")
    messages.success(request, _("All other devices were signed out."))
    return redirect("account_devices")


def report_sessions(request: HttpRequest, change: str) -> None:
    ACCOUNT_CHANGES.labels("sessions").inc()
    tell_event(change, actor=request.user.pk, target=request.user)  # type: ignore[arg-type]
