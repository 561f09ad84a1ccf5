"""Reviews through the API: what each mutation takes and answers, and the one action that it calls."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated, Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from cms.declarations import Gate, RowOf, ViewerList, declare
from cms.plugins.api.contributions import SIGNED_IN, GraphQLMutation, KeyOf
from content_types.reviews import actions, feedback
from content_types.reviews.choices import CompanySize, Incentive, ReasonCode, Relationship, ReviewState
from content_types.reviews.models import Review, VendorReply
from content_types.reviews.reading import CONTENT

ReviewKey = Annotated[int, KeyOf("reviews.Review")]
OwnReviewKey = Annotated[int, KeyOf("reviews.Review", among=lambda gate: Q(author=gate.viewer.user_id))]


@dataclass(frozen=True)
class OwnReview:
    """A review as its author sees it, whatever its state. solution: null when it is not public."""

    id: Annotated[int, KeyOf("reviews.Review")]
    solution: Annotated[int | None, RowOf("solutions.Solution")]
    state: ReviewState
    rating: int
    title: str
    body: str
    pros: str
    cons: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class SubmitReviewInput:
    """A new review. Incentives and relationships to the vendor must be disclosed and are shown with it. Members of the
    vendor are rejected unless they choose EMPLOYEE or PARTNER."""

    solution: Annotated[int, KeyOf("solutions.Solution")]
    rating: int
    title: str
    body: str
    pros: str = ""
    cons: str = ""
    ease_of_use: int | None = None
    features: int | None = None
    support: int | None = None
    value_for_money: int | None = None
    reviewer_role: str = ""
    company_size: CompanySize | None = None
    relationship: Relationship | None = None
    incentive: Incentive | None = None
    language: str = "en"


@dataclass(frozen=True, kw_only=True)
class EditReviewInput:
    """New content of one of your reviews; omitted fields stay unchanged. It awaits moderation again, unless its content
    stays the same."""

    id: OwnReviewKey
    rating: int | None = None
    title: str | None = None
    body: str | None = None
    pros: str | None = None
    cons: str | None = None
    ease_of_use: int | None = None
    features: int | None = None
    support: int | None = None
    value_for_money: int | None = None


@dataclass(frozen=True)
class WithdrawReviewInput:
    """One of your reviews to withdraw permanently."""

    id: OwnReviewKey


@dataclass(frozen=True)
class VoteReviewInput:
    """A vote on whether a published review was helpful."""

    review: ReviewKey
    helpful: bool


@dataclass(frozen=True)
class ReportReviewInput:
    """Why a published review of another person breaks the policy. OK, AUTHOR, APPEAL and MISTAKE are reasons of
    moderators, and are refused."""

    review: ReviewKey
    reason: ReasonCode
    comment: str = ""


@dataclass(frozen=True)
class ReplyToReviewInput:
    """A vendor's reply to a published review."""

    review: ReviewKey
    body: str


@dataclass(frozen=True)
class ReviewReply:
    """A vendor's reply as its author sees it."""

    state: ReviewState
    body: str


@dataclass(frozen=True)
class SubmitReviewPayload:
    """The review, which awaits moderation."""

    review: OwnReview | None


@dataclass(frozen=True)
class EditReviewPayload:
    """The review; it awaits moderation again if its content changed."""

    review: OwnReview | None


@dataclass(frozen=True)
class WithdrawReviewPayload:
    """The withdrawn review, which is no longer shown."""

    review: OwnReview | None


@dataclass(frozen=True)
class VoteReviewPayload:
    """Your vote."""

    helpful: bool | None


@dataclass(frozen=True)
class ReportReviewPayload:
    """Whether the report was passed to moderators."""

    reported: bool | None


@dataclass(frozen=True)
class ReplyToReviewPayload:
    """The reply, which awaits moderation."""

    reply: ReviewReply | None


def submit_review(given: SubmitReviewInput, gate: Gate) -> SubmitReviewPayload:
    values = {each.name: getattr(given, each.name) for each in fields(given) if each.name != "solution"}
    chosen = {name: value for name, value in values.items() if value is not None}
    review = Review(solution_id=given.solution, author_id=gate.viewer.user_id, **chosen)
    return SubmitReviewPayload(build_own_review(actions.submit(review)))


def edit_review(given: EditReviewInput, gate: Gate) -> EditReviewPayload:
    values = {name: getattr(given, name) for name in CONTENT}
    changes = {name: value for name, value in values.items() if value is not None}
    return EditReviewPayload(build_own_review(actions.edit(Review.objects.get(pk=given.id), changes)))


def withdraw_review(given: WithdrawReviewInput, gate: Gate) -> WithdrawReviewPayload:
    return WithdrawReviewPayload(
        build_own_review(actions.withdraw(Review.objects.get(pk=given.id), person(gate)))
    )


def vote_review(given: VoteReviewInput, gate: Gate) -> VoteReviewPayload:
    vote = feedback.vote(Review.objects.get(pk=given.review), person(gate), given.helpful)
    return VoteReviewPayload(vote.helpful)


def report_review(given: ReportReviewInput, gate: Gate) -> ReportReviewPayload:
    review = Review.objects.get(pk=given.review)
    feedback.report(review, person(gate), given.reason, given.comment)
    return ReportReviewPayload(True)


def reply_to_review(given: ReplyToReviewInput, gate: Gate) -> ReplyToReviewPayload:
    reply: VendorReply = feedback.reply(Review.objects.get(pk=given.review), person(gate), given.body)
    return ReplyToReviewPayload(ReviewReply(ReviewState(reply.state), reply.body))


def person(gate: Gate) -> Any:
    return get_user_model().objects.get(pk=gate.viewer.user_id)


def build_own_review(review: Review) -> OwnReview:
    return OwnReview(
        id=review.pk, solution=review.solution_id, state=ReviewState(review.state), rating=review.rating,
        title=review.title, body=review.body, pros=review.pros, cons=review.cons, created_at=review.created_at,
    )  # fmt: skip


def select_own(gate: Gate) -> QuerySet[Review]:
    """The reviews that the viewer wrote."""
    return Review.objects.filter(author=gate.viewer.user_id)


def register() -> None:
    declare(
        ViewerList(
            "reviews", OwnReview, Review, select_own, build_own_review, ("-created_at",),
            "Your reviews in every state, the newest first.",
        )
    )  # fmt: skip
    verbs = (
        (
            "submitReview",
            SubmitReviewInput,
            SubmitReviewPayload,
            submit_review,
            "Write a review of a solution.",
        ),
        ("editReview", EditReviewInput, EditReviewPayload, edit_review, "Change one of your reviews."),
        (
            "withdrawReview",
            WithdrawReviewInput,
            WithdrawReviewPayload,
            withdraw_review,
            "Withdraw one of your reviews.",
        ),
        ("voteReview", VoteReviewInput, VoteReviewPayload, vote_review, "Vote whether a review was helpful."),
        (
            "reportReview",
            ReportReviewInput,
            ReportReviewPayload,
            report_review,
            "Report a review to moderators.",
        ),
        (
            "replyToReview",
            ReplyToReviewInput,
            ReplyToReviewPayload,
            reply_to_review,
            "Reply to a review on behalf of the vendor.",
        ),
    )
    for name, takes, answers, perform, description in verbs:
        declare(
            GraphQLMutation(
                name=name, input=takes, type=answers, perform=perform, description=description,
                permission=SIGNED_IN, cost=50, bucket="votes" if name == "voteReview" else "reviews",
            )
        )  # fmt: skip
