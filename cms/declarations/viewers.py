"""What `viewer` offers of a person's own: lists of rows that belong to them alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from cms.declarations.access import Gate

__all__ = ["ViewerList"]


@dataclass(frozen=True, eq=False)
class ViewerList:
    """A connection on `viewer`, which is there for people who have signed in.

    name: the field. type: a frozen dataclass, which becomes an object type; rows that it points to are marked with
    `RowOf`, so that the gate decides whether they are shown. select: takes the gate and answers the rows of the person
    who asks, and of them alone. build: takes a row and answers a `type`; it costs no statement. order: terms
    ("-created_at") over columns of the rows that are never null; the primary key is added.
    """

    name: str
    type: Any
    model: type[Model]
    select: Callable[[Gate], QuerySet[Any]]
    build: Callable[[Any], Any]
    order: Sequence[str]
    description: str
