"""The verbs of reviewing: admin, API and commands call these and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.plugins.api.errors import Conflict
from content_types.reviews import announcements, ratings
from content_types.reviews.choices import INSIDERS, REASONS, TRANSITIONS, ReasonCode, ReviewState
from content_types.reviews.decisions import describe_decisions
from content_types.reviews.interests import refuse_interested
from content_types.reviews.models import (
    ModerationAction,
    Report,
    Review,
    ReviewVersion,
    VendorReply,
)
from content_types.reviews.reading import CONTENT, refuse_unread
from content_types.reviews.wording import tidy_value
from content_types.vendors.models import Vendor

POLICY_VERSION = "2026-11"
"""The version of the moderation policy (docs/reference/moderation.md) that decisions are made under."""

logger = structlog.get_logger(__name__)


def submit(review: Review) -> Review:
    """Store a new review as pending. ValidationError by field; Conflict when its author has a live one already."""
    review.state, review.created_at = ReviewState.PENDING, review.created_at or timezone.now()
    review.full_clean(validate_constraints=False)
    refuse_undisclosed(review.relationship, review.solution_id, review.author_id)
    _save_live(review)
    announcements.announce_submission(review)
    return review


def _save_live(review: Review) -> None:
    """Conflict when its author has another live review of the solution."""
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as error:
        raise Conflict(_("You have a review of this solution already: edit that one.")) from error


def refuse_undisclosed(relationship: str, solution: int | None, author: int | None) -> None:
    """ValidationError for a review of one's own vendor that does not say so. solution, author: primary keys."""
    if relationship in INSIDERS or author is None:
        return
    if Vendor.objects.filter(solutions=solution, members=author).exists():
        raise ValidationError(
            {
                "relationship": _(
                    "The author belongs to the vendor of this solution: choose EMPLOYEE or PARTNER."
                )
            }
        )


@transaction.atomic
def edit(review: Review, changes: dict[str, Any]) -> Review:
    """Change what a review says, keep the old text as a version, and send it back to moderation.

    changes: new values by name, of CONTENT; when they are the old ones, nothing happens. Conflict when its state does
    not allow it, or its author has another live one.
    """
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if ReviewState.PENDING not in TRANSITIONS[locked.state] and locked.state != ReviewState.PENDING:
        state = locked.get_state_display()
        raise Conflict(_("A review that is %(state)s cannot be edited.") % {"state": state})
    before = {name: getattr(locked, name) for name in CONTENT}
    fields = {name: Review._meta.get_field(name) for name in changes}
    if all(
        tidy_value(before[name], fields[name]) == tidy_value(value, fields[name])
        for name, value in changes.items()
    ):
        return locked
    counted = ratings.build_facts(locked)
    for name in CONTENT:
        setattr(locked, name, changes.get(name, before[name]))
    locked.full_clean(validate_constraints=False)
    number = locked.versions.count() + 1
    ReviewVersion.objects.create(review=locked, number=number, content=before)
    locked.state = ReviewState.PENDING
    _save_live(locked)
    ratings.apply_change(counted, None)
    announcements.announce_removals([locked] if counted else [])
    announcements.announce_submission(locked)
    return locked


def moderate(
    reviews: Iterable[int],
    state: str,
    *,
    reason: str,
    by: Any,
    note: str = "",
    policy: str = POLICY_VERSION,
    seen: Mapping[int, str] | None = None,
) -> list[Review]:
    """Decide about reviews, all or none, and log each decision.

    reviews: primary keys. state: the new state. reason: one of REASONS[state]. by: the deciding user, who needs the
    permission `reviews.change_review`. seen: what was read, see `reading`. ValidationError, and no change, when any of
    them cannot make the move or was changed since; PermissionDenied when any is their own concern, see `interests`.
    """
    _check(by, "reviews.change_review", state, reason)
    keys = list(reviews)
    refuse_interested(list(Review.objects.filter(pk__in=keys).order_by("pk")), by)
    return _apply(keys, state, reason, by, note, policy, seen)


def _check(by: Any, permission: str, state: str, reason: str) -> None:
    if not by.has_perm(permission):
        raise PermissionDenied(_("Only moderators can decide about reviews."))
    if reason not in REASONS.get(state, ()):
        raise ValidationError({"reason": describe_reasons(state, reason)})


def describe_reasons(state: str, reason: str) -> str:
    """Why a reason does not fit a decision, and which ones do."""
    fitting = ", ".join(f"“{each.label}”" for each in REASONS.get(state, ()))
    given = ReasonCode(reason).label if reason in ReasonCode.values else reason
    text = _("“%(reason)s” is not a reason for this decision. Choose one of these: %(fitting)s.")
    return text % {"reason": given, "fitting": fitting}


