"""Orders, and the filter for "what comes after this row" that a cursor stands for.

Terms are Django column names with "-" for descending. Nulls come last in both directions, and the primary key ends
every order, so that two rows never share a place. Columns that cannot be null do not mention nulls: only then does
one index serve both directions.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import cached_property

from cms.base.translated_texts import build_text_expression, find_translated_model, name_translation
from cms.declarations import ApiCollection, Gate


@dataclass(frozen=True)
class Ordering:
    """A total order of the rows of a model. required: the columns that are never null. computed: those that rows must
    be annotated with. texts: names of those that are texts in a language, with their columns; language: which."""

    terms: tuple[str, ...]
    required: frozenset[str] = frozenset({"pk"})
    computed: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    language: str | None = None

    @classmethod
    def of(
        cls, collection: ApiCollection, names: Sequence[str] | None, gate: Gate, language: str | None = None
    ) -> Ordering:
        """The order of the chosen enum values, one after the other; the collection's default when none is chosen.

        language: of texts that are translated; None for that of their columns."""
        terms: dict[str, str] = {}
        for name in names or [collection.default_order]:
            chosen = collection.orders[name]
            for term in chosen(gate) if callable(chosen) else chosen:
                terms.setdefault(term.lstrip("-"), term)
        heads = {name: name.partition("__")[0] for name in terms}
        computed = tuple(dict.fromkeys(head for head in heads.values() if head in collection.computed))
        columns = [name for name, head in heads.items() if head not in computed]
        required = required_columns(collection.model, columns)
        aliases = name_texts(collection.model, columns, language) if language else {}
        named = [term.replace(name, aliases.get(name, name)) for name, term in terms.items()]
        required |= {alias for name, alias in aliases.items() if name in required}
        texts = tuple((alias, name) for name, alias in aliases.items())
        return cls((*named, "pk"), required, computed, texts, language)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(term.lstrip("-") for term in self.terms)

    @cached_property
    def own_columns(self) -> tuple[str, ...]:
        """Those of the columns that lie in the model's own tables: a cursor is made of their values."""
        annotated = {*self.computed, *(alias for alias, _ in self.texts)}
        return tuple(column for column in self.columns if "__" not in column and column not in annotated)

    def list_order(self, backwards: bool = False) -> list[OrderBy]:
        """What rows that `annotate` has seen are ordered by."""
        return [build_order_by(term, backwards, self.required) for term in self.terms]

    def annotate(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The same rows, each with its values of the columns that lie in related rows, and of texts in a language."""
        values: dict[str, Any] = {
            get_order_alias(each): F(each) for each in self.columns if get_order_alias(each) != each
        }
        values |= {alias: build_text_expression(path, self.language or "") for alias, path in self.texts}
        return rows.annotate(**values)

    def values(self, row: Model) -> list[Any]:
        """The row's place: its value in every column of the order."""
        return [getattr(row, get_order_alias(column)) for column in self.columns]

    def build_after_rule(self, place: Sequence[Any], backwards: bool = False) -> Q:
        """Rows that stand strictly after `place` (before it, with `backwards`)."""
        condition, same = Q(pk__in=()), Q()
        for term, value in zip(self.terms, place, strict=True):
            condition |= same & build_beyond_rule(term, value, backwards, self.required)
            column = term.lstrip("-")
            same &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
        return condition


def name_texts(model: type[Model], columns: Iterable[str], language: str) -> dict[str, str]:
    """Those of the columns that are translated, with the names of their texts in a language."""
    return {
        column: f"_text_{name_translation(column.replace('__', '_'), language)}"
        for column in columns
        if find_translated_model(model, column)
    }


def get_order_alias(column: str) -> str:
    """Where the value of a column stands in a row that `annotate` has seen."""
    return f"_order_{column.replace('__', '_')}" if "__" in column else column


def required_columns(model: type[Model], columns: Iterable[str]) -> frozenset[str]:
    """Those of the columns that lie in the model's own tables and are never null."""
    own = {name: model._meta.get_field(name) for name in columns if name != "pk" and "__" not in name}
    return frozenset({"pk", *(name for name, column in own.items() if not column.null)})


def build_order_by(term: str, backwards: bool, required: Container[str]) -> OrderBy:
    name = term.lstrip("-")
    descending = term.startswith("-") != backwards
    nulls: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
    if name in required:
        nulls = {}
    return F(name).desc(**nulls) if descending else F(name).asc(**nulls)


def build_beyond_rule(term: str, value: Any, backwards: bool, required: Container[str]) -> Q:
    """Rows whose single column stands after `value`, nulls last (before it, nulls first, with `backwards`)."""
    column = term.lstrip("-")
    if value is None:
        return Q(**{f"{column}__isnull": False}) if backwards else Q(pk__in=())
    descending = term.startswith("-") != backwards
    further = Q(**{f"{column}__{'lt' if descending else 'gt'}": value})
    return further if backwards or column in required else further | Q(**{f"{column}__isnull": True})
