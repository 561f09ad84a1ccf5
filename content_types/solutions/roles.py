"""What each role may do with solutions, next to its permissions on all pages."""

from cms.identity.roles import ADMINISTRATOR, EDITOR, declare_permissions


def register() -> None:
    editing = {"solutions.solution": "change"}
    declare_permissions(__name__, {EDITOR: editing, ADMINISTRATOR: editing})
