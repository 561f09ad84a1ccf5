"""Who decides about reviews and replies."""

from cms.identity.rights import PEOPLE, Road, declare_rights
from cms.identity.roles import ADMINISTRATOR, Role, declare_permissions
from content_types.vendors.roles import VENDOR

MODERATOR = Role("Moderator", "Decides about reviews and vendors' replies.")


def register() -> None:
    moderation = {
        "reviews.review": "change view",
        "reviews.vendorreply": "change view",
        "reviews.report": "view",
        "reviews.moderationaction": "view",
    }
    administration = {**moderation, "reviews.review": "add change view"}
    deciding = {**moderation, "vendors.vendorclaim": "change view"}
    declare_permissions(__name__, {MODERATOR: deciding, ADMINISTRATOR: administration})
    moderators = {MODERATOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Open the list of reviews": moderators,
            "Look at a review": moderators,
            "Approve a review": moderators,
            "Add a review": {ADMINISTRATOR},
            "Open the list of replies": moderators,
            "Open the list of decisions": moderators,
            "Open the list of vendor claims": moderators,
            "Approve a vendor claim": moderators,
        },
    )
    declare_rights(
        __name__,
        Road.API,
        {
            "Write a review": PEOPLE,
            "Edit their own review": PEOPLE,
            "Edit the review of another person": (),
            "Vote on a review": PEOPLE,
            "Report a review": PEOPLE,
            "Reply to a review of the own vendor": {VENDOR},
            "Reply to a review of another vendor": (),
            "Read a review that waits": (),
        },
    )
