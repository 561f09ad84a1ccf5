"""A page of a collection: built from what a caller asked, without any SQL, and then executed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.utils import translation
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.declarations import ApiCollection, Nested
from content_api.access.gate import Gate
from content_api.access.reader import Reader, load_only
from content_api.errors import BadUserInput
from content_api.model import filters, pagination
from content_api.model.facets.divided import divide_statement
from content_api.model.facets.kept_links import DividedStatement, compile_divided
from content_api.model.facets.plan import CountedFacet, Without, leave_out, list_counted_facets
from content_api.model.facets.results import Facet, build_facets, divide_facets, find_total
from content_api.model.facets.statement import FacetStatement, build_statement
from content_api.model.field_sources import is_foreign_key
from content_api.model.filters import clean_text
from content_api.model.languages import find_text_language, set_language
from content_api.model.ordering import Ordering
from content_api.model.pagination import Connection, PageArguments
from content_api.model.parents import filter_under
from content_api.model.sql_templates.gates import freeze_rule, freeze_value
from content_api.model.sql_templates.slots import NotTemplatable
from content_api.model.sql_templates.store import count_rows, read_rows, read_statement

__all__ = ["CollectionQuery", "build_locale_rule", "visible_rows"]

PARENT = "_parent"
"""The parent in rows that have several: one row comes once under each."""
Given = tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class CollectionQuery:
    """filters: the name and checked value of each filter. locale: None for the site's default language. language: in
    which translated texts are read, see `find_text_language`."""

    collection: ApiCollection
    ordering: Ordering
    page: PageArguments
    reader: Reader
    filters: Given = ()
    locale: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, collection: ApiCollection, arguments: Mapping[str, Any], reader: Reader) -> CollectionQuery:
        """What a caller asked of a root connection; BadUserInput for what cannot be asked."""
        given = {name: arguments.get(name) for name in collection.arguments}
        given |= dict(arguments.get("filter") or {})
        chosen = tuple(filters.check_values(collection, given, reader.gate).items())
        page, locale = PageArguments.of(arguments), arguments.get("locale")
        language = find_text_language(reader.gate, locale)
        ordering = parse_ordering(collection, arguments, reader.gate, language)
        if not issubclass(collection.model, Page) and locale not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
            locale = None
        return cls(collection, ordering, page, reader, chosen, locale, language)

    @cached_property
    def scope(self) -> str:
        """What its cursors are signed for."""
        return f"{self.collection.name}:{','.join(self.ordering.terms)}"

    def execute(self) -> Connection:
        """The page of the whole collection, in one statement."""
        structure = self.reader.structure
        columns = self.reader.list_columns(self.collection.model, *self._cursor_columns)

        def build(gate: Gate, start: int, end: int) -> QuerySet[Any]:
            rows = load_only(self.annotate_rows(self.rows(gate), gate), columns)
            rows = structure.annotate_version(rows)
            return pagination.in_order(rows, self.ordering, self.scope, self.page)[start:end]

        shape = ("list", columns, structure.is_confirmed)
        rows = structure.check_version(self.read(shape, build, start=self.page.start, end=self.page.end))
        set_language(rows, self.language)
        found = pagination.build_page(rows, self.ordering, self.scope, self.page, self.count)
        found.count_facets = self.count_facets
        return found

    def execute_under(self, nested: Nested, parents: list[Any]) -> Mapping[Any, Connection]:
        """The page under each parent, in one statement for all, and one more for all the counts."""
        column, keys = self.find_parent_column(nested), [each.pk for each in parents]
        more = () if column == PARENT else (nested.relation,)
        columns = self.reader.list_columns(self.collection.model, *more, *self._cursor_columns)

        def build(gate: Gate, **slots: Any) -> QuerySet[Any]:
            rows = load_only(self.annotate_rows(self.rows_under(gate, nested, slots["keys"]), gate), columns)
            return pagination.in_order_under(rows, column, self.ordering, self.scope, self.page, **slots)

        def build_counts(gate: Gate, keys: list[Any]) -> QuerySet[Any]:
            return pagination.counts_under(self.rows_under(gate, nested, keys), column, keys)

        start, end = self.page.start, self.page.end
        rows = self.read(("under", nested.relation, columns), build, keys=keys, start=start, end=end)
        counts = pagination.Counts(lambda: self.read(("counts", nested.relation), build_counts, keys=keys))
        pages = pagination.divide(rows, column, keys, self.ordering, self.scope, self.page, counts)
        facets = FacetsUnderParents(lambda names, size: self.count_facets_under(nested, keys, names, size))
        for key, each in pages.items():
            each.count_facets = partial(facets.load, key)
        return pages

    @property
    def _cursor_columns(self) -> tuple[str, ...]:
        return self.ordering.own_columns if self.reader.makes_cursors else ()

    def find_parent_column(self, nested: Nested) -> str:
        """The column with the key of a row's parent."""
        direct = is_foreign_key(self.collection.model, nested.relation)
        return f"{nested.relation}_id" if direct else PARENT

    def rows_under(self, gate: Gate, nested: Nested, keys: list[Any]) -> QuerySet[Any]:
        """The rows of the list that may lie under parents with these keys, with that column."""
        if self.find_parent_column(nested) == PARENT:
            return self.join_parents(self.rows(gate), nested)
        rule = build_visible_rule(self.collection, gate, self.locale)
        rows = self.collection.model._default_manager.all()
        return self._filter_rows(filter_under(rows, rule, nested.relation, keys), gate)

    def join_parents(self, rows: QuerySet[Any], nested: Nested) -> QuerySet[Any]:
        """The rows with that column; a row with several parents comes once for each."""
        if self.find_parent_column(nested) != PARENT:
            return rows
        return rows.annotate(**{PARENT: F(nested.relation)})

    def count_facets(self, names: Sequence[str], size: int) -> list[Facet]:
        """Facets of the whole list, at most `size` values of each, in one statement."""
        with translation.override(self._language):
            counted, rows = self._count_values(names, size)
            self._total.found = find_total(rows)
            return build_facets(self.collection, counted, rows, size)

    def count_facets_under(
        self, nested: Nested, keys: list[Any], names: Sequence[str], size: int
    ) -> Mapping[Any, list[Facet]]:
        """The same of the list under each parent, in one statement for all."""
        with translation.override(self._language):
            counted, rows = self._count_values(names, size, nested, keys=keys)
            return divide_facets(self.collection, counted, rows, keys, size)

    def _count_values(
        self, names: Sequence[str], size: int, nested: Nested | None = None, **values: Any
    ) -> tuple[list[CountedFacet], list[Any]]:
        given = dict(self.filters)
        counted = list_counted_facets(self.collection, names, given, self.reader.gate.viewer)
        owner = self.find_parent_column(nested) if nested else None

        def build(gate: Gate, keys: list[Any] | None = None) -> FacetStatement | DividedStatement:
            def list_rows(without: Without) -> QuerySet[Any]:
                left = leave_out(self.collection, given, without)
                rows = visible_rows(self.collection, gate, self.locale)
                rule = filters.condition(self.collection, left, gate, self.language)
                rows = rows.filter(rule) if left else rows
                return (
                    rows
                    if nested is None
                    else self.join_parents(rows, nested).filter(**{f"{owner}__in": keys})
                )

            model, language = self.collection.model, self.language
            whole = build_statement(model, counted, list_rows, gate, size, owner, language)
            if owner is not None or whole.sql is None:
                return whole
            return divide_statement(whole, model, counted, list_rows(None), gate, size, language)

        if self._shape is None:
            return counted, build(self.reader.gate, **values).execute()
        paths = tuple(each.facet.find_path() for each in counted)
        shape = (self._shape, tuple(names), paths, size, owner, self._language)
        return counted, read_statement(shape, build, self.reader.gate, compile_divided, **values)

    @cached_property
    def _language(self) -> str:
        """The language of labels: that of the list where the site has it."""
        if self.locale and self.locale in self.reader.structure.locales.values():
            return self.locale
        return self.reader.gate.default_locale

    def rows(self, gate: Gate) -> QuerySet[Any]:
        """All rows of the list."""
        return self._filter_rows(visible_rows(self.collection, gate, self.locale), gate)

    def _filter_rows(self, rows: QuerySet[Any], gate: Gate) -> QuerySet[Any]:
        if not self.filters:
            return rows
        return rows.filter(filters.condition(self.collection, dict(self.filters), gate, self.language))

    def annotate_rows(self, rows: QuerySet[Any], gate: Gate) -> QuerySet[Any]:
        """These rows, each with what the order computes."""
        given = dict(self.filters)
        for name in self.ordering.computed:
            rows = rows.annotate(**{name: self.collection.computed[name](gate, given)})
        return rows

    @cached_property
    def _total(self) -> Total:
        return Total()

    def count(self) -> int:
        """The number of all rows of the list."""
        if self._total.found is not None:
            return self._total.found
        if self._shape is None:
            return self.rows(self.reader.gate).count()
        return count_rows(self._shape, self.rows, self.reader.gate)

    def read(self, kind: Hashable, build: Any, **values: Any) -> list[Any]:
        """The rows of `build(gate, **values)`, in one statement whose text is kept. kind: what else it depends on."""
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
        language = self.locale, self.language
        return self.collection, self.ordering.terms, self.page.backwards, language, asked

    def _freeze_filter(self, name: str, value: Any) -> Hashable:
        """A filter to compare with: what a function made of it, or what a path is compared with."""
        now = self.reader.gate.viewer.now
        declared = filters.find_filter(self.collection, name)
        if declared.build is None or declared.is_pure:
            return freeze_value(value, now)
        return freeze_rule(filters.build_rule(name, declared.build, value, self.reader.gate), now)


