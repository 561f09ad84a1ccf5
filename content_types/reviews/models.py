"""Reviews, what people do with them, and the append-only log of every decision about them."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from grapple.models import GraphQLForeignKey, GraphQLInt, GraphQLString

from content_types.base.declare import GraphQLDateTime, GraphQLEnum
from content_types.base.validators import validate_past
from content_types.reviews.choices import (
    LIVE_STATES,
    CompanySize,
    Incentive,
    ReasonCode,
    Relationship,
    ReviewState,
    Verification,
)
from content_types.reviews.wording import check_language, check_lines, check_written, tidy

STARS = [MinValueValidator(1, _("Give 1 to 5 stars.")), MaxValueValidator(5, _("Give 1 to 5 stars."))]
SUB_RATINGS = ("ease_of_use", "features", "support", "value_for_money")


def long_text(label: str, length: int, **kwargs: Any) -> models.TextField:
    """Text of at most `length` characters; Django itself holds forms alone to that."""
    return models.TextField(label, max_length=length, validators=[MaxLengthValidator(length)], **kwargs)


def sub_rating(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=STARS)


def user_key(name: str | None = None, **kwargs: Any) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name=name or "+",
        **kwargs,
    )


class Review(models.Model):
    """One person's experience with one solution. Its state changes only through `reviews.actions`."""

    solution = models.ForeignKey(
        "solutions.Solution", verbose_name=_("solution"), on_delete=models.CASCADE, related_name="reviews"
    )
    author = user_key("reviews", verbose_name=_("author"))
    rating = models.PositiveSmallIntegerField(_("rating"), validators=STARS)
    ease_of_use = sub_rating(_("ease of use"))
    features = sub_rating(_("features"))
    support = sub_rating(_("support"))
    value_for_money = sub_rating(_("value for money"))
    title = models.CharField(_("title"), max_length=120)
    body = long_text(_("text"), 5000)
    pros = long_text(_("pros"), 1000, blank=True)
    cons = long_text(_("cons"), 1000, blank=True)
    reviewer_role = models.CharField(_("role"), max_length=80, blank=True)
    company_size = models.CharField(_("company size"), max_length=12, choices=CompanySize, blank=True)
    relationship = models.CharField(
        _("relation to the vendor"), max_length=12, choices=Relationship, default=Relationship.NONE
    )
    incentive = models.CharField(_("incentive"), max_length=12, choices=Incentive, default=Incentive.NONE)
    verification = models.CharField(
        _("verification"), max_length=10, choices=Verification, default=Verification.NONE
    )
    evidence_hash = models.CharField(max_length=64, blank=True, editable=False)
    verified_by = user_key(editable=False)
    verified_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    state = models.CharField(
        _("state"), max_length=10, choices=ReviewState, default=ReviewState.PENDING, editable=False
    )
    created_at = models.DateTimeField(_("written"), db_index=True, validators=[validate_past])
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False, validators=[validate_past])
    external_id = models.CharField(max_length=120, null=True, blank=True, unique=True, editable=False)

    graphql_fields = [
        GraphQLForeignKey("solution", "solutions.Solution"),
        GraphQLInt("rating", required=True),
        GraphQLInt("ease_of_use"),
        GraphQLInt("features"),
        GraphQLInt("support"),
        GraphQLInt("value_for_money"),
        GraphQLString("title", required=True),
        GraphQLString("body", required=True),
        GraphQLString("pros", required=True),
        GraphQLString("cons", required=True),
        GraphQLString("reviewer_role", required=True),
        GraphQLEnum("company_size", CompanySize),
        GraphQLEnum("relationship", Relationship, required=True),
        GraphQLEnum("incentive", Incentive, required=True),
        GraphQLEnum("verification", Verification, required=True),
        GraphQLString("language", required=True),
        GraphQLDateTime("created_at", required=True),
        GraphQLDateTime("published_at"),
        GraphQLForeignKey("reply", "reviews.VendorReply", description="The vendor's published reply."),
    ]

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(fields=["solution", "state", "-created_at"]),
            models.Index(fields=["rating", "created_at"], name="reviews_rating_desc"),
            models.Index(fields=["rating", "-created_at"], name="reviews_rating_asc"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(rating__range=(1, 5)), name="reviews_rating_1_to_5"),
            models.UniqueConstraint(
                fields=["author", "solution"],
                condition=models.Q(state__in=LIVE_STATES),
                name="reviews_one_live_per_author_and_solution",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        check_written(self, "title", "body")
        tidy(self, "title", "body", "pros", "cons", "reviewer_role")
        check_lines(self, "title", "reviewer_role")
        check_language(self.language)


class ReviewVersion(models.Model):
    """What a review said before an edit, so that a decision can be traced to the text it was about."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="reviews_version_unique")]


class ReviewVote(models.Model):
    """One reader's “helpful” or “not helpful”."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    helpful = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "voter"], name="reviews_one_vote_per_reader")
        ]


class VendorReply(models.Model):
    """The vendor's one answer to a review; public once it is published."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reply")
    author = user_key()
    vendor = models.ForeignKey("vendors.Vendor", null=True, on_delete=models.SET_NULL, related_name="replies")
    body = long_text(_("reply"), 3000)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)

    graphql_fields = [
        GraphQLForeignKey("vendor", "vendors.Vendor"),
        GraphQLString("body", required=True),
        GraphQLDateTime("created_at", required=True),
    ]

    class Meta:
        verbose_name = _("vendor reply")
        verbose_name_plural = _("vendor replies")

    def __str__(self) -> str:
        return self.body[:60]

    def clean(self) -> None:
        check_written(self, "body")
        tidy(self, "body")


class Report(models.Model):
    """A reader's complaint about a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    reporter = user_key()
    reason = models.CharField(_("reason"), max_length=20, choices=ReasonCode)
    comment = long_text(_("comment"), 1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="reviews_one_report_per_reader")
        ]


class ModerationAction(models.Model):
    """One decision. Rows are only ever added: a database trigger refuses changes, and a deleted review leaves
    its log behind, so `review` is a reference without a constraint. `version` is the text that was judged: 1 is the
    first, each edit makes the next; null in decisions that were logged without it."""

    review = models.ForeignKey(
        Review, on_delete=models.DO_NOTHING, db_constraint=False, related_name="moderation_actions"
    )
    moderator_id = models.BigIntegerField(null=True)
    moderator_name = models.CharField(max_length=150)
    from_state = models.CharField(_("earlier state"), max_length=10, choices=ReviewState)
    to_state = models.CharField(_("new state"), max_length=10, choices=ReviewState)
    reason = models.CharField(_("reason"), max_length=20, choices=ReasonCode)
    note = long_text(_("note"), 1000, blank=True)
    policy_version = models.CharField(max_length=20)
    version = models.PositiveIntegerField(_("version"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("moderation decision")
        indexes = [models.Index(fields=["-created_at"])]


class ModerationProposal(models.Model):
    """What a plugin proposes to do with a review, for its newest text. It decides nothing."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="proposals")
    plugin = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=ReviewState)
    reason = models.CharField(_("reason"), max_length=20, choices=ReasonCode)
    explanation = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["plugin"]
        constraints = [
            models.UniqueConstraint(fields=["review", "plugin"], name="reviews_one_proposal_per_plugin")
        ]
