"""Rules of permission filters as data: a Q of look-ups, with placeholders for what each request brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q

from cms.base.reasons import Reason, mark_text as _

__all__ = ["GroupIds", "Now", "Placeholder", "ViewerId", "bind_rule", "find_rule_problem", "iterate_lookups"]


class Viewer(Protocol):
    """What a rule may depend on; `cms.declarations.Viewer` is one."""

    @property
    def now(self) -> datetime: ...
    @property
    def user_id(self) -> int | None: ...
    @property
    def group_ids(self) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of the request: `Q(until__lte=Now())`."""


@dataclass(frozen=True, slots=True)
class ViewerId:
    """The primary key of the user who asks: `Q(author_id=ViewerId())`. A look-up with it matches no row for an
    anonymous caller, and its negation every row."""


@dataclass(frozen=True, slots=True)
class GroupIds:
    """The primary keys of the user's groups, none for an anonymous caller: `Q(team_id__in=GroupIds())`."""


Placeholder = Now | ViewerId | GroupIds
NO_ROW = ("pk__in", ())


def iterate_lookups(rule: Q) -> Iterator[tuple[str, Any]]:
    """Every look-up of a rule with its value; ValueError for an expression."""
    for child in rule.children:
        if isinstance(child, Q):
            yield from iterate_lookups(child)
        elif isinstance(child, tuple):
            yield child
        else:
            raise ValueError(
                Reason(_("it contains the expression %(expression)s"), {"expression": repr(child)})
            )


def find_rule_problem(rule: Q) -> str:
    """Why a rule cannot be used, whatever its model; empty when it can."""
    try:
        for path, value in iterate_lookups(rule):
            if isinstance(value, list | tuple | set) and any(isinstance(each, Placeholder) for each in value):
                return Reason(
                    _("%(path)s: a placeholder is the whole value of a look-up, not a part of it."),
                    {"path": path},
                )
            if isinstance(value, GroupIds) and not path.endswith("__in"):
                return Reason(
                    _("%(path)s: GroupIds() goes with a look-up that ends in __in."), {"path": path}
                )
    except ValueError as error:
        return Reason(_("%(problem)s: use look-ups only."), {"problem": error.args[0]})
    return ""


def bind_rule(rule: Q, viewer: Viewer) -> Q:
    """The rule with the viewer's values in place of its placeholders."""
    children = [bind_child(child, viewer) for child in rule.children]
    return Q(*children, _connector=rule.connector, _negated=rule.negated)


def bind_child(child: Any, viewer: Viewer) -> Any:
    if isinstance(child, Q):
        return bind_rule(child, viewer)
    path, value = child
    if isinstance(value, Now):
        return path, viewer.now
    if isinstance(value, GroupIds):
        return path, sorted(viewer.group_ids)
    if isinstance(value, ViewerId):
        return NO_ROW if viewer.user_id is None else (path, viewer.user_id)
    return path, value
