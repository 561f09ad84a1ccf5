"""The one gate for reading: which rows of a model may this viewer see?

Every answer is a query filter, never a boolean, so that fetching, listing, filtering, ordering, counting, searching
and following a relation agree. A model's rule is what its kind demands (pages: live, not expired, inside the site
and outside private subtrees; drafted snippets: live; media: outside private collections), what its content type
declared on top, what plugins hide besides, and what the viewer's key is limited to. A model that declared nothing
cannot be read at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q
from django.utils.functional import cached_property
from wagtail.models import Collection, CollectionMember, DraftStateMixin, Page
from wagtail.models.view_restrictions import BaseViewRestriction

from cms.base.private_subtrees import PrivateSubtree
from cms.declarations import Viewer, everyone, registry
from content_api.access.plugin_filters import plugin_rule
from content_api.access.scopes import build_scope_rule
from content_api.access.sites import SiteMap
from content_api.access.structure import Structure
from content_api.access.subtrees import InSubtree

NOTHING = Q(pk__in=())


class Gate:
    """The filters of one request."""

    def __init__(self, viewer: Viewer, site: SiteMap, structure: Structure) -> None:
        self.viewer = viewer
        self.site = site
        self.structure = structure
        self._rules: dict[type[Model], Q] = {}
        self._plugin_rules: dict[type[Model], Q] = {}

    def visible(self, model: type[Model], prefix: str = "") -> Q:
        """The filter for the rows of `model` that the viewer may see, seen through the relation `prefix`."""
        if model not in self._rules:
            self._rules[model] = (
                self._kind_rule(model) & self._declared_rule(model) & self._plugin_rule(model)
            )
        return prefix_rule(self._rules[model], prefix)

    def visible_when_linked(self, model: type[Model], prefix: str = "") -> Q:
        """The same for rows that a visible row links to, where the declared rule asks for no more than such a link."""
        return prefix_rule(self._kind_rule(model) & self._plugin_rule(model), prefix)

    def visible_by(self, link: type[Model], model: type[Model], prefix: str = "") -> Q:
        """The same for rows to which rows of the model `link` lead from visible rows."""
        if link in registry.shown_by.get(model, ()):
            return self.visible_when_linked(model, prefix)
        return self.visible(model, prefix)

    @property
    def default_locale(self) -> str:
        """The language of what is asked for without one: the site's, or the first that the credential reads."""
        scope, standard = self.viewer.scope, self.site.default_locale
        if scope is None or scope.locales is None or standard in scope.locales:
            return standard
        return min(scope.locales)

    def in_language(self, code: str | None = None) -> Q:
        """The filter for pages of a language, the site's default one without a code; none when there is no such
        language."""
        wanted = code or self.default_locale
        keys = [key for key, language in self.structure.locales.items() if language == wanted]
        return Q(locale_id=keys[0]) if keys else NOTHING

    def _kind_rule(self, model: type[Model]) -> Q:
        rule = build_scope_rule(model, self.viewer.scope, self.structure.locales)
        if issubclass(model, Page):
            rule &= self._page_rule
        if issubclass(model, DraftStateMixin):
            rule &= self._build_stage_rule(model)
        if issubclass(model, CollectionMember):
            rule &= ~build_subtree_rule("collection__path", self._denied_collections)
        if issubclass(model, Collection):
            rule &= ~build_subtree_rule("path", self._denied_collections)
        return rule

    def _build_stage_rule(self, model: type[Model]) -> Q:
        """Published rows; also those never or no longer published, where the credential and its owner may see them."""
        published = Q(live=True) & (Q(expire_at__isnull=True) | Q(expire_at__gt=self.viewer.now))
        scope = self.viewer.scope
        return published | (Q(live=False) & scope.drafts(model)) if scope and scope.drafts else published

    def _declared_rule(self, model: type[Model]) -> Q:
        if model is Page:
            return self._build_kind_rules()
        if issubclass(model, CollectionMember | Collection):
            return registry.visibility.get(model, everyone)(self)
        if model not in registry.visibility:
            raise ImproperlyConfigured(
                f"{model._meta.label} has no visibility rule. Call declare_visibility() in its app's ready()."
            )
        return registry.visibility[model](self)

    def _build_kind_rules(self) -> Q:
        """Pages that are asked for as plain pages obey the rule of their own kind all the same."""
        rule = Q()
        for kind, declared in registry.visibility.items():
            if issubclass(kind, Page) and (own := declared(self) & self._plugin_rule(kind)):
                admitted = kind._default_manager.filter(own).values("pk")
                rule &= ~Q(content_type=ContentType.objects.get_for_model(kind)) | Q(pk__in=admitted)
        return rule

    def _plugin_rule(self, model: type[Model]) -> Q:
        """What plugins let the viewer see of a model; they are asked once."""
        if model not in self._plugin_rules:
            site = self.site.site.pk if self.site.site else None
            self._plugin_rules[model] = plugin_rule(model, self.viewer, site)
        return self._plugin_rules[model]

    @cached_property
    def _page_rule(self) -> Q:
        if not self.site.roots:
            return NOTHING
        inside = build_subtree_rule("path", [root.tree_path for root in self.site.roots])
        return inside & ~build_subtree_rule("path", self._denied_pages)

    @cached_property
    def _denied_pages(self) -> list[str]:
        return self._find_denied_paths(self.structure.private_pages)

    @cached_property
    def _denied_collections(self) -> list[str]:
        return self._find_denied_paths(self.structure.private_collections)

    def _find_denied_paths(self, restrictions: Iterable[PrivateSubtree]) -> list[str]:
        """Tree paths of the private subtrees that this viewer may not enter."""
        return [each.tree_path for each in restrictions if not self._admits(each.kind, each.group_ids)]

    def _admits(self, kind: str, groups: Iterable[int]) -> bool:
        """Wagtail's meaning of each restriction; a shared password is not a way into the API."""
        if kind == BaseViewRestriction.LOGIN:
            return self.viewer.user_id is not None
        if kind == BaseViewRestriction.GROUPS:
            return self.viewer.is_superuser or bool(self.viewer.group_ids.intersection(groups))
        return False


def build_subtree_rule(column: str, paths: Iterable[str]) -> Q:
    """Rows whose tree path lies in one of the subtrees; nothing when there are none."""
    return reduce(or_, [Q((f"{column}__{InSubtree.lookup_name}", path)) for path in paths], Q(pk__in=()))


def prefix_rule(rule: Q, prefix: str) -> Q:
    """The same rule, said of the relation that `prefix` ("vendor__") leads to."""
    if not prefix:
        return rule
    children = [_prefixed_child(child, prefix) for child in rule.children]
    return Q(*children, _connector=rule.connector, _negated=rule.negated)


def _prefixed_child(child: Any, prefix: str) -> Any:
    if isinstance(child, Q):
        return prefix_rule(child, prefix)
    if isinstance(child, tuple):
        return (f"{prefix}{child[0]}", child[1])
    raise ImproperlyConfigured(
        f"A visibility rule contains {child!r}: use look-ups and sub-queries in `pk__in` only."
    )
