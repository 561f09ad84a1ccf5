"""The random name of a session, which stays when the session gets another key. It opens nothing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

__all__ = ["NAME", "connect"]

NAME = "session_name"
"""In the session. Those that began before sessions had names have none."""


def connect() -> None:
    user_logged_in.connect(name_session, dispatch_uid="identity.session_name")


def name_session(sender: Any, request: HttpRequest, **given: Any) -> None:
    """Give a session its name, which it keeps when the same person signs in again."""
    request.session.setdefault(NAME, uuid4().hex)