@dataclass(slots=True)
class Total:
    """The number of rows of a list, once its facets have counted it."""

    found: int | None = None


class FacetsUnderParents:
    """The facets of the lists under several parents: counted once for all, for each set of arguments."""

    def __init__(self, count: Callable[[Sequence[str], int], Mapping[Any, list[Facet]]]) -> None:
        self.count = count
        self._found: dict[Hashable, Mapping[Any, list[Facet]]] = {}

    def load(self, key: Any, names: Sequence[str], size: int) -> list[Facet]:
        arguments = tuple(names), size
        if arguments not in self._found:
            self._found[arguments] = self.count(names, size)
        return self._found[arguments][key]


def parse_ordering(
    collection: ApiCollection, arguments: Mapping[str, Any], gate: Gate, language: str | None
) -> Ordering:
    """The order asked for."""
    names = [getattr(name, "value", name) for name in arguments.get("order_by") or ()]
    if len(names) > len(collection.orders):
        raise BadUserInput(f"orderBy: at most {len(collection.orders)} values.")
    return Ordering.of(collection, names, gate, language)


def visible_rows(collection: ApiCollection, gate: Gate, locale: str | None) -> QuerySet[Any]:
    """The rows of a collection that the viewer may see, in one language where they have languages."""
    return collection.model._default_manager.filter(build_visible_rule(collection, gate, locale))


def build_visible_rule(collection: ApiCollection, gate: Gate, locale: str | None) -> Q:
    return gate.visible(collection.model) & build_locale_rule(collection.model, gate, locale)


def build_locale_rule(model: type[Model], gate: Any, locale: str | None) -> Q:
    if not issubclass(model, Page):
        return Q()
    return gate.in_language(clean_text("locale", locale) if locale else None)
