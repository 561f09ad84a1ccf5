"""Which unpublished rows a person may read through the API with a key that reads drafts."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.declarations import registry

__all__ = ["build_draft_rule"]

NOTHING = Q(pk__in=())


def build_draft_rule(user: Any, model: type[Model]) -> Q:
    """The filter for the rows of a model that a person may edit, or that are their own."""
    edited = build_page_rule(user, model) if issubclass(model, Page) else build_row_rule(user, model)
    own = registry.own.get(model)
    mine = own(user) if own else NOTHING
    return edited | mine if edited and mine else Q()  # an empty Q admits everything, but Q() | x is x


def build_page_rule(user: Any, model: type[Page]) -> Q:
    policy: Any = policy_registry.get_by_type(model)
    grants = policy.get_cached_permissions_for_user(user)
    granted = [grant for grant in grants if grant.permission.codename == "change_page"]
    if user.is_superuser or any(grant.pk and grant.page.depth == 1 for grant in granted):
        return Q()
    rows = policy.instances_user_has_permission_for(user, "change")
    return Q(pk__in=rows.values("pk"))


def build_row_rule(user: Any, model: type[Model]) -> Q:
    name = f"{model._meta.app_label}.change_{model._meta.model_name}"
    return Q() if user.has_perm(name) else NOTHING
