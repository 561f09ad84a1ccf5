"""New accounts: an address, an e-mail with a link, and then a name and a password.

The password is chosen behind the link, so that who enters somebody else's address never knows the password of what its
owner confirms. Nothing is stored before, and the answer is the same for each address.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.models import User
from cms.people.consents.forms import AgreeingForm
from cms.people.consents.records import agree
from cms.people.links import read_sign_up_link, use_link
from cms.people.mails import get_language, mail_sign_up, may_be_sent
from cms.people.models import LegalText
from cms.people.proved_emails import note_proof
from cms.people.second_step import start_sign_in
from cms.people.targets import get_home, get_target, is_local

__all__ = ["AddressForm", "FinishSignUp", "SignUp", "create_account", "make_email_field", "make_name_field"]

logger = structlog.get_logger(__name__)


def make_email_field(**given: Any) -> forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return forms.EmailField(label=_("E-mail address"), max_length=254, widget=widget, **given)


def make_name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Display name"), help_text=_("Shown next to reviews and replies."), max_length=80, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip


class AddressForm(forms.Form):
    """An e-mail address."""

    email = make_email_field()


class AccountForm(AgreeingForm):
    """What a new account has beside its address."""

    display_name = make_name_field()
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 8 characters, and none of the most common passwords."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **given: Any) -> None:
        super().__init__(*args, **given)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.cleaned_data.get("display_name", "")
        password_validation.validate_password(password, User(email=self.email, display_name=name))
        return password


class OpenSignUpMixin:
    """404 where visitors may not create accounts; whom the site knows is led on."""

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        if not settings.SIGN_UP:
            raise Http404
        if request.user.is_authenticated:
            return HttpResponseRedirect(get_target(request) or get_home(request.user))
        return super().dispatch(request, *args, **given)  # type: ignore[misc, no-any-return]


@method_decorator(never_cache, name="dispatch")
class SignUp(OpenSignUpMixin, FormView[AddressForm]):
    """Asks for the address."""

    template_name, form_class = "people/sign_up.html", AddressForm
    success_url = reverse_lazy("sign_up_sent")

    def form_valid(self, form: AddressForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        if may_be_sent(self.request, "sign_up", email):
            mail_sign_up.enqueue(email, get_language(), get_target(self.request))
        return super().form_valid(form)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given, next=get_target(self.request))


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class FinishSignUp(OpenSignUpMixin, FormView[AccountForm]):
    """Behind the link of the e-mail: asks for a name and a password, and makes the account."""

    template_name, form_class = "people/sign_up_finish.html", AccountForm

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        known = read_sign_up_link(given["token"])
        if known is None and not request.user.is_authenticated and settings.SIGN_UP:
            return render(request, "people/bad_link.html", status=410)
        self.known = known or {}
        return super().dispatch(request, *args, **given)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "email": self.known["email"]}

    def form_valid(self, form: AccountForm) -> HttpResponse:
        try:
            user = finish_sign_up(self.kwargs["token"], self.known["email"], form)
        except IntegrityError:  # the link was followed twice at the same time
            return render(self.request, "people/bad_link.html", status=410)
        target = self.known["next"] if is_local(self.known["next"], self.request) else ""
        return start_sign_in(self.request, user, target, remember=False)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given, email=self.known["email"])


@transaction.atomic
def finish_sign_up(token: str, email: str, form: AccountForm) -> User:
    """The account that a link proved the address of; IntegrityError for a link that was used."""
    use_link(token)
    given = form.cleaned_data
    user = create_account(email, given["display_name"], given["password"], form.texts)
    note_proof(user)
    return user


@transaction.atomic
def create_account(email: str, display_name: str, password: str | None, texts: Sequence[LegalText]) -> User:
    """A visitor's account for an address that was proved, or for none; IntegrityError when there is one. No password:
    its owner signs in by another site. texts: what its owner agreed to."""
    name = f"member-{secrets.token_hex(6)}"  # staff see it; its owner signs in by the address
    user = User.objects.create_user(name, email, password, display_name=display_name)
    agree(user, texts)
    ACCOUNT_CHANGES.labels("created").inc()
    logger.info("account_created", user=user.pk)
    return user
