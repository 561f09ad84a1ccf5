"""Fields that are worked out: from one row, or for many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db.models import Model

__all__ = ["Argument", "BatchField", "ComputedField", "RelatedField", "RowOf", "is_choices"]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a field: str, int, float, bool, date, datetime, or an enumeration of Django choices.

    `first`, of a list, is bounded as page sizes are, and its default is what the list costs.
    """

    type: type
    description: str
    required: bool = False
    default: Any = None


@dataclass(frozen=True, slots=True)
class RowOf:
    """Marks a member of a dataclass that holds the key of a row, which is shown as the row itself, and as null to those
    who do not see it: `solution: Annotated[int | None, RowOf("solutions.Solution")]`."""

    model: str


@dataclass(frozen=True, slots=True)
class ComputedField:
    """A field worked out from one row alone, by the attribute or method without arguments named `attribute`.

    `type` is a scalar type, a list of one (`list[str]`), or a frozen dataclass, which becomes an object type.
    columns: the columns of the row that the attribute reads, so that no others are loaded for it; () when it reads
        none, None when that is not known: then all are.
    by_language: the method takes the language in which the row is read: a code, or None for the default one.
    """

    model: type[Model]
    name: str
    type: Any
    attribute: str
    description: str
    required: bool = False
    columns: Sequence[str] | None = None
    by_language: bool = False


@dataclass(frozen=True, slots=True)
class BatchField:
    """A field loaded for many rows at once: `load` takes their keys and the gate and maps key to value.

    It must cost a constant number of statements whatever the number of keys; a key left out answers `default`.
    arguments: by GraphQL name; `load` is given those that the caller gave as a mapping, after the gate, and rejects
        wrong ones by ValidationError.
    reads: the models whose rows it reads, as classes or labels ("reviews.Review"). cost: points for each row, where it
        does more than its type tells.
    """

    model: type[Model]
    name: str
    type: Any
    load: Callable[..., Mapping[int, Any]]
    description: str
    required: bool = False
    default: Any = None
    reads: Sequence[type[Model] | str] = ()
    cost: int | None = None
    arguments: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelatedField:
    """A field that leads to rows of `target`: a list of them, or with many=False one or none.

    find: takes the rows of a batch and gives for each primary key the keys of its targets, in the order in which they
        are listed, in a constant number of statements. The API leaves out those that the viewer may not see.
    columns: the columns that `find` reads of its rows.
    """

    model: type[Model]
    name: str
    target: type[Model]
    find: Callable[[Sequence[Any]], Mapping[Any, Sequence[Any]]]
    description: str
    columns: Sequence[str] = ()
    many: bool = True


def is_choices(kind: Any) -> bool:
    """Whether a declared type is an enumeration (Django's TextChoices and IntegerChoices are)."""
    return isinstance(kind, type) and issubclass(kind, Enum)
