"""Marking profiles as checked: a date on the profile and on its draft, without publishing the draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Func, JSONField, Q, TextField, Value
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from cms.plugins.api.events import ContentPublished
from cms.publishing.outbox import gather_events, publish
from content_types.solutions.models import Solution

__all__ = ["due_for_check", "find_oldest_check", "mark_checked"]

REPEATED = timedelta(minutes=10)
"""A profile that was marked so short a time ago stays as it is: the button was clicked twice."""


def find_oldest_check() -> datetime:
    """A profile that was last checked before this moment is due again."""
    return timezone.now() - timedelta(days=settings.PROFILE_CHECK_DAYS)


def due_for_check() -> Q:
    """Solutions that no editor compared with the facts within PROFILE_CHECK_DAYS."""
    return Q(verified_at=None) | Q(verified_at__lt=find_oldest_check())


@transaction.atomic
def mark_checked(solutions: Sequence[Solution], by: Any) -> int:
    """Say of these profiles that they were compared with the facts now; the number that changed.

    The date is written to the profile as it is stored, to its aliases, and to the draft that would replace it. Nothing
    is published, and no revision is added. A log entry for each.
    """
    now = timezone.now()
    due = [each for each in solutions if each.verified_at is None or each.verified_at < now - REPEATED]
    keys = [each.pk for each in due]
    Solution.objects.filter(Q(pk__in=keys) | Q(alias_of__in=keys)).update(verified_at=now)
    update_drafts(keys, now)
    with gather_events():
        for each in due:
            log(instance=each, action="solutions.check", user=by)
            if each.live:
                publish(ContentPublished("solutions.solution", each.pk, each.locale.language_code))
    return len(due)


def update_drafts(keys: Sequence[int], moment: datetime) -> None:
    """Write the date into the revisions that may be published next: the latest, and those that are scheduled."""
    latest = Solution.objects.filter(pk__in=keys).values("latest_revision")
    revisions = Revision.page_revisions.filter(object_id__in=[str(key) for key in keys])
    revisions.filter(Q(pk__in=latest) | Q(approved_go_live_at__isnull=False)).update(
        content=Func(
            F("content"),
            Value(["verified_at"], ArrayField(TextField())),
            Value(json.loads(json.dumps(moment, cls=DjangoJSONEncoder)), JSONField()),
            function="jsonb_set",
            output_field=JSONField(),
        )
    )
