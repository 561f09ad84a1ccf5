"""Who may do what: one table that packages declare, the reference page shows, and a test walks cell by cell.

Roles and their Django permissions stand in `roles`; this is what follows from them, from membership in a vendor, and
from how somebody signed in. A content type calls `declare_rights` in its `roles.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ImproperlyConfigured

from cms.identity.roles import ADMINISTRATOR, EDITOR, Role, registry as roles

__all__ = [
    "ANONYMOUS",
    "API_CLIENT",
    "EVERYBODY",
    "PEOPLE",
    "VISITOR",
    "Callers",
    "Right",
    "RightRegistry",
    "Road",
    "declare_rights",
    "declare_site_rights",
    "list_callers",
    "rights",
]

ANONYMOUS, VISITOR, API_CLIENT = "Anonymous", "Visitor", "API client"
CALLERS = {
    ANONYMOUS: "Who has not signed in.",
    VISITOR: "Who has signed in, without a role; the author of their own reviews.",
    API_CLIENT: "A machine with the API key of an editor, drafts included.",
}
"""The columns that are no roles."""


class Road(StrEnum):
    """The way in."""

    ADMIN = "Admin"
    API = "GraphQL"
    EDITORIAL = "API v3"


Callers = Collection["Role | str"] | Callable[[str], bool]
"""Roles and names of other columns; or a function that takes the name of a column."""


def is_caller(name: str) -> bool:
    return True


def is_person(name: str) -> bool:
    return name not in (ANONYMOUS, API_CLIENT)


EVERYBODY: Callers = is_caller
PEOPLE: Callers = is_person
"""All who have signed in; not machines in their place."""


@dataclass(frozen=True, slots=True)
class Right:
    """A line of the table. action: what may be done, with which object. owner: the module that declared it."""

    road: Road
    action: str
    callers: Callers
    owner: str

    def admits(self, name: str) -> bool:
        """Whether the caller of a column may do it."""
        if callable(self.callers):
            return self.callers(name)
        return name in {each.name if isinstance(each, Role) else each for each in self.callers}


class RightRegistry:
    """The declared lines. What is declared twice is rejected, naming both sides."""

    def __init__(self) -> None:
        self._rights: dict[tuple[Road, str], Right] = {}

    def declare_rights(self, owner: str, road: Road, lines: Mapping[str, Callers]) -> None:
        """Declare who may do what. owner: the module that declares, `__name__`. lines: the callers by action."""
        for action, callers in lines.items():
            known = self._rights.setdefault((road, action), Right(road, action, callers, owner))
            if known.owner != owner:
                raise ImproperlyConfigured(
                    f"“{action}” ({road}) is declared twice: by {known.owner} and by {owner}. Keep one of them."
                )

    def list_rights(self, road: Road) -> list[Right]:
        """The lines of one way in, ordered by what they say."""
        return [right for (way, _action), right in sorted(self._rights.items()) if way is road]


rights = RightRegistry()
declare_rights = rights.declare_rights


def list_callers() -> dict[str, str]:
    """The columns of the table, each with what it stands for."""
    named = {role.name: role.purpose for role in roles.list_roles()}
    return (
        {name: text for name, text in CALLERS.items() if name != API_CLIENT}
        | named
        | {API_CLIENT: CALLERS[API_CLIENT]}
    )


def has_role(name: str) -> bool:
    return name not in CALLERS


def may_change_files(name: str) -> bool:
    return any(role.name == name and role.files for role in roles.list_roles())


def declare_site_rights() -> None:
    """Declare what concerns the site itself and Wagtail."""
    administrators, editors = {ADMINISTRATOR}, {EDITOR, ADMINISTRATOR}
    declare_rights(
        __name__,
        Road.ADMIN,
        {
            "Enter the admin": has_role,
            "Open the list of images": may_change_files,
            "Add an image": may_change_files,
            "Open the list of documents": may_change_files,
            "Choose a person": editors,
            "Open the list of API keys": editors,
            "Open the list of consents": administrators,
            "Open the list of users": administrators,
            "Open the list of roles": administrators,
            "Open the list of redirects": administrators,
            "Open the list of sites": administrators,
            "Open the list of plugins": administrators,
        },
    )
    declare_rights(
        __name__,
        Road.API,
        {
            "Read their own account (`viewer`)": PEOPLE,
            "Change their profile": PEOPLE,
            "Get a copy of their data": PEOPLE,
        },
    )
