"""Who is asking, and the gate: the filters for the rows that a viewer may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Model, Q

from cms.declarations.scopes import Scope

__all__ = ["Gate", "Ownership", "Viewer", "Visibility", "everyone"]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, and when. `user_id` is None for an anonymous caller; `group_ids` are Django group keys. `scope` is
    what the credential of a machine is limited to; None for people. `shares_email` is False for who may not be told the
    address of the person: a client without the scope “email”. `is_first_party` is False for a client of somebody else,
    which should not do what a person has to do by their own hand."""

    now: datetime
    user_id: int | None = None
    group_ids: frozenset[int] = frozenset()
    is_superuser: bool = False
    scope: Scope | None = None
    shares_email: bool = True
    is_first_party: bool = True

    @property
    def is_person(self) -> bool:
        """Whether somebody has signed in: then what is theirs may be shown, too."""
        return self.user_id is not None and self.scope is None

    def reads(self, model: type[Model]) -> bool:
        """Whether the credential is limited to other kinds than this model's. What is worked out from rows, such as a
        rating from reviews, is as public as they are: ask before you answer, filter or order by it."""
        return self.scope is None or self.scope.admits(model)


class Gate(Protocol):
    """The access gate: filters for the rows that a viewer may see. Fields, queries and mutations are given one; views
    and panels ask `get_gate(request)`, jobs and events `get_public_gate()`.

    viewer: who is asking, and when.
    """

    viewer: Viewer

    def visible(self, model: type[Model], prefix: str = "") -> Q:
        """The Q filter for the visible rows of a model: `Solution.objects.filter(gate.visible(Solution))`. With
        `prefix` ("solution__") it speaks of the relation of that name. ImproperlyConfigured for a model that the API
        does not show, such as one of your own: filter its relations instead."""
        ...

    def visible_by(self, link: type[Model], model: type[Model], prefix: str = "") -> Q:
        """The same for rows to which rows of the model `link` lead from rows that were checked, such as tags."""
        ...

    def in_language(self, code: str | None = None) -> Q:
        """The Q filter for pages of a language, by its code, or of the site's default language; without pages where
        the site has no such language."""
        ...


Visibility = Callable[[Gate], Q]
"""Given the gate, the filter over a model's own columns and relations that admits its visible rows."""


Ownership = Callable[[Any], Q]
"""Given a signed-in user, the filter over a model's own columns that admits the rows that belong to them."""


def everyone(gate: Gate) -> Q:
    """The rule of models whose rows are public, or are only ever reached through a parent that was checked."""
    return Q()
