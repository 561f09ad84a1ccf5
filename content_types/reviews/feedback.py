"""What readers and vendors do with a published review: vote, report, reply."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.plugins.api.errors import Conflict
from content_types.reviews import announcements
from content_types.reviews.choices import COMPLAINTS
from content_types.reviews.models import Report, Review, ReviewVote, VendorReply
from content_types.vendors.models import Vendor

logger = structlog.get_logger(__name__)


def vote(review: Review, by: Any, helpful: bool) -> ReviewVote:
    """Say whether a review helped; the last word of a reader counts. PermissionDenied for its author."""
    if review.author_id == by.pk:
        raise PermissionDenied(_("You cannot vote on your own review."))
    with transaction.atomic():
        given = ReviewVote.objects.update_or_create(review=review, voter=by, defaults={"helpful": helpful})[0]
        announcements.announce_vote()
    return given


def report(review: Review, by: Any, reason: str, comment: str = "") -> Report:
    """Tell moderators that a review breaks the policy. PermissionDenied for its author; ValidationError for a reason
    that is no complaint; Conflict when this reader has told them already."""
    if review.author_id == by.pk:
        raise PermissionDenied(_("You cannot report your own review: withdraw it."))
    if reason not in COMPLAINTS:
        raise ValidationError({"reason": _("Choose the reason for the report.")})
    new = Report(review=review, reporter=by, reason=reason, comment=comment)
    new.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("You have reported this review already.")) from error
    announcements.announce_report(new)
    logger.info("review_reported", review=review.pk, reason=reason, by=by.pk)
    return new


def reply(review: Review, by: Any, body: str) -> VendorReply:
    """Answer a review for the vendor of its solution; moderators see it first.

    PermissionDenied unless `by` is a member of that vendor. Conflict when there is a reply already.
    """
    vendor = Vendor.objects.filter(solutions=review.solution_id, members=by.pk).first()
    if vendor is None:
        raise PermissionDenied(_("Only members of the vendor can reply to its reviews."))
    new = VendorReply(review=review, author=by, vendor=vendor, body=body)
    new.full_clean(validate_constraints=False, validate_unique=False)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("This review has a reply already.")) from error
    announcements.announce_reply(new)
    return new
