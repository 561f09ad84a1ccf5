"""What the session knows of somebody who is at another site to sign in there, and of who came back unknown."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from cms.people.social.backends import Identity

__all__ = ["Flow", "Newcomer", "find_newcomer", "forget_newcomer", "keep_flow", "keep_newcomer", "take_flow"]

FLOWS, NEWCOMER, MOST, LASTS = "social_flows", "social_newcomer", 5, 900


@dataclass(frozen=True, slots=True)
class Flow:
    """A way to another site. purpose: "sign_in", "link" or "confirm". user: who was signed in; 0 for none."""

    provider: str
    purpose: str
    target: str
    user: int
    at: float


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who signed in at another site and has no account here."""

    identity: Identity
    target: str


def keep_flow(request: HttpRequest, state: str, flow: Flow) -> None:
    known = list(request.session.get(FLOWS, {}).items())[1 - MOST :]
    request.session[FLOWS] = {**dict(known), state: asdict(flow)}


def take_flow(request: HttpRequest, provider: str) -> Flow | None:
    """The flow that this answer belongs to, once; None when it took too long, or was begun elsewhere or as somebody
    else."""
    known = dict(request.session.get(FLOWS, {}))
    found = known.pop(request.GET.get("state", ""), None)
    if found is None:
        return None
    request.session[FLOWS] = known
    flow = Flow(**found)
    is_right = flow.provider == provider and flow.user == (request.user.pk or 0)
    return flow if is_right and 0 <= time.time() - flow.at < LASTS else None


def keep_newcomer(request: HttpRequest, newcomer: Newcomer) -> None:
    request.session.cycle_key()
    request.session[NEWCOMER] = {
        "identity": asdict(newcomer.identity),
        "target": newcomer.target,
        "at": time.time(),
    }


def find_newcomer(request: HttpRequest) -> Newcomer | None:
    known: Any = request.session.get(NEWCOMER)
    if not known or request.user.is_authenticated or not 0 <= time.time() - known["at"] < LASTS:
        return None
    return Newcomer(Identity(**known["identity"]), known["target"])


def forget_newcomer(request: HttpRequest) -> None:
    request.session.pop(NEWCOMER, None)
