"""The sessions of a person: where they are signed in, and how to end it there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cms.identity.models import User
from cms.identity.provider.families import end_device_sign_ins, end_sign_ins
from cms.identity.session_names import NAME
from cms.people.models import Session
from cms.people.session_store import DEVICE, SIGNED_IN

__all__ = ["SignedInDevice", "connect", "end_session", "end_sessions", "list_sessions"]

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone|iPad": "iOS",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
"""What a User-Agent is recognised by, in this order: each of the later words stands in those of the earlier, too."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """A session as its owner sees it. name: for forms; the session cannot be taken over with it."""

    name: str
    device: str
    signed_in_at: datetime | None
    last_used_at: datetime
    is_current: bool


def connect() -> None:
    user_logged_in.connect(note_device, dispatch_uid="people.device")


def note_device(sender: Any, request: HttpRequest, **given: Any) -> None:
    """Write down in a new session where it began, and when."""
    request.session[DEVICE] = request.META.get("HTTP_USER_AGENT", "").replace("\x00", "")[:200]
    request.session[SIGNED_IN] = timezone.now().isoformat()


def list_sessions(user: User, current_key: str | None) -> list[SignedInDevice]:
    """The sessions that are valid, those used last first."""
    return [
        SignedInDevice(
            name_session(row.session_key), describe_device(row.device), row.signed_in_at, row.last_used_at,
            row.session_key == current_key,
        )
        for row in find_valid(user)
    ]  # fmt: skip


def find_valid(user: User) -> Iterator[Session]:
    """Sessions that were not ended by time or by a change of the password."""
    proof = user.get_session_auth_hash()
    rows = Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-last_used_at")
    return (row for row in rows if constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), proof))


def name_session(key: str) -> str:
    """A name that tells nothing of the key."""
    return hashlib.sha256(f"people.session:{key}".encode()).hexdigest()[:32]


def describe_device(agent: str) -> str:
    """“Firefox, Linux”, as far as the browser told."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if re.search(mark, agent)), "")
    return ", ".join(filter(None, (browser, system))) or _("Unknown device")


def end_session(user: User, name: str) -> bool:
    """End one session of this person, and what they signed in to from there; False when they have none of this name."""
    for row in Session.objects.filter(user=user):
        if name_session(row.session_key) == name:
            row.delete()
            end_device_sign_ins(user.pk, row.get_decoded().get(NAME, ""), "sessions")
            logger.info("session_ended", user=user.pk)
            return True
    return False


def end_sessions(user: User, except_key: str | None = None) -> int:
    """End all sessions of a person, or all but one, and all sign-ins to clients; how many sessions."""
    count = int(Session.objects.filter(user=user).exclude(session_key=except_key or "").delete()[0])
    end_sign_ins(user.pk, "sessions")
    logger.info("sessions_ended", user=user.pk, count=count)
    return count
