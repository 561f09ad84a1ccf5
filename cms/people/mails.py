"""E-mails about accounts. They are written in the background: a request takes as long for an address that has an
account as for one that has none, and says the same."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from cms.http.clients import get_client_address, get_network
from cms.identity.lookup import fold_name
from cms.identity.models import User
from cms.people.links import make_email_link, make_sign_up_link
from cms.people.tokens import password_tokens
from cms.ratelimit.rates import RateExceeded, take

__all__ = [
    "get_language",
    "mail_email_change",
    "mail_notice",
    "mail_password_reset",
    "mail_sign_up",
    "may_be_sent",
]


def get_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def may_be_sent(request: HttpRequest, bucket: str, email: str) -> bool:
    """Whether the network and the address have mails of this kind left.

    Requests from one network for one address are counted first and most strictly, so that one client cannot use up the
    e-mails of another person's address.
    """
    network, address = get_network(get_client_address(request)), fold_name(email)
    try:
        take(f"{bucket}_pair", f"net:{network}:{address}")
        take(f"{bucket}_network", f"net:{network}")
        take(f"{bucket}_address", f"address:{address}")
    except RateExceeded:
        return False
    return True


def find_owner(email: str) -> User | None:
    return User.objects.filter(email__iexact=email, is_active=True).exclude(email="").first()


@task()
def mail_sign_up(email: str, language: str, target: str) -> None:
    """A link that finishes the sign-up; to the owner of the address, that somebody tried."""
    if owner := find_owner(email):
        send("sign_up_known", owner.email, language, link=reverse("password_forgotten"))
    elif not User.objects.filter(email__iexact=email).exists():
        send("sign_up", email, language, link=make_sign_up_link(email, target))


@task()
def mail_password_reset(email: str, language: str) -> None:
    """A link that sets a new password; nothing where no open account has the address."""
    user = find_owner(email)
    if user is None:
        return
    key = urlsafe_base64_encode(force_bytes(user.pk))
    link = reverse("password_set", args=(key, password_tokens.make_token(user)))
    send("password_reset", user.email, language, link=link, name=user.get_username())


@task()
def mail_email_change(user: int, email: str, language: str) -> None:
    """A link to the new address of an account; to its owner, where it has one, that somebody tried."""
    account = User.objects.filter(pk=user).first()
    if account is None or fold_name(account.email) == fold_name(email):
        return
    if owner := find_owner(email):
        send("sign_up_known", owner.email, language, link=reverse("password_forgotten"))
    elif not User.objects.filter(email__iexact=email).exists():
        send("email_change", email, language, link=make_email_link(account, email))


@task()
def mail_notice(message: str, email: str, language: str) -> None:
    """Tell somebody of a change to their account, so that they notice one that is not theirs."""
    if email:
        send(message, email, language, link=reverse("password_forgotten"))


def send(message: str, email: str, language: str, *, link: str, **given: Any) -> None:
    """A message from templates; links lead to this site under its public address."""
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    with translation.override(language):
        text = render_to_string(
            f"people/mail/{message}.txt",
            {"link": f"{base}{link}", "site": settings.WAGTAIL_SITE_NAME, **given},
        )
    subject, _, body = text.strip().partition("\n")
    send_mail(subject.strip(), f"{body.strip()}\n", settings.DEFAULT_FROM_EMAIL, [email])