@transaction.atomic
def _apply(
    keys: list[int],
    state: str,
    reason: str,
    by: Any,
    note: str,
    policy: str,
    seen: Mapping[int, str] | None = None,
) -> list[Review]:
    rows = Review.objects.select_for_update(of=("self",)).select_related("solution").defer("solution__body")
    chosen = list(rows.filter(pk__in=keys).order_by("pk"))
    if len(chosen) != len(set(keys)):
        raise ValidationError(_("Some of these reviews no longer exist: load the list again."))
    refuse_unread(chosen, seen)
    refused = [review for review in chosen if state not in TRANSITIONS[review.state]]
    if refused:
        label, titles = ReviewState(state).label, describe_decisions(refused)
        raise ValidationError(_("Cannot become %(state)s: %(titles)s.") % {"state": label, "titles": titles})
    log_decisions(chosen, state, by, reason=reason, note=note, policy_version=policy)
    counted = [ratings.build_facts(review) for review in chosen]
    _write_state(chosen, state)
    ratings.apply_changes(zip(counted, map(ratings.build_facts, chosen), strict=True))
    Report.objects.filter(review__in=chosen, resolved_at=None).update(resolved_at=timezone.now())
    logger.info("reviews_moderated", reviews=keys, state=state, reason=reason, by=by.pk)
    announcements.announce_decisions(chosen)
    removed = [
        review
        for review, facts in zip(chosen, counted, strict=True)
        if facts and review.state != ReviewState.PUBLISHED
    ]
    announcements.announce_removals(removed)
    return chosen


def log_decisions(reviews: list[Review], state: str, by: Any, **facts: str) -> None:
    """Note what is decided, and about which text; the reviews are locked, so that it stays the same."""
    edits = dict(ReviewVersion.objects.filter(review__in=reviews).values_list("review").annotate(Count("pk")))
    ModerationAction.objects.bulk_create(
        ModerationAction(
            review=review, moderator_id=by.pk, moderator_name=by.get_username(), from_state=review.state,
            to_state=state, version=edits.get(review.pk, 0) + 1, **facts,
        )
        for review in reviews
    )  # fmt: skip


def _write_state(reviews: list[Review], state: str) -> None:
    now = timezone.now()
    for review in reviews:
        review.state, review.updated_at = state, now
        if state == ReviewState.PUBLISHED:
            review.published_at = review.published_at or now
    try:
        with transaction.atomic():
            Review.objects.bulk_update(reviews, ["state", "published_at", "updated_at"])
    except IntegrityError as error:
        raise ValidationError(
            _("An author has another live review of the same solution: reject that one first.")
        ) from error


@transaction.atomic
def undo(decision: int, by: Any) -> Review:
    """Take a decision of one's own back by a new one, which is logged: the review returns to the state that it had.

    decision: primary key of the ModerationAction. PermissionDenied for a decision of somebody else or about one's own
    concern; ValidationError, and no change, when the review was decided again or edited since.
    """
    if not by.has_perm("reviews.change_review"):
        raise PermissionDenied(_("Only moderators can decide about reviews."))
    given = ModerationAction.objects.filter(pk=decision, moderator_id=by.pk).first()
    if given is None:
        raise PermissionDenied(_("You can undo only your own decisions."))
    review = Review.objects.select_for_update(of=("self",)).filter(pk=given.review_id).first()
    if review is None:
        raise ValidationError(_("This review no longer exists."))
    last = review.moderation_actions.order_by("-pk").first()
    if last != given or review.state != given.to_state:
        raise ValidationError(
            _("Your decision cannot be undone, because the review has changed since: %(titles)s.")
            % {"titles": describe_decisions([review])}
        )
    refuse_interested([review], by)
    return _apply([review.pk], given.from_state, ReasonCode.MISTAKE, by, "", POLICY_VERSION)[0]


@transaction.atomic
def withdraw(review: Review, by: Any) -> Review:
    """Take a review back at its author's wish. PermissionDenied for anybody else; Conflict when its state does not
    allow it."""
    if by.pk is None or review.author_id != by.pk:
        raise PermissionDenied(_("Only the author of a review can withdraw it."))
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if ReviewState.WITHDRAWN not in TRANSITIONS[locked.state]:
        state = locked.get_state_display()
        raise Conflict(_("A review that is %(state)s cannot be withdrawn.") % {"state": state})
    return _apply([review.pk], ReviewState.WITHDRAWN, ReasonCode.AUTHOR, by, "", POLICY_VERSION)[0]


def moderate_reply(
    replies: Iterable[int],
    state: str,
    *,
    reason: str,
    by: Any,
    note: str = "",
    seen: Mapping[int, str] | None = None,
) -> list[VendorReply]:
    """Decide about vendors' replies, all or none; each decision goes to the log of the site's changes.

    Arguments and errors as for `moderate`; the permission is `reviews.change_vendorreply`.
    """
    _check(by, "reviews.change_vendorreply", state, reason)
    keys = set(replies)
    refuse_interested(
        list(VendorReply.objects.filter(pk__in=keys).select_related("review").order_by("pk")), by
    )
    return _apply_to_replies(keys, state, reason, by, note, seen)


@transaction.atomic
def _apply_to_replies(
    keys: set[int], state: str, reason: str, by: Any, note: str, seen: Mapping[int, str] | None
) -> list[VendorReply]:
    chosen = list(VendorReply.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(chosen) != len(keys) or any(state not in TRANSITIONS[reply.state] for reply in chosen):
        raise ValidationError(_("Some of these replies have been decided by now: reload the list."))
    refuse_unread(chosen, seen)
    hidden = [reply.review_id for reply in chosen if reply.state == ReviewState.PUBLISHED != state]
    for reply in chosen:
        data = {"from": reply.state, "to": state, "reason": reason, "note": note, "policy": POLICY_VERSION}
        log(instance=reply, action="reviews.moderate_reply", user=by, data=data)
        reply.state = state
    VendorReply.objects.bulk_update(chosen, ["state"])
    announcements.announce_reply_decisions(chosen)
    announcements.announce_changes(Review.objects.filter(pk__in=hidden) if hidden else [])
    return chosen
