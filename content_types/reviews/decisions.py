"""Who decided about reviews and replies last, for messages to other moderators."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from content_types.reviews.models import ModerationAction, Review, VendorReply

__all__ = ["describe_decisions"]


def describe_decisions(rows: Sequence[Review | VendorReply]) -> str:
    """Title, state and last decision of each row: “Fine” (Rejected by mo, 28 November 2026 10:03). Two statements."""
    last = load_last_decisions(rows)
    return ", ".join(f"“{row}” ({describe_state(row, last.get(row.pk))})" for row in rows)


def describe_state(row: Review | VendorReply, decision: tuple[str, str, Any] | None) -> str:
    """The state, and who brought it about; the state alone when its author did, by editing."""
    state = row.get_state_display()
    if decision is None or decision[0] != row.state:
        return state
    _state, name, at = decision
    given = {"state": state, "name": name, "date": date_format(localtime(at), "DATETIME_FORMAT")}
    return _("%(state)s by %(name)s, %(date)s") % given


def load_last_decisions(rows: Sequence[Review | VendorReply]) -> dict[int, tuple[str, str, Any]]:
    """New state, moderator and moment of the last decision about each row, by its key."""
    keys = [row.pk for row in rows]
    if rows and isinstance(rows[0], VendorReply):
        entries = ModelLogEntry.objects.for_model(VendorReply).select_related("user").order_by("pk")
        found = entries.filter(object_id__in=map(str, keys), action="reviews.moderate_reply")
        return {
            int(each.object_id): (
                each.data["to"],
                each.user.get_username() if each.user else "",
                each.timestamp,
            )
            for each in found
        }
    decisions = (
        ModerationAction.objects.filter(review__in=keys).order_by("review_id", "-pk").distinct("review_id")
    )
    return {each.review_id: (each.to_state, each.moderator_name, each.created_at) for each in decisions}
