"""The fixed vocabularies of reviews, and the moves a review may make between its states."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from cms.base.choices import TextChoices


class ReviewState(TextChoices):
    """The moderation state of a review. Only published reviews are public."""

    PENDING = "pending", _("Pending")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = ReviewState
TRANSITIONS: dict[str, frozenset[str]] = {
    S.PENDING: frozenset({S.PUBLISHED, S.REJECTED, S.SPAM, S.WITHDRAWN}),
    S.PUBLISHED: frozenset({S.PENDING, S.REJECTED, S.SPAM, S.WITHDRAWN}),
    S.REJECTED: frozenset({S.PENDING, S.PUBLISHED}),
    S.SPAM: frozenset({S.PENDING, S.PUBLISHED}),
    S.WITHDRAWN: frozenset(),
}
LIVE_STATES = (S.PENDING, S.PUBLISHED)
"""States of which an author may have one review per solution."""


class Relationship(TextChoices):
    """The author's relationship to the vendor; always shown next to the review."""

    NONE = "none", pgettext_lazy("review", "None")
    CUSTOMER = "customer", _("Customer")
    PARTNER = "partner", _("Partner")
    EMPLOYEE = "employee", _("Employee")
    COMPETITOR = "competitor", _("Competitor")


INSIDERS = (Relationship.EMPLOYEE, Relationship.PARTNER)
"""What members of the vendor can be to it."""


class Incentive(TextChoices):
    """What the author received for the review; always shown next to it."""

    NONE = "none", pgettext_lazy("review", "None")
    FREE_ACCESS = "free_access", _("Free access")
    DISCOUNT = "discount", _("Discount")
    GIFT = "gift", _("Gift")
    PAID = "paid", _("Payment")


class Verification(TextChoices):
    """How it was checked that the author uses the solution."""

    NONE = "none", _("Not verified")
    EMAIL = "email", _("E-mail confirmed")
    PURCHASE = "purchase", _("Use proven")


class CompanySize(TextChoices):
    """How many people work where the author uses the solution."""

    SOLO = "solo", _("One person")
    SMALL = "small", _("2–50")
    MEDIUM = "medium", _("51–500")
    LARGE = "large", _("501–5,000")
    ENTERPRISE = "enterprise", _("More than 5,000")


class ReasonCode(TextChoices):
    """The reason of a moderator's decision, approvals included."""

    OK = "ok", _("Meets the policy")
    OFF_TOPIC = "off_topic", _("Not about the solution")
    ABUSE = "abuse", _("Insult, threat or hate")
    PERSONAL_DATA = "personal_data", _("Contains personal data")
    CONFLICT = "conflict", _("Undisclosed interest")
    FAKE = "fake", _("Not a genuine experience")
    ADVERTISING = "advertising", _("Advertising or links")
    DUPLICATE = "duplicate", _("Duplicate")
    AUTHOR = "author", _("At the author's request")
    APPEAL = "appeal", _("Decided again after an appeal")
    MISTAKE = "mistake", _("The last decision was a mistake")


R = ReasonCode
COMPLAINTS = frozenset(ReasonCode) - {R.OK, R.AUTHOR, R.APPEAL, R.MISTAKE}
"""Reasons for which a reader may report a review."""
REASONS: dict[str, tuple[ReasonCode, ...]] = {
    S.PUBLISHED: (R.OK, R.APPEAL),
    S.REJECTED: (
        R.OFF_TOPIC, R.ABUSE, R.PERSONAL_DATA, R.CONFLICT, R.FAKE, R.ADVERTISING, R.DUPLICATE, R.AUTHOR, R.APPEAL,
    ),
    S.SPAM: (R.ADVERTISING, R.FAKE, R.DUPLICATE, R.OFF_TOPIC, R.ABUSE),
    S.PENDING: (R.MISTAKE, R.APPEAL, R.AUTHOR),
}  # fmt: skip
"""Which reasons fit a decision, by the state that it leads to; the order is that of the form."""
USUAL_REASONS: dict[str, ReasonCode] = {S.PUBLISHED: R.OK, S.SPAM: R.ADVERTISING, S.PENDING: R.MISTAKE}
"""The reason that a form starts with. A rejection has none: its author is told why, so a person chooses."""
FALLBACK_REASONS: dict[str, ReasonCode] = USUAL_REASONS | {S.REJECTED: R.OFF_TOPIC}
"""The reason of a proposal whose own does not fit."""
