"""Asking people to prove again who they are, before something changes that would let another person in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from cms.actors.confirmation import CONFIRMED, is_recent

__all__ = [
    "CONFIRMED", "SIGN_IN", "add_member_check", "ask_to_confirm", "check_member", "confirmation_required",
    "is_confirmed", "member_page",
]  # fmt: skip

SIGN_IN = reverse_lazy("sign_in")
View = Callable[..., HttpResponse]
Check = Callable[[HttpRequest], HttpResponse | None]
_checks: list[Check] = []


def add_member_check(check: Check) -> None:
    """Have this asked, when an app is ready, before a page for members is shown; an answer of it is shown instead."""
    if check not in _checks:
        _checks.append(check)


def check_member(request: HttpRequest) -> HttpResponse | None:
    """What somebody who is signed in has to do first; None for nothing."""
    return next((answer for check in _checks if (answer := check(request)) is not None), None)


def member_page(view: View) -> View:
    """For people who are signed in and have nothing to do first; kept by no cache."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        return check_member(request) or view(request, *args, **given)

    return never_cache(login_required(wrapper, login_url=SIGN_IN))


def confirmation_required(view: View) -> View:
    """For members who typed their password in the last ten minutes."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        return view(request, *args, **given) if is_confirmed(request) else ask_to_confirm(request)

    return member_page(wrapper)


def ask_to_confirm(request: HttpRequest, back: str = "") -> HttpResponse:
    """To the page that asks for the password, and leads back here, or to another page."""
    return HttpResponseRedirect(f"{reverse('account_confirm')}?{urlencode({'next': back or request.path})}")


def is_confirmed(request: HttpRequest) -> bool:
    return is_recent(request.session.get(CONFIRMED, 0))
