"""When a person last proved who they are, and clients that want it proved again: `prompt=login` and `max_age`.

The address that a client led somebody to stays as it is while they prove it: the session knows since when it was asked
of them, so that leaving a parameter out or going back does not do.
"""

from __future__ import annotations

import hashlib
import time

from django.http import HttpRequest

from cms.identity.confirming import CONFIRMED

__all__ = ["find_proof", "forget_asked", "must_prove_again", "note_asked"]

ASKED, MOST = "oauth_asked", 8
"""In the session: since when a proof is wanted, by the request of a client; and how many requests are remembered."""


def find_proof(request: HttpRequest) -> float | None:
    """When who is signed in here proved who they are; None where the session does not know."""
    found = request.session.get(CONFIRMED)
    return float(found) if found else None


def must_prove_again(request: HttpRequest) -> bool:
    """Whether the client wants a proof that this session does not have."""
    proved, asked = find_proof(request) or 0.0, request.session.get(ASKED, {}).get(name_request(request))
    if asked is not None and proved > asked:
        return False
    if "login" in request.GET.get("prompt", "").split():
        return True
    return "max_age" in request.GET and time.time() - proved > read_age(request.GET["max_age"])


def read_age(text: str) -> int:
    """Seconds; what is no number is taken for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def note_asked(request: HttpRequest) -> None:
    """A proof from now on will do for this request of a client."""
    known = list(request.session.get(ASKED, {}).items())[1 - MOST :]
    request.session[ASKED] = {**dict(known), name_request(request): time.time()}


def forget_asked(request: HttpRequest) -> None:
    """This request was answered: the next one of this form wants a proof of its own."""
    known = request.session.get(ASKED, {})
    if name_request(request) in known:
        request.session[ASKED] = {name: at for name, at in known.items() if name != name_request(request)}


def name_request(request: HttpRequest) -> str:
    return hashlib.sha256(request.get_full_path().encode()).hexdigest()[:32]
