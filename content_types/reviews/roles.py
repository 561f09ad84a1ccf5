"""Who decides about reviews and replies."""

from cms.identity.roles import ADMINISTRATOR, Role, declare_permissions

MODERATOR = Role("Moderator", "Decides about reviews and vendors' replies.")


def register() -> None:
    moderation = {
        "reviews.review": "change view",
        "reviews.vendorreply": "change view",
        "reviews.report": "view",
        "reviews.moderationaction": "view",
    }
    administration = {**moderation, "reviews.review": "add change view"}
    declare_permissions(__name__, {MODERATOR: moderation, ADMINISTRATOR: administration})
