"""Why a profile cannot be changed by a person now, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from content_types.solutions.models import Solution

__all__ = ["find_refusal"]


def find_refusal(page: Solution, user: Any, publishes: bool = False) -> str:
    """A message with the name of the profile; empty if it can be changed. publishes: whether a live one is published
    with the change."""
    reason = find_reason(page, user, publishes)
    return f"“{page.title}”: {reason}" if reason else ""


def find_reason(page: Solution, user: Any, publishes: bool) -> str:
    permissions = page.permissions_for_user(user)
    if page.alias_of_id:
        return _("It shows another page. Change that page instead.")
    if not permissions.can_edit():
        return _("You may not edit it. Leave it out, or ask an editor.")
    if publishes and page.live and not permissions.can_publish():
        return _("You may not publish it. Leave it out, or ask an editor.")
    if publishes and page.workflow_in_progress:
        return _("It waits for moderation. Approve or reject it first.")
    if publishes and page.approved_schedule:
        return _("A version of it is scheduled. Cancel the schedule first.")
    if (publishes or page.locked) and permissions.page_locked():
        return _("It is locked. Unlock it first.")
    return ""
