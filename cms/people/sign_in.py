"""Signing in: one page for visitors and staff, at its own address and at those that Wagtail has for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache

from cms.base.measures import SIGN_INS
from cms.identity.provider.form_targets import let_forms_lead_to_client
from cms.people.second_step import start_sign_in
from cms.people.targets import get_home, get_target

__all__ = ["LimitedFormMixin", "SignIn", "SignInForm", "SignOut"]


class SignInForm(AuthenticationForm):
    """Name or address, password, and whether the browser shall remember."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": gettext_lazy("No account has this name or address with this password."),
    }
    remember = forms.BooleanField(label=gettext_lazy("Keep me signed in"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["username"].label = _("E-mail address or user name")
        self.fields["username"].max_length = 254


class LimitedFormMixin:
    """Answers attempts that the rate limit refused with 429 and the time to wait, in place of “wrong password”."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        wait = getattr(self.request, "retry_after", None)
        SIGN_INS.labels("limited" if wait else "wrong").inc()
        if wait is None:
            return super().form_invalid(form)  # type: ignore[misc, no-any-return]
        form.errors.pop("__all__", None)
        form.add_error(None, _("Too many attempts: try again in %d seconds.") % wait)
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code, response.headers["Retry-After"] = 429, str(wait)
        return response


@method_decorator(never_cache, name="dispatch")
class SignIn(LimitedFormMixin, views.LoginView):
    """Leads to where the person was going, or else staff to the admin and others to their account."""

    template_name, form_class = "people/sign_in.html", SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponseBase:
        return let_forms_lead_to_client(request, super().dispatch(request, *args, **given))

    def get(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        """Whom Wagtail sends here, because the admin is not theirs, gets the form, to sign in as somebody else."""
        target, user = get_target(request), request.user
        if user.is_authenticated and (not target or user.has_perm("wagtailadmin.access_admin")):
            return HttpResponseRedirect(target or get_home(user))
        return super().get(request, *args, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        remember = bool(form.cleaned_data["remember"])
        return start_sign_in(self.request, form.get_user(), get_target(self.request), remember)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        context = super().get_context_data(**given)  # with Django's own, laxer idea of where `next` may lead
        return {**context, "next": get_target(self.request), "may_sign_up": settings.SIGN_UP}


class SignOut(views.LogoutView):
    """By POST alone."""

    next_page = "sign_in"
