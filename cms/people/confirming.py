"""The page on which people prove again who they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import FormView

from cms.identity.confirming import member_page
from cms.identity.provider.form_targets import let_forms_lead_to_client
from cms.people.second_step import start_sign_in
from cms.people.sign_in import LimitedFormMixin
from cms.people.targets import get_target

__all__ = ["Confirm"]


class ConfirmForm(forms.Form):
    """The password of who is signed in."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **given: Any) -> None:
        super().__init__(*args, **given)
        self.request = request

    def clean(self) -> None:
        """Counted as an attempt to sign in."""
        name, password = self.request.user.get_username(), self.cleaned_data.get("password")
        if password and authenticate(self.request, username=name, password=password) != self.request.user:
            raise ValidationError(_("This is not your password."))


@method_decorator(member_page, name="dispatch")
class Confirm(LimitedFormMixin, FormView[ConfirmForm]):
    """Asks for the password, and leads back."""

    template_name, form_class = "people/confirm.html", ConfirmForm

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        return let_forms_lead_to_client(request, super().dispatch(request, *args, **given))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: ConfirmForm) -> HttpResponse:
        remember = not self.request.session.get_expire_at_browser_close()
        return start_sign_in(self.request, self.request.user, get_target(self.request), remember)  # type: ignore[arg-type]

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**given, next=get_target(self.request))
