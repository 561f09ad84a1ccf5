"""Who may change accounts in the admin, and that their owners are told.

Wagtail's pages write what the pages of one's own account write, so they take the same proof and send the same notices.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.confirming import ask_to_confirm, is_confirmed
from cms.identity.models import User
from cms.people.mails import get_language, mail_notice

__all__ = ["guard_account", "guard_accounts", "note_account", "tell_owner"]

INDEX = "wagtailusers_users:index"


def guard_account(request: HttpRequest, user: User | None = None) -> HttpResponse | None:
    """The answer to who may not make or change this account, or has to prove first who they are."""
    refused = refuse_superusers(request, [user] if user else [])
    return refused or (None if is_confirmed(request) else ask_to_confirm(request))


def guard_accounts(request: HttpRequest, users: list[User]) -> HttpResponse | None:
    """The same of many accounts at once; which were chosen is forgotten on the way to the proof."""
    refused = refuse_superusers(request, users)
    return refused or (None if is_confirmed(request) else ask_to_confirm(request, reverse(INDEX)))


def refuse_superusers(request: HttpRequest, users: list[User]) -> HttpResponse | None:
    """Superusers are made, changed and unmade by superusers alone."""
    is_about_superusers = "is_superuser" in request.POST or any(user.is_superuser for user in users)
    if not is_about_superusers or request.user.is_superuser:  # type: ignore[union-attr]
        return None
    messages.error(request, _("Only superusers may make or change superusers."))
    return redirect(INDEX)


def note_account(request: HttpRequest, user: User) -> HttpResponse | None:
    """Before a change: whether it is allowed; then keep what the form is about to overwrite."""
    request.account_before = (user.email, user.password)  # type: ignore[attr-defined]
    return guard_account(request, user)


def tell_owner(request: HttpRequest, user: User) -> None:
    """After a change: to the address from before it, which who changed the account may not read."""
    email, password = request.account_before  # type: ignore[attr-defined]
    changes: dict[str, Any] = {"email": user.email != email, "password": user.password != password}
    for name in (name for name, changed in changes.items() if changed):
        ACCOUNT_CHANGES.labels(name).inc()
        mail_notice.enqueue(f"{name}_changed", email, get_language())
