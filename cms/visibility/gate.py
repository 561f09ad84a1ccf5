"""Which rows a person sees in the admin: one filter per kind of content.

It is the sum of three: what the API's gate shows this person, what is their own (`declare_own`), and what their
permissions let them edit. Every list, chooser, search and address of the admin uses it, see `cms.compat.wagtail_admin`
and `cms.visibility.middleware`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionMember, Page
from wagtail.permissions import policy_registry

from cms.declarations import Gate, registry
from cms.visibility.current import current_gate
from cms.visibility.references import HeldRows

__all__ = ["AdminGate", "is_guarded", "narrowing_gate"]

NOTHING = Q(pk__in=())
BY_KIND = (Page, CollectionMember, Collection)
"""Models whose rows Wagtail hides by itself."""
EDITING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
"""Rights over a page each of which comes with reading it."""
FILES = frozenset({"change", "delete"})
MANAGING = frozenset({"add", "change", "delete"})
ROWS = ("view", "change", "delete", "publish")


def is_guarded(model: type[Model]) -> bool:
    """Whether rows of a model can be hidden from people who enter the admin. Locales, sites or content types cannot."""
    declared = model in registry.visibility or model in registry.own
    return declared or issubclass(model, BY_KIND) or hasattr(model, "snippet_viewset")


class AdminGate:
    """The filters of one request to the admin.

    public: the API's gate for the same person and site. held: what the rows that are edited refer to already.
    """

    def __init__(self, user: Any, public: Gate, held: HeldRows) -> None:
        self.user = user
        self.public = public
        self.held = held
        self._rules: dict[type[Model], Q] = {}
        self._complete: dict[type[Model], bool] = {}

    def sees_all(self, model: type[Model]) -> bool:
        """Whether this person may edit (or was granted to view) every row of a model."""
        if model not in self._complete:
            self._complete[model] = bool(self.user.is_superuser) or self._edits_all(model)
        return self._complete[model]

    def visible(self, model: type[Model]) -> Q:
        """The filter for the rows of a model that this person may see in the admin."""
        if self.sees_all(model):
            return Q()
        if model not in self._rules:
            parts = (self._build_public_rule(model), self._own(model), self._editable(model))
            # An empty Q admits everything, but Q() | x is x.
            self._rules[model] = reduce(or_, parts) if all(parts) else Q()
        return self._rules[model]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that this person may see; as keys, which a search of pages takes."""
        rule = self.visible(rows.model)
        return rows.filter(pk__in=rows.model._default_manager.filter(rule).values("pk")) if rule else rows

    def edits(self, page: Page) -> bool:
        """Whether this person may edit a page, and so see its unpublished changes."""
        policy: Any = policy_registry.get_by_type(Page)
        grants = policy.get_cached_permissions_for_user(self.user)
        return self.sees_all(Page) or any(page.path.startswith(grant.page.path) for grant in grants)

    def hides(self, row: Model) -> bool:
        """Whether this person may not see a row."""
        return bool(self.hidden_keys(type(row), [row.pk]))

    def rejected_keys(self, model: type[Model], keys: Iterable[Any]) -> set[Any]:
        """Those of the keys that this person may not choose: of rows that are hidden or do not exist, and that the
        edited row does not refer to already. Clean keys; one statement for rows that may be seen."""
        hidden = self.hidden_keys(model, keys)
        return {key for key in hidden if not self.held.holds(model, key)}

    def hidden_keys(self, model: type[Model], keys: Iterable[Any]) -> set[Any]:
        """Those of the keys that belong to rows which this person may not see; one statement at most."""
        wanted = set(keys)
        if not wanted or self.sees_all(model):
            return set()
        rows = model._default_manager.filter(pk__in=wanted).filter(self.visible(model))
        return wanted - set(rows.values_list("pk", flat=True))

    def _edits_all(self, model: type[Model]) -> bool:
        policy: Any = policy_registry.get_by_type(model)
        if issubclass(model, Page):
            grants = policy.get_cached_permissions_for_user(self.user)
            return any(grant.pk and grant.page.depth == 1 for grant in grants)
        if issubclass(model, Collection):
            return any(self.sees_all(files) for files in (get_image_model(), get_document_model()))
        if issubclass(model, CollectionMember):
            names = {f"{action}_{model._meta.model_name}" for action in FILES}
            grants = policy.get_cached_permissions_for_user(self.user)
            return any(grant.collection.depth == 1 and grant.permission.codename in names for grant in grants)
        codenames = (f"{model._meta.app_label}.{action}_{model._meta.model_name}" for action in ROWS)
        return any(self.user.has_perm(name) for name in codenames)

    def _build_public_rule(self, model: type[Model]) -> Q:
        """What the API shows; nothing of a model that is not part of it."""
        if issubclass(model, BY_KIND) or model in registry.visibility:
            return self.public.visible(model)
        return NOTHING

    def _own(self, model: type[Model]) -> Q:
        rule = registry.own.get(model)
        return rule(self.user) if rule and self.user.is_authenticated else NOTHING

    def _editable(self, model: type[Model]) -> Q:
        """Pages and files below what was granted, and the titles of the pages above them, which lead there."""
        policy: Any = policy_registry.get_by_type(model)
        if issubclass(model, Page):
            rows = policy.instances_user_has_any_permission_for(self.user, EDITING)
            granted = [grant.page.path for grant in policy.get_cached_permissions_for_user(self.user)]
            return Q(pk__in=rows.values("pk")) | Q(path__in=ancestor_paths(granted))
        if issubclass(model, CollectionMember):
            rows = policy.instances_user_has_any_permission_for(self.user, FILES)
            return Q(pk__in=rows.values("pk"))
        if issubclass(model, Collection):
            return self._editable_collections()
        return NOTHING

    def _editable_collections(self) -> Q:
        """Collections that this person manages, whose files they may change, or that hold a file of theirs."""
        managed: Any = policy_registry.get_by_type(Collection)
        rule = Q(pk__in=managed.instances_user_has_any_permission_for(self.user, MANAGING).values("pk"))
        for model in (get_image_model(), get_document_model()):
            policy: Any = policy_registry.get_by_type(model)
            names = {f"{action}_{model._meta.model_name}" for action in FILES}
            for grant in policy.get_cached_permissions_for_user(self.user):
                if grant.permission.codename in names:
                    rule |= Q(path__startswith=grant.collection.path)
            files = policy.instances_user_has_any_permission_for(self.user, FILES)
            rule |= Q(pk__in=files.values("collection"))
        return rule


def ancestor_paths(paths: Iterable[str]) -> set[str]:
    """The tree paths of all pages above those of the given paths; the root is above everything."""
    step = Page.steplen
    above = ({path[:end] for end in range(step, len(path), step)} for path in paths)
    return reduce(or_, above, {"1".zfill(step)})


def narrowing_gate(model: Any) -> AdminGate | None:
    """The gate of the request, where it hides any row of the model."""
    gate = current_gate()
    return None if gate is None or not is_guarded(model) or gate.sees_all(model) else gate
