"""The end of each way to sign in."""

from __future__ import annotations

import time

import structlog
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cms.base.measures import SIGN_INS
from cms.identity.confirming import CONFIRMED
from cms.identity.known_devices import remember_device
from cms.identity.models import User
from cms.identity.sign_in import account_name
from cms.people.consents.asking import ask_to_agree
from cms.people.targets import get_home

__all__ = ["complete_sign_in"]

BACKEND = "cms.people.backends.NameOrEmailBackend"
logger = structlog.get_logger(__name__)


def complete_sign_in(
    request: HttpRequest, user: User, target: str, remember: bool, confirms: bool = True
) -> HttpResponse:
    """Sign somebody in who has proved all that is asked for, and lead them on. confirms: whether they need not type
    their password before they change how they sign in."""
    login(request, user, backend=BACKEND)
    request.session.set_expiry(None if remember else 0)
    if confirms:
        request.session[CONFIRMED] = time.time()
    else:
        request.session.pop(CONFIRMED, None)
    SIGN_INS.labels("done").inc()
    logger.info("signed_in", user=user.pk)
    response = ask_to_agree(user, target) or HttpResponseRedirect(target or get_home(user))
    remember_device(request, response, account_name(user.get_username()), user, get_cookie_path(request))
    return response


def get_cookie_path(request: HttpRequest) -> str:
    """All pages of accounts; elsewhere the page of Wagtail alone that was used."""
    account = reverse("account")
    return account if request.path.startswith(account) else request.path
