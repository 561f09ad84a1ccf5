"""Consents: the texts that count now, who has still to agree, and what is written when they do."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.base.events import tell_event
from cms.base.measures import ACCOUNT_CHANGES
from cms.identity.models import User
from cms.people.models import Consent, LegalText

__all__ = [
    "agree", "exclude_agreed", "find_pending_texts", "list_consents", "list_current_texts", "withdraw",
]  # fmt: skip

logger = structlog.get_logger(__name__)


def list_current_texts() -> QuerySet[LegalText]:
    """Of each kind the newest version that people are asked to agree to; none where the site has named no texts."""
    asked = LegalText.objects.filter(is_asked=True, starts_at__lte=timezone.now())
    newest = asked.order_by("kind", "-starts_at", "-pk").distinct("kind")
    return LegalText.objects.filter(pk__in=newest.values("pk")).order_by("-kind")


def find_pending_texts(user: User) -> list[LegalText]:
    """The current texts that this person has not agreed to, or no longer agrees to. One statement."""
    return list(exclude_agreed(list_current_texts(), user.pk))


def exclude_agreed(texts: QuerySet[LegalText], user_id: int | None) -> QuerySet[LegalText]:
    """Those of the texts that this person does not agree to."""
    agreed = Consent.objects.filter(user=user_id, withdrawn_at=None)
    return texts.exclude(pk__in=agreed.values("text"))


def list_consents(user: User) -> QuerySet[Consent]:
    return Consent.objects.filter(user=user).select_related("text")


@transaction.atomic
def agree(user: User, texts: Iterable[LegalText]) -> None:
    """Note that somebody agrees to these texts; those that they agreed to before keep their time."""
    for text in texts:
        _row, is_new = Consent.objects.get_or_create(user=user, text=text, withdrawn_at=None)
        if is_new:
            report(user, "given", text)


@transaction.atomic
def withdraw(user: User, key: int) -> bool:
    """Note that somebody no longer agrees; False where there is no such consent of theirs that holds."""
    row = list_consents(user).select_for_update(of=("self",)).filter(pk=key, withdrawn_at=None).first()
    if row is None:
        return False
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    report(user, "withdrawn", row.text)
    return True


def report(user: User, change: str, text: LegalText) -> None:
    """Tell operators and the audit log."""
    ACCOUNT_CHANGES.labels("consents").inc()
    logger.info(f"consent_{change}", user=user.pk, text=text.kind, version=text.version)
    tell_event(f"consent.{change}", actor=user.pk, target=user, text=text.kind, version=text.version)
