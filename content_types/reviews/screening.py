"""Asking plugins what they think of a review. They propose; a person decides, and until then it stays hidden."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import transaction
from django_tasks import task

from cms.plugins.api.moderation import Proposal, ReviewText
from cms.plugins.runtime.current import platform
from content_types.reviews.choices import FALLBACK_REASONS, REASONS
from content_types.reviews.models import ModerationProposal, Review

logger = structlog.get_logger(__name__)


def ask_on_commit(review: Review) -> None:
    """Have a review that was written or edited looked at in the background; nothing when no plugin looks."""
    if platform().active("moderate_review"):
        transaction.on_commit(partial(ask_plugins.enqueue, review.pk))


@task()
def ask_plugins(review: int) -> int:
    """Replace the proposals for a review; how many there are now. A plugin that fails proposes nothing."""
    found = Review.objects.filter(pk=review).first()
    if found is None:
        return 0
    answers = platform().decide("moderate_review", review=build_review_text(found))
    given = [answer for answer in answers if answer.value is not None]
    proposals = [build_proposal(found, answer.plugin, answer.value) for answer in given]
    with transaction.atomic():
        found.proposals.all().delete()
        ModerationProposal.objects.bulk_create(proposals)
    states = {each.plugin: each.state for each in proposals}
    failed = [answer.plugin for answer in answers if answer.failed]
    logger.info("review_screened", review=review, proposals=states, failed=failed)
    return len(proposals)


def build_review_text(review: Review) -> ReviewText:
    """What a screen may read: everything but the stars."""
    return ReviewText(
        review=review.pk, solution=review.solution_id, author=review.author_id, title=review.title,
        body=review.body, pros=review.pros, cons=review.cons, language=review.language,
        created_at=review.created_at,
    )  # fmt: skip


def build_proposal(review: Review, plugin: str, proposal: Proposal) -> ModerationProposal:
    """The row of a proposal; a reason that does not fit what it proposes becomes the usual one."""
    state, reason = proposal.state.lower(), proposal.reason.lower()
    return ModerationProposal(
        review=review,
        plugin=plugin,
        state=state,
        reason=reason if reason in REASONS[state] else FALLBACK_REASONS[state],
        explanation=proposal.explanation[:300],
    )
