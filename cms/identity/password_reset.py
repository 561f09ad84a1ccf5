"""Mails for forgotten passwords: limited, and answered alike whether or not an account has the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django_tasks import task
from wagtail.admin.views.account import PasswordResetView, get_password_reset_form

from cms.http.clients import get_client_address, get_network
from cms.ratelimit.rates import RateExceeded, take

__all__ = ["PasswordReset", "mail_password_reset"]


class PasswordReset(PasswordResetView):
    """Wagtail's own, which looks for the account and sends its mail in the background."""

    def form_valid(self, form: Any) -> HttpResponse:
        email = form.cleaned_data["email"]
        if may_be_sent(self.request, email):
            mail_password_reset.enqueue(email, translation.get_language() or settings.LANGUAGE_CODE)
        return HttpResponseRedirect(self.get_success_url())


def may_be_sent(request: HttpRequest, email: str) -> bool:
    """Whether the network and the address have mails left.

    Requests from one network for one address are counted first and most strictly, so that one client cannot use up the
    e-mails of another person's address.
    """
    network, address = get_network(get_client_address(request)), email.strip().casefold()
    try:
        take("password_reset_pair", f"net:{network}:{address}")
        take("password_reset_network", f"net:{network}")
        take("password_reset_address", f"address:{address}")
    except RateExceeded:
        return False
    return True


@task()
def mail_password_reset(email: str, language: str) -> None:
    """Send a link to each account with this address; nothing where there is none."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    form = get_password_reset_form()({"email": email})
    if form.is_valid():
        with translation.override(language):
            form.save(
                domain_override=base.netloc,
                use_https=base.scheme == "https",
                subject_template_name=PasswordResetView.subject_template_name,
                email_template_name=PasswordResetView.email_template_name,
            )
