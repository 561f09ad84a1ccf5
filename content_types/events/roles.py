"""What each role may do with registrations for events, next to its permissions on all pages."""

from cms.identity.roles import ADMINISTRATOR, EDITOR, declare_permissions


def register() -> None:
    reading = {"events.registration": "view"}
    declare_permissions(__name__, {EDITOR: reading, ADMINISTRATOR: reading})
