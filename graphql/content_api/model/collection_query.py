"""A page of a collection: built from what a caller asked, without any SQL, and then executed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.models import Page

from cms.declarations import ApiCollection, Nested
from content_api.access.gate import Gate
from content_api.access.reader import Reader, load_only
from content_api.errors import BadUserInput
from content_api.model import filters, pagination
from content_api.model.filters import clean_text
from content_api.model.ordering import Ordering
from content_api.model.pagination import Connection, PageArguments
from content_api.model.sql_templates.gates import freeze_rule, freeze_value
from content_api.model.sql_templates.slots import NotTemplatable
from content_api.model.sql_templates.store import count_rows, read_rows

__all__ = ["CollectionQuery", "build_locale_rule", "visible_rows"]

Given = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class CollectionQuery:
    """filters: the name and value of each filter. locale: None for the site's default language."""

    collection: ApiCollection
    ordering: Ordering
    page: PageArguments
    reader: Reader
    filters: Given = ()
    locale: str | None = None

    @classmethod
    def of(cls, collection: ApiCollection, arguments: Mapping[str, Any], reader: Reader) -> CollectionQuery:
        """What a caller asked of a root connection; BadUserInput for what cannot be asked."""
        given = {name: arguments.get(name) for name in collection.arguments}
        given |= dict(arguments.get("filter") or {})
        chosen = tuple((name, value) for name, value in given.items() if value is not None)
        page, locale = PageArguments.of(arguments), arguments.get("locale")
        return cls(collection, parse_ordering(collection, arguments), page, reader, chosen, locale)

    @cached_property
    def scope(self) -> str:
        """What its cursors are signed for."""
        return f"{self.collection.name}:{','.join(self.ordering.terms)}"

    def execute(self) -> Connection:
        """The page of the whole collection, in one statement."""
        structure = self.reader.structure
        columns = self.reader.list_columns(self.collection.model, *self.ordering.own_columns)

        def build(gate: Gate, start: int, end: int) -> QuerySet[Any]:
            rows = load_only(self._annotated_rows(gate), columns)
            rows = structure.annotate_version(rows)
            return pagination.in_order(rows, self.ordering, self.scope, self.page)[start:end]

        shape = ("list", columns, structure.is_confirmed)
        rows = structure.check_version(self._read(shape, build, start=self.page.start, end=self.page.end))
        return pagination.build_page(rows, self.ordering, self.scope, self.page, self._count)

    def execute_under(self, nested: Nested, parents: list[Any]) -> Mapping[Any, Connection]:
        """The page under each parent, in one statement for all, and one more for all the counts."""
        column, keys = f"{nested.relation}_id", [each.pk for each in parents]
        columns = self.reader.list_columns(self.collection.model, nested.relation, *self.ordering.own_columns)

        def build(gate: Gate, **slots: Any) -> QuerySet[Any]:
            rows = load_only(self._annotated_rows(gate), columns)
            return pagination.in_order_under(rows, column, self.ordering, self.scope, self.page, **slots)

        def build_counts(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
            return pagination.counts_under(self.rows(gate), column, keys)

        start, end = self.page.start, self.page.end
        rows = self._read(("under", column, columns), build, keys=keys, start=start, end=end)
        counts = pagination.Counts(lambda: self._read(("counts", column), build_counts, keys=keys))
        return pagination.divide(rows, column, keys, self.ordering, self.scope, self.page, counts)

    def rows(self, gate: Gate) -> QuerySet[Any]:
        """All rows of the list."""
        rows = visible_rows(self.collection, gate, self.locale)
        if not self.filters:
            return rows
        return rows.filter(filters.condition(self.collection, dict(self.filters), gate))

    def _annotated_rows(self, gate: Gate) -> QuerySet[Any]:
        """The rows, each with what the order computes."""
        rows, given = self.rows(gate), dict(self.filters)
        for name in self.ordering.computed:
            rows = rows.annotate(**{name: self.collection.computed[name](gate, given)})
        return rows

    def _count(self) -> int:
        if self._shape is None:
            return self.rows(self.reader.gate).count()
        return count_rows(self._shape, self.rows, self.reader.gate)

    def _read(self, kind: Hashable, build: Any, **values: Any) -> list[Any]:
        shape = None if self.page.has_cursor else self._shape
        if shape is None:
            return list(build(self.reader.gate, **values))
        return read_rows((kind, shape), build, self.reader.gate, **values)

    @cached_property
    def _shape(self) -> Hashable | None:
        """What its statements depend on beside the gate and the place of the page; None when that cannot be told."""
        try:
            asked = tuple((name, self._freeze_filter(name, value)) for name, value in self.filters)
        except NotTemplatable:
            return None
        return self.collection, self.ordering.terms, self.page.backwards, self.locale, asked

    def _freeze_filter(self, name: str, value: Any) -> Hashable:
        """A filter to compare with: what a function made of it, or what a path is compared with."""
        gate = self.reader.gate
        declared = self.collection.arguments.get(name) or self.collection.filters[name]
        cleaned = filters.clean(name, declared, value)
        if declared.build is None:
            return freeze_value(cleaned, gate.viewer.now)
        return freeze_rule(filters.build_rule(name, declared.build, cleaned, gate), gate.viewer.now)


def parse_ordering(collection: ApiCollection, arguments: Mapping[str, Any]) -> Ordering:
    """The order asked for."""
    names = [getattr(name, "value", name) for name in arguments.get("order_by") or ()]
    if len(names) > len(collection.orders):
        raise BadUserInput(f"orderBy: at most {len(collection.orders)} values.")
    return Ordering.of(collection, names)


def visible_rows(collection: ApiCollection, gate: Gate, locale: str | None) -> QuerySet[Any]:
    """The rows of a collection that the viewer may see, in one language where they have languages."""
    return collection.model._default_manager.filter(
        gate.visible(collection.model) & build_locale_rule(collection.model, gate, locale)
    )


def build_locale_rule(model: type[Model], gate: Any, locale: str | None) -> Q:
    if not issubclass(model, Page):
        return Q()
    return gate.in_language(clean_text("locale", locale) if locale else gate.site.default_locale)
