"""All declarations of this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from cms.declarations.access import Ownership, Visibility
from cms.declarations.collections import ApiCollection, CollectionSummary, Filter, SearchKind, Terms
from cms.declarations.facets import Facet
from cms.declarations.fields import BatchField, ComputedField, RelatedField
from cms.declarations.viewers import ViewerList
from cms.plugins.api.contributions import GraphQLMutation

__all__ = [
    "Contributed",
    "Declaration",
    "DeclaredField",
    "Registry",
    "declare",
    "declare_own",
    "declare_read",
    "declare_visibility",
    "extend",
    "registry",
]

DeclaredField = ComputedField | BatchField | RelatedField
Contributed = tuple[str, str, Filter | None, Facet | None]
"""Of a plugin: the name of a collection, that of the filter, and what is added to its filters and facets."""
Declaration = ApiCollection | CollectionSummary | DeclaredField | SearchKind | GraphQLMutation | ViewerList


class Registry:
    """All declarations of this process; a name given twice is refused, naming both sides."""

    def __init__(self) -> None:
        self.visibility: dict[type[Model], Visibility] = {}
        self.shown_by: dict[type[Model], frozenset[type[Model]]] = {}
        self.own: dict[type[Model], Ownership] = {}
        self.read: dict[type[Model], None] = {}
        self.collections: dict[str, ApiCollection] = {}
        self.fields: dict[tuple[type[Model], str], DeclaredField] = {}
        self.search_kinds: dict[str, SearchKind] = {}
        self.mutations: dict[str, GraphQLMutation] = {}
        self.viewer_lists: dict[str, ViewerList] = {}
        self.summaries: dict[str, CollectionSummary] = {}
        self._contributed: list[tuple[dict[str, Any], str]] = []

    def declare(self, *declarations: Declaration) -> None:
        for item in declarations:
            match item:
                case ApiCollection():
                    self._check_orders(item)
                    self._check_facets(item)
                    self._add(self.collections, item.name, item)
                case CollectionSummary():
                    self._add(self.summaries, item.name, item)
                case SearchKind():
                    self._add(self.search_kinds, item.name, item)
                case ViewerList():
                    self._add(self.viewer_lists, item.name, item)
                case GraphQLMutation():
                    self._add(self.mutations, item.name, item)
                case _:
                    self._add(self.fields, (item.model, item.name), item)

    def declare_visibility(
        self, model: type[Model], rule: Visibility, shown_by: Iterable[type[Model]] = ()
    ) -> None:
        """Who may see the rows of a model. shown_by: models of links; the rule lets everybody see a row to which such
        a link leads from a row that they see, so it is not asked again there. Rules of plugins are."""
        self._add(self.visibility, model, rule)
        self.shown_by[model] = frozenset(shown_by)

    def declare_read(self, *models: type[Model]) -> None:
        """Rows that answers are worked out from, although they are not shown as rows: votes that are counted, users
        whose names are shown. What is kept of answers is dropped when one of them changes."""
        self.read.update(dict.fromkeys(models))

    def declare_own(self, model: type[Model], rule: Ownership) -> None:
        """Rows that a person sees in the admin next to what the API shows them. Use sub-queries in `pk__in` for
        relations with many rows."""
        self._add(self.own, model, rule)

    def extend(
        self,
        name: str,
        *,
        orders: Mapping[str, Terms] | None = None,
        filters: Mapping[str, Filter] | None = None,
        facets: Mapping[str, Facet] | None = None,
    ) -> None:
        """Add to a collection of another content type, declared before; no name may be taken."""
        known = self.collections[name]
        given: dict[str, Any] = {"orders": orders or {}, "filters": filters or {}, "facets": facets or {}}
        for kind, added in given.items():
            if clash := set(added) & set(getattr(known, kind)):
                raise ImproperlyConfigured(f"Collection {name!r} has {', '.join(sorted(clash))} already.")
        changed = replace(
            known,
            orders={**known.orders, **given["orders"]},
            filters={**known.filters, **given["filters"]},
            facets={**known.facets, **given["facets"]},
        )
        self._check_facets(changed)
        self.collections[name] = changed

    def set_contributions(self, parts: Iterable[Contributed]) -> None:
        """Add what plugins contribute to collections, and take away what was added by the call before."""
        for items, name in self._contributed:
            items.pop(name, None)
        self._contributed = []
        for collection, name, *added in parts:
            known = self.collections[collection]
            for target, part in zip((known.filters, known.facets), added, strict=True):
                if part is not None:
                    items = cast(dict[str, Any], target)
                    items[name] = part
                    self._contributed.append((items, name))

    def get_fields(self, model: type[Model]) -> Iterable[DeclaredField]:
        return [item for (owner, _), item in self.fields.items() if issubclass(model, owner)]

    @staticmethod
    def _add(target: dict[Any, Any], key: Any, item: Any) -> None:
        if key in target and target[key] != item:
            raise ImproperlyConfigured(
                f"{key!r} is declared twice: by {target[key]!r} and by {item!r}. Rename one of them."
            )
        target[key] = item

    @staticmethod
    def _check_orders(collection: ApiCollection) -> None:
        if collection.default_order not in collection.orders:
            raise ImproperlyConfigured(
                f"Collection {collection.name!r}: default_order {collection.default_order!r} is not one of its "
                f"orders ({', '.join(collection.orders)})."
            )

    @staticmethod
    def _check_facets(collection: ApiCollection) -> None:
        if unknown := sorted(set(collection.facets) - set(collection.filters)):
            raise ImproperlyConfigured(
                f"Collection {collection.name!r}: no filter takes the values of {', '.join(unknown)}. Name each facet "
                "after its filter."
            )


registry = Registry()
declare = registry.declare
declare_visibility = registry.declare_visibility
declare_own = registry.declare_own
declare_read = registry.declare_read
extend = registry.extend
