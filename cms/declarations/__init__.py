"""What a content type says of itself to the API, as data.

A content type declares who may see its rows, which collections it offers and which computed fields it adds, from
its `AppConfig.ready()`. The API reads these declarations and owns the SQL: nothing here imports Django's ORM
machinery beyond `Q`, and a new content type needs no file in the API package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q

from cms.plugins.api.contributions import GraphQLMutation

__all__ = [
    "ApiCollection",
    "BatchField",
    "ComputedField",
    "Filter",
    "Gate",
    "Nested",
    "SearchKind",
    "Viewer",
    "declare",
    "declare_own",
    "declare_visibility",
    "everyone",
    "extend",
    "is_choices",
    "registry",
]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking, and when. `user_id` is None for an anonymous caller; `group_ids` are Django group keys."""

    now: datetime
    user_id: int | None = None
    group_ids: frozenset[int] = frozenset()
    is_superuser: bool = False


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


Visibility = Callable[[Gate], Q]
"""Given the gate, the filter over a model's own columns and relations that admits its visible rows."""


Ownership = Callable[[Any], Q]
"""Given a signed-in user, the filter over a model's own columns that admits the rows that belong to them."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One input field of a collection's filter.

    path: Django look-up path from the model ("vendor__slug"); relations on the way are passed through the gate, and
        a many-valued relation becomes a sub-query, so no filter can ask about a hidden row or double a visible one.
    type: str, int, float, bool, date, datetime, "ID", or an enumeration of Django choices.
    lookup: the look-up ("exact", "gte", "folded_startswith"…). many: the argument is a list, any of which may match.
    build: for what a path cannot say; takes the value and the gate and returns the filter.
    """

    path: str
    type: type | str
    description: str
    lookup: str = "exact"
    many: bool = False
    build: Callable[[Any, Gate], Q] | None = None


@dataclass(frozen=True, slots=True)
class Nested:
    """Offer a collection as a connection on the parent that `relation` (a foreign key) points to."""

    relation: str
    field: str
    description: str


Terms = Sequence[str] | Callable[[], Sequence[str]]


@dataclass(frozen=True, eq=False)
class ApiCollection:
    """A list the API offers: a root connection, and connections nested under parents.

    orders: name of each enum value to its terms ("-popularity"), or to a function that answers them when needed;
        nulls sort last, and the primary key is added. A term may go through one-to-one relations ("-rating__score").
    one: the root field for one row, looked up by `keys` (argument name to column); None when there is none.
    arguments: filters that stand directly on the root field instead of in its filter object.
    """

    name: str
    model: type[Model]
    description: str
    orders: Mapping[str, Terms]
    default_order: str
    filters: Mapping[str, Filter] = field(default_factory=dict)
    one: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    nested: Sequence[Nested] = ()
    arguments: Mapping[str, Filter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A field worked out from one row alone, by the attribute or method without arguments named `attribute`.

    `type` is a scalar type, a list of one (`list[str]`), or a frozen dataclass, which becomes an object type.
    """

    model: type[Model]
    name: str
    type: Any
    attribute: str
    description: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class BatchField:
    """A field loaded for many rows at once: `load` takes their keys and the gate and maps key to value.

    It must cost a constant number of statements whatever the number of keys; a key left out answers `default`.
    cost: points for each row, where it does more than its type tells.
    """

    model: type[Model]
    name: str
    type: Any
    load: Callable[[Sequence[int], Gate], Mapping[int, Any]]
    description: str
    required: bool = False
    default: Any = None
    cost: int | None = None


@dataclass(frozen=True, eq=False)
class SearchKind:
    """A kind that `search` and `suggest` cover.

    title: the column that suggestions complete. collection: whose filters search offers for it, those in `filters`.
    facets: name to Django path; each distinct visible value is counted over the hits.
    """

    name: str
    model: type[Model]
    title: str = "title"
    collection: str | None = None
    filters: Sequence[str] = ()
    facets: Mapping[str, str] = field(default_factory=dict)


Declaration = ApiCollection | ComputedField | BatchField | SearchKind | GraphQLMutation


class Registry:
    """All declarations of this process; a name given twice is refused, naming both sides."""

    def __init__(self) -> None:
        self.visibility: dict[type[Model], Visibility] = {}
        self.own: dict[type[Model], Ownership] = {}
        self.collections: dict[str, ApiCollection] = {}
        self.fields: dict[tuple[type[Model], str], ComputedField | BatchField] = {}
        self.search_kinds: dict[str, SearchKind] = {}
        self.mutations: dict[str, GraphQLMutation] = {}

    def declare(self, *declarations: Declaration) -> None:
        for item in declarations:
            match item:
                case ApiCollection():
                    self._check_orders(item)
                    self._add(self.collections, item.name, item)
                case SearchKind():
                    self._add(self.search_kinds, item.name, item)
                case GraphQLMutation():
                    self._add(self.mutations, item.name, item)
                case _:
                    self._add(self.fields, (item.model, item.name), item)

    def declare_visibility(self, model: type[Model], rule: Visibility) -> None:
        self._add(self.visibility, model, rule)

    def declare_own(self, model: type[Model], rule: Ownership) -> None:
        """Rows that a person sees in the admin next to what the API shows them. Use sub-queries in `pk__in` for
        relations with many rows."""
        self._add(self.own, model, rule)

    def extend(self, name: str, *, orders: Mapping[str, Terms], filters: Mapping[str, Filter]) -> None:
        """Add orders and filters to a collection of another content type, declared before; no name may be taken."""
        known = self.collections[name]
        for added, taken in ((orders, known.orders), (filters, known.filters)):
            if clash := set(added) & set(taken):
                raise ImproperlyConfigured(f"Collection {name!r} has {', '.join(sorted(clash))} already.")
        self.collections[name] = replace(
            known, orders={**known.orders, **orders}, filters={**known.filters, **filters}
        )

    def fields_of(self, model: type[Model]) -> Iterable[ComputedField | BatchField]:
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


registry = Registry()
declare = registry.declare
declare_visibility = registry.declare_visibility
declare_own = registry.declare_own
extend = registry.extend


def is_choices(kind: Any) -> bool:
    """Whether a declared type is an enumeration (Django's TextChoices and IntegerChoices are)."""
    return isinstance(kind, type) and issubclass(kind, Enum)


def everyone(gate: Gate) -> Q:
    """The rule of models whose rows are public, or are only ever reached through a parent that was checked."""
    return Q()
