"""The part of the gate that a key adds: the kinds and languages that it is limited to."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page, TranslatableMixin

from cms.declarations import Scope
from cms.declarations.scopes import list_kinds

__all__ = ["build_scope_rule"]

NOTHING = Q(pk__in=())


def build_scope_rule(model: type[Model], scope: Scope | None, locales: Mapping[int, str]) -> Q:
    """The filter for the rows of a model that a credential may read. locales: language codes by key."""
    if scope is None:
        return Q()
    rule = build_page_kinds_rule(scope) if model is Page else Q() if scope.admits(model) else NOTHING
    if scope.locales is not None and issubclass(model, TranslatableMixin):
        rule &= Q(locale_id__in=[key for key, code in locales.items() if code in scope.locales])
    return rule


def build_page_kinds_rule(scope: Scope) -> Q:
    """Pages that are asked for as plain pages are of the kinds of the credential all the same."""
    if scope.kinds is None:
        return Q()
    kinds = [
        model for label, model in list_kinds().items() if label in scope.kinds and issubclass(model, Page)
    ]
    return Q(content_type_id__in=[each.pk for each in ContentType.objects.get_for_models(*kinds).values()])
