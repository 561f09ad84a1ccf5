"""Clients are told of sign-ins to them that ended here: OpenID Connect Back-Channel Logout 1.0.

A notice is written in the transaction that ends a sign-in, sent after its commit, and again after pauses until the
client takes it. A client that is slow or away holds up no other: it gets SHARE seconds of a run, and where it does not
answer, all that waits for it is put off together.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from time import monotonic, time
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
SHARE = 20.0
"""Seconds of a run after which a client's further notices are left to the next one."""
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
    taken: list[bool | None] = []
    spent: dict[int, float] = defaultdict(float)
    for key, address in list(find_due().order_by("due_at").values_list("pk", "address")):
        if spent[address] < SHARE:
            started = monotonic()
            try:
                taken.append(send(key))
            except FetchRefused:
                taken.append(False)
                spent[address] = SHARE
            spent[address] += monotonic() - started
    return f"{taken.count(True):,} sent, {taken.count(False):,} not taken."


def find_due() -> QuerySet[LogoutNotice]:
    return LogoutNotice.objects.filter(due_at__lte=timezone.now())


def send(key: int) -> bool | None:
    """Send a notice; whether the client took it. None where another process has it in hand; FetchRefused where none
    answers, after all that waits for this client was put off."""
    notice = claim(key)
    if notice is None:
        return None
    try:
        status = post(notice)
    except FetchRefused as error:
        put_off(notice, str(error))
        put_off_others(notice.address_id)
        raise
    if status not in (200, 204):
        put_off(notice, f"answers {status}")
        return False
    notice.delete()
    LOGOUT_NOTICES.labels("sent").inc()
    return True


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


def post(notice: LogoutNotice) -> int:
    """The status with which the client answers; FetchRefused where it does not."""
    body = urlencode({"logout_token": build_logout_token(notice)}).encode()
    return fetch(notice.address.uri, "POST", headers=HEADERS, body=body, max_bytes=65_536).status


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


def put_off_others(address: int) -> None:
    """Count an attempt for all else that is due at an address that did not answer; one statement for each pause."""
    waiting, now = find_due().filter(address=address), timezone.now()
    dropped, _rows = waiting.filter(attempts__gte=len(PAUSES)).delete()
    failed = sum(
        waiting.filter(attempts=number).update(attempts=number + 1, due_at=now + pause)
        for number, pause in enumerate(PAUSES)
    )
    if dropped:
        logger.error("logout_notices_dropped", address=address, number=dropped)
    LOGOUT_NOTICES.labels("dropped").inc(dropped)
    LOGOUT_NOTICES.labels("failed").inc(failed)
