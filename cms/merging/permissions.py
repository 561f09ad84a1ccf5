"""Who may merge: people who may change all the records, and delete those that go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, LockableMixin, Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from cms.merging.kinds import kinds
from cms.visibility.current import current_gate

__all__ = [
    "MergePolicy",
    "find_lock_problems",
    "find_permission_problems",
    "has_permission",
    "is_live_draftable",
    "list_mergeable_models",
    "list_visible_models",
    "may_merge_some",
]


def find_permission_problems(user: Any, kept: Any, merged: Sequence[Any]) -> list[str]:
    """What this person may not do of a merge, in sentences for them."""
    found = [
        _("You may not change “%(name)s”.") % {"name": row}
        for row in (kept, *merged)
        if not has_permission(user, "change", row)
    ]
    if is_live_draftable(kept) and not has_permission(user, "publish", kept):
        found.append(_("You may not publish changes of “%(name)s”.") % {"name": kept})
    found += [
        _("You may not delete “%(name)s”.") % {"name": row}
        for row in merged
        if not has_permission(user, "delete", row)
    ]
    return found


def is_live_draftable(row: Any) -> bool:
    return isinstance(row, DraftStateMixin) and bool(row.live)


def has_permission(user: Any, action: str, row: Any) -> bool:
    """Whether a person may do this with a row; what a page allows is asked of the page."""
    if isinstance(row, Page):
        tester = row.permissions_for_user(user)
        match action:
            case "change":
                return bool(tester.can_edit())
            case "publish":
                return bool(tester.can_publish())
        return bool(tester.can_delete())
    return bool(get_policy(type(row)).user_has_permission_for_instance(user, action, row))


def find_lock_problems(user: Any, rows: Iterable[Any]) -> list[str]:
    """Records that somebody locked against this person, or that wait in a workflow which does."""
    return [
        _("“%(name)s” is locked: have it unlocked first.") % {"name": row}
        for row in rows
        if isinstance(row, LockableMixin) and (lock := row.get_lock()) and lock.for_user(user)
    ]


def may_merge_some(user: Any, model: type[Model]) -> bool:
    """Whether it makes sense to offer merging for a model."""
    policy = get_policy(model)
    if issubclass(model, Page):
        return bool(user.is_superuser) or bool(
            {grant.permission.codename for grant in policy.get_cached_permissions_for_user(user) if grant.pk}
            & {"add_page", "change_page"}
        )
    return all(policy.user_has_permission(user, action) for action in ("change", "delete"))


def list_mergeable_models(user: Any) -> list[type[Model]]:
    return [model for model in kinds if may_merge_some(user, model)]


def get_policy(model: type[Model]) -> Any:
    return policy_registry.get_by_type(model) or ModelPermissionPolicy(model)


def list_visible_models(user: Any) -> list[type[Model]]:
    """The kinds whose merges a person sees: those all of whose records they see and may merge."""
    gate = current_gate()
    return [model for model in list_mergeable_models(user) if gate is not None and gate.sees_all(model)]


class MergePolicy(ModelPermissionPolicy):
    """Who may merge records of a kind sees its merges."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return bool(list_visible_models(user))

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and self.user_has_any_permission(user, [action])
