"""Who may not decide about a review or reply: people with an interest in the outcome, whatever their role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from content_types.reviews.models import Report, Review, VendorReply
from content_types.vendors.models import Vendor

__all__ = ["describe_interests", "find_interests", "refuse_interested"]


def find_interests(rows: Sequence[Review | VendorReply], by: Any) -> dict[int, str]:
    """Why a person may not decide, by key of the row; rows that they may decide about are left out.

    At most two statements, whatever the number of rows.
    """
    reviews = {row.pk: row.review if isinstance(row, VendorReply) else row for row in rows}
    solutions = {review.solution_id for review in reviews.values()}
    own = set(
        Vendor.objects.filter(solutions__in=solutions, members=by.pk).values_list("solutions", flat=True)
    )
    reported = Report.objects.filter(review__in=reviews.values(), reporter=by.pk, resolved_at=None)
    reported_keys = set(reported.values_list("review", flat=True))
    reasons = {row.pk: _reason(row, reviews[row.pk], by.pk, own, reported_keys) for row in rows}
    return {key: reason for key, reason in reasons.items() if reason}


def _reason(row: Any, review: Review, person: int, own: set[int], reported: set[int]) -> str:
    if row.author_id == person:
        return _("you wrote it")
    if review.author_id == person:
        return _("it answers your review")
    if review.solution_id in own:
        return _("you belong to the vendor")
    if row is review and review.pk in reported:
        return _("you reported it")
    return ""


def refuse_interested(rows: Sequence[Review | VendorReply], by: Any) -> None:
    """PermissionDenied that names the rows which this person may not decide about, and why."""
    if found := find_interests(rows, by):
        raise PermissionDenied(describe_interests(rows, found))


def describe_interests(rows: Sequence[Review | VendorReply], found: dict[int, str]) -> str:
    names = ", ".join(f"“{row}” ({found[row.pk]})" for row in rows if row.pk in found)
    return _("You cannot decide about %(names)s. Leave it to another moderator.") % {"names": names}
