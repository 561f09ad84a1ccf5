"""Clients are told of sign-ins to them that ended here: OpenID Connect Back-Channel Logout 1.0.

A notice is written in the transaction that ends a sign-in, sent after its commit, and again after pauses until the
client takes it.
"""

from __future__ import annotations

from datetime import timedelta
from time import time
from urllib.parse import urlencode
from uuid import uuid4

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task
from oauth2_provider.models import RefreshToken

from cms.base.measures import LOGOUT_NOTICES
from cms.http.outgoing import FetchRefused, fetch
from cms.identity.models import LogoutNotice
from cms.identity.provider.claims import get_issuer
from cms.identity.provider.issuing import sign

__all__ = ["EVENT", "note_ended", "send_due_notices", "send_logout_notices"]

EVENT = "http://schemas.openid.net/event/backchannel-logout"
VALID = 120
"""Seconds for which a logout token is valid, as the specification recommends."""
PAUSES = (timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""After each failed attempt; then the client is not told any more."""
LEASE = timedelta(minutes=2)
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
logger = structlog.get_logger(__name__)


def note_ended(sign_ins: QuerySet[RefreshToken]) -> None:
    """Tell the clients of these refresh tokens, those that have an address, that the sign-ins have ended."""
    rows = sign_ins.filter(
        revoked__isnull=True, token_family__isnull=False, application__logout__isnull=False
    )
    ended = set(rows.values_list("application__logout", "user_id", "token_family"))
    if not ended:
        return
    now = timezone.now()
    LogoutNotice.objects.bulk_create(
        LogoutNotice(address_id=address, subject=str(user), family=family, due_at=now)
        for address, user, family in sorted(ended, key=str)
    )
    transaction.on_commit(send_logout_notices.enqueue)


@task()
def send_logout_notices() -> str:
    """Send what is due now. The job of the same name tries again what clients did not take."""
    return send_due_notices()


def send_due_notices() -> str:
    """Send each notice that is due; how many were taken, and how many were not."""
    taken = [send(key) for key in list(find_due().order_by("due_at").values_list("pk", flat=True))]
    return f"{taken.count(True):,} sent, {taken.count(False):,} not taken."


def find_due() -> QuerySet[LogoutNotice]:
    return LogoutNotice.objects.filter(due_at__lte=timezone.now())


def send(key: int) -> bool | None:
    """Send a notice; whether the client took it. None where another process has it in hand."""
    notice = claim(key)
    if notice is None:
        return None
    reason = post(notice)
    if not reason:
        notice.delete()
        LOGOUT_NOTICES.labels("sent").inc()
        return True
    put_off(notice, reason)
    return False


def claim(key: int) -> LogoutNotice | None:
    """The notice with one attempt more, for this process alone until the lease ends."""
    with transaction.atomic():
        rows = find_due().select_for_update(skip_locked=True, of=("self",)).filter(pk=key)
        notice = rows.select_related("address__client").first()
        if notice is not None:
            LogoutNotice.objects.filter(pk=key).update(
                due_at=timezone.now() + LEASE, attempts=F("attempts") + 1
            )
            notice.attempts += 1
    return notice


def post(notice: LogoutNotice) -> str:
    """Why the client did not take it; empty where it did."""
    body = urlencode({"logout_token": build_logout_token(notice)}).encode()
    try:
        status = fetch(notice.address.uri, "POST", headers=HEADERS, body=body, max_bytes=65_536).status
    except FetchRefused as error:
        return str(error)
    return "" if status in (200, 204) else f"answers {status}"


def build_logout_token(notice: LogoutNotice) -> str:
    now = int(time())
    return sign(
        {
            "iss": get_issuer(), "aud": notice.address.client.client_id, "sub": notice.subject,
            "sid": str(notice.family), "iat": now, "exp": now + VALID, "jti": uuid4().hex, "events": {EVENT: {}},
        },
        "logout+jwt",
    )  # fmt: skip


def put_off(notice: LogoutNotice, reason: str) -> None:
    """Try again after a pause; after the last one, the client is not told."""
    client = notice.address.client.client_id
    if notice.attempts > len(PAUSES):
        notice.delete()
        LOGOUT_NOTICES.labels("dropped").inc()
        logger.error("logout_notice_dropped", client=client, reason=reason)
        return
    due = timezone.now() + PAUSES[notice.attempts - 1]
    LogoutNotice.objects.filter(pk=notice.pk).update(due_at=due)
    LOGOUT_NOTICES.labels("failed").inc()
    logger.warning("logout_notice_failed", client=client, reason=reason, attempts=notice.attempts)
