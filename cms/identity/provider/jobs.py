"""Tokens, codes and keys that have ended are deleted at night."""

from __future__ import annotations

from datetime import time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import clear_expired

from cms.identity.models import SigningKey, TokenCounter, UsedCode
from cms.identity.provider.devices import delete_ended_grants
from cms.identity.provider.logout_notices import send_due_notices
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["delete_ended_tokens", "register"]


def register() -> None:
    declare_job(
        Job(
            name="send_logout_notices", run=send_due_notices, every=timedelta(minutes=1),
            description=_("Tells clients of sign-ins that ended, where they did not take it before."),
        )
    )  # fmt: skip
    declare_job(
        Job(
            name="delete_ended_tokens", run=delete_ended_tokens, at=time(3, 40),
            description=_("Deletes tokens of clients, codes and signing keys that have ended."),
        )
    )  # fmt: skip


def delete_ended_tokens() -> str:
    """Delete what no request can use any more. What tells of a second use stays as long as a refresh token."""
    clear_expired()
    delete_ended_grants()
    now = timezone.now()
    oldest = now - timedelta(seconds=settings.OAUTH2_PROVIDER["REFRESH_TOKEN_EXPIRE_SECONDS"])
    codes, _rows = UsedCode.objects.filter(used_at__lt=oldest).delete()
    families = TokenCounter.objects.filter(
        subject__startswith="family:", changed_at__lt=now - timedelta(days=1)
    )
    families.delete()
    keys, _rows = SigningKey.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()
    return f"{codes:,} codes and {keys:,} signing keys deleted."
