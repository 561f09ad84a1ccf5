"""Leading people to the page on which they agree: at their sign-in, and before pages of their account."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cms.identity.models import User
from cms.people.consents.records import find_pending_texts
from cms.people.targets import FIELD

__all__ = ["ask_to_agree", "check_consents"]


def ask_to_agree(user: User, target: str) -> HttpResponse | None:
    """To the page that asks, and then on to the target; None for people who agreed to all. One statement."""
    if not find_pending_texts(user):
        return None
    query = f"?{urlencode({FIELD: target})}" if target else ""
    return HttpResponseRedirect(reverse("account_consents") + query)


def check_consents(request: HttpRequest) -> HttpResponse | None:
    """The same for a request of somebody who is signed in. It leads back to pages that are read, not to changes."""
    target = request.get_full_path() if request.method == "GET" else ""
    return ask_to_agree(request.user, target)  # type: ignore[arg-type]
