"""How often anybody may try to sign in: to one account, and from one network, by whatever address of the site."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.account import LoginView as AdminLoginView

from cms.http.clients import address_of, network_of
from cms.identity.known_devices import device_of, remember_device
from cms.ratelimit.rates import RateExceeded, give_back, take

__all__ = ["AdminLogin", "Doorkeeper", "Login", "connect"]


class Doorkeeper:
    """Stands before the backends that know passwords, and lets nobody through who tried too often.

    An attempt counts before it is checked, so that any number at the same time are counted; one that succeeds is given
    back. Without a request (in a shell, a command) nobody is counted.
    """

    def authenticate(self, request: HttpRequest | None, username: str | None = None, **given: Any) -> None:
        """None lets the other backends decide; PermissionDenied ends the attempt without a look at the password."""
        if request is None or username is None:
            return
        for bucket, client in tries(request, username).items():
            try:
                take(bucket, client)
            except RateExceeded as error:
                request.retry_after = error.retry_after  # type: ignore[attr-defined]
                raise PermissionDenied from error
        request.tried_as = username  # type: ignore[attr-defined]


def tries(request: HttpRequest, username: str) -> dict[str, str]:
    """The buckets that an attempt takes from, and for whom.

    Attempts from one network to one account leave other networks their own; those from a device on which the account
    signed in before are counted for that device alone, so that nobody else can use them up.
    """
    account, network = account_name(username), network_of(address_of(request))
    if device := device_of(request, account):
        return {"sign_in_pair": f"device:{device}:{account}"}
    return {
        "sign_in_network": f"net:{network}",
        "sign_in_pair": f"net:{network}:{account}",
        "sign_in_account": f"account:{account}",
    }


def account_name(username: str) -> str:
    """A name as attempts are counted: without spaces around it, in any case."""
    return username.strip().casefold()[:150]


def forgive(sender: Any, request: HttpRequest | None, **given: Any) -> None:
    """Who signed in has not tried in vain."""
    if username := getattr(request, "tried_as", None):
        for bucket, client in tries(request, username).items():  # type: ignore[arg-type]
            give_back(bucket, client)


def connect() -> None:
    user_logged_in.connect(forgive, dispatch_uid="accounts.forgive")


class Limited(views.LoginView):
    """Says to whoever tried too often when to come again (429), in the place of "wrong password"."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember_device(self.request, response, account_name(form.get_user().get_username()))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        wait = getattr(self.request, "retry_after", None)
        if wait is None:
            return super().form_invalid(form)
        form.errors.pop("__all__", None)
        form.add_error(None, _("Too many attempts: try again in %d seconds.") % wait)
        response = super().form_invalid(form)
        response.status_code, response.headers["Retry-After"] = 429, str(wait)
        return response


class AdminLogin(Limited, AdminLoginView):
    """The admin's own."""


class Login(Limited):
    """That of private pages, which Wagtail offers beside it. It leads to the page, or else to the admin or the site."""

    template_name = "wagtailcore/login.html"

    def get_default_redirect_url(self) -> str:
        may_enter = self.request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home") if may_enter else "/"
