"""Reviews: their rating, their moderation, and what happens to them."""

from __future__ import annotations

from cms.plugins.api.events import ReviewPublished, ReviewSubmitted, VendorReplyPublished
from cms.plugins.api.markers import Budget, Kind, hookspec
from cms.plugins.api.moderation import Proposal, ReviewText
from cms.plugins.api.ratings import RatingProvider


@hookspec(Kind.COLLECT, since="1.0", returns=RatingProvider)
def rating_provider() -> list[RatingProvider]:
    """Fill the slot "ratings": how stars become an aggregate and an order.

    Return a list of one RatingProvider. Called once at start. The manifest names the slot (`slot = "ratings"`), and the
    setting AIXPLORE_PLUGIN_SLOTS chooses among the plugins that fill it.

        @hookimpl
        def rating_provider() -> list[RatingProvider]:
            return [RatingProvider(name="mean", methodology="mean-1", ...)]
    """
    raise NotImplementedError


@hookspec(Kind.DECIDE, since="1.0", returns=Proposal, budget=Budget(2.0, 10), writes=True)
def moderate_review(review: ReviewText) -> Proposal | None:
    """Propose what a moderator should do with a review that was written or edited.

    review: its text and who wrote it; the stars are left out, for moderation is blind to them. Return a Proposal, or
    None to say nothing. Called after commit, in the background. A proposal is shown to moderators and decides
    nothing: a review stays hidden until a person publishes it, and also when no plugin answers.

        @hookimpl
        def moderate_review(review: ReviewText) -> Proposal | None:
            return Proposal("SPAM", "ADVERTISING", "Five links.") if links(review.text) > 4 else None
    """


@hookspec(Kind.NOTIFY, since="1.0")
def review_submitted(event: ReviewSubmitted) -> None:
    """A review was written or edited and waits for a decision.

    event: keys of the review and its solution. Called by the background worker after commit; it may come twice. Return
    nothing; raise to be called again later.

        @hookimpl
        def review_submitted(event: ReviewSubmitted) -> None:
            tell_the_chat_room(event.review)
    """


@hookspec(Kind.NOTIFY, since="1.0")
def review_published(event: ReviewPublished) -> None:
    """A moderator published a review. Arguments, calling and return: as for `review_submitted`.

    @hookimpl
    def review_published(event: ReviewPublished) -> None:
        tell_the_chat_room(event.review)
    """


@hookspec(Kind.NOTIFY, since="1.0")
def vendor_reply_published(event: VendorReplyPublished) -> None:
    """A moderator published a vendor's reply. Calling and return: as for `review_submitted`.

    @hookimpl
    def vendor_reply_published(event: VendorReplyPublished) -> None:
        tell_the_chat_room(event.reply)
    """
