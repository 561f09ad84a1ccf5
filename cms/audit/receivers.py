"""Signing in and out, and what other packages tell, as events of the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from cms.audit.recording import record_event, record_failed_sign_in
from cms.base.events import happened
from cms.identity.lookup import find_user_name

__all__ = ["connect"]


def connect() -> None:
    user_logged_in.connect(record_sign_in, dispatch_uid="audit.signed_in")
    user_logged_out.connect(record_sign_out, dispatch_uid="audit.signed_out")
    user_login_failed.connect(record_failure, dispatch_uid="audit.sign_in_failed")
    happened.connect(record_told, dispatch_uid="audit.told")


def record_sign_in(sender: Any, user: Any, **given: Any) -> None:
    record_event("sign_in.succeeded", actor=user.pk, target=user)


def record_sign_out(sender: Any, user: Any, **given: Any) -> None:
    if user is not None:
        record_event("sign_in.ended", actor=user.pk, target=user)


def record_failure(sender: Any, credentials: dict[str, Any], request: Any = None, **given: Any) -> None:
    """Of accounts that exist alone, and of attempts that were counted: what is typed as a name may be a password, and
    a flood of attempts must not fill the log. Rejected attempts are a metric and a line in the server's log."""
    if getattr(request, "retry_after", None) is not None:
        return
    name = str(credentials.get("username") or "").replace("\0", "")
    if name:
        record_failed_sign_in(find_user_name(name))


def record_told(
    sender: Any, kind: str, actor: int | None, target: Any, data: dict[str, Any], **given: Any
) -> None:
    record_event(kind, actor=actor, target=target, **data)
