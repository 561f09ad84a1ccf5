"""What can be merged, and what happens to the rows that refer to a merged record: declared by content types.

Rows of every model that refer to a record move to the one that is kept. The models are derived from Django; a rule is
declared only where rows must not move, or where two rows would become one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from cms.plugins.api.contributions import MergeRule
from cms.plugins.loader.records import State
from cms.plugins.runtime.current import platform

__all__ = [
    "DEFAULT",
    "Changes",
    "MergeKind",
    "RelationRule",
    "declare_follow_up",
    "declare_merge",
    "declare_rule",
    "find_kind",
    "find_rule",
    "follow_ups",
    "kinds",
]

Changes = Mapping[Any, Mapping[str, tuple[Any, Any]]]
"""Changed rows of one model: by primary key and column the value before and after."""


@dataclass(frozen=True, kw_only=True)
class MergeKind:
    """Records of a model that editors may merge.

    find_problems: takes the record to keep and the others, answers what forbids the merge. find_warnings: the same for
    what people should know before. Both answer sentences for people.
    """

    model: type[Model]
    find_problems: Callable[[Any, Sequence[Any]], Iterable[str]] = lambda kept, merged: ()
    find_warnings: Callable[[Any, Sequence[Any]], Iterable[str]] = lambda kept, merged: ()


@dataclass(frozen=True, kw_only=True)
class RelationRule:
    """What happens to rows that refer to a merged record by one field.

    action: "move"; "leave" them, so that they are deleted with the record; "fill": move them only if the record that is
    kept has none. prefer: terms of `order_by`, for rows of which only one may exist: the first stays; without them the
    row of the record that is kept does. loser: columns of the other row, which then stays as well; otherwise it is
    deleted. note: tells people what happens to such rows.
    """

    action: str = "move"
    prefer: Sequence[Any] = ()
    loser: Mapping[str, Any] | None = None
    note: Any = ""


DEFAULT = RelationRule()
LEAVE = RelationRule(action="leave")
LIBRARIES: Mapping[tuple[str, str], RelationRule] = {
    (f"wagtailcore.{model}", field): LEAVE
    for model, field in (
        ("GroupPagePermission", "page"),
        ("PageViewRestriction", "page"),
        ("WorkflowPage", "page"),
        ("PageLogEntry", "page"),
        ("Comment", "page"),
        ("Page", "alias_of"),
        ("Revision", "object_id"),
        ("WorkflowState", "object_id"),
    )
} | {
    ("wagtailsearch.IndexEntry", "object_id"): LEAVE,
    ("wagtailadmin.EditingSession", "object_id"): LEAVE,
    ("wagtailadmin.FormState", "object_id"): LEAVE,
}
"""Rows of libraries that belong to one page: moved, they would grant or restrict access to another page, or mix the
histories of two."""

kinds: dict[type[Model], MergeKind] = {}
follow_ups: dict[type[Model], list[Callable[[Changes, Any], None]]] = {}
_rules: dict[tuple[str, str], RelationRule] = dict(LIBRARIES)


def declare_merge(kind: MergeKind) -> None:
    """Let editors merge records of a model; called from `AppConfig.ready()`."""
    if kinds.setdefault(kind.model, kind) is not kind:
        raise ImproperlyConfigured(
            f"Merging {kind.model._meta.label} is declared twice: keep one declaration."
        )


def declare_rule(model: str, field: str, rule: RelationRule) -> None:
    """Decide about the rows of a model ("reviews.Review") that refer to a merged record by a field."""
    if _rules.setdefault((model, field), rule) is not rule:
        raise ImproperlyConfigured(f"What a merge does with {model}.{field} is declared twice: keep one.")


def declare_follow_up(model: type[Model], function: Callable[[Changes, Any], None]) -> None:
    """Have a function called when a merge, or its undoing, has changed rows of a model.

    It takes the changes and the person who merges, in the transaction, and is called before merged records are deleted.
    """
    follow_ups.setdefault(model, []).append(function)


def find_kind(model: type[Model]) -> MergeKind | None:
    return kinds.get(model)


def find_rule(model: type[Model], field: str) -> RelationRule:
    """The rule for a field: of a content type, else of the plugin whose model it is, else to move. Rows of a plugin
    that could not be loaded, whose rules are not known, stay where they are."""
    key = (model._meta.label, field)
    if key in _rules:
        return _rules[key]
    for each in platform().contributions(MergeRule):
        if (each.item.model, each.item.field) == key:
            return RelationRule(action=each.item.action, prefer=tuple(each.item.prefer))
    plugin = platform().plugins.get(model._meta.app_label)
    return LEAVE if plugin is not None and plugin.state is not State.LOADED else DEFAULT
