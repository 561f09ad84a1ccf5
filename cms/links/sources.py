"""Where links to other sites are kept: every column for addresses, rich text or blocks of rows that visitors see.

Nothing is listed by hand: a new `URLField` is found. A model names columns that are not to be requested in
`unchecked_links`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, URLField
from modelcluster.fields import ParentalKey
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField

__all__ = ["Source", "discover_sources", "list_owners", "list_sources"]

KINDS = (URLField, RichTextField, StreamField)
PUBLIC = (Redirect,)
"""Models of libraries whose rows visitors meet, although no part of the API shows them."""


@dataclass(frozen=True)
class Source:
    """Columns of a model, and the row in whose form they are changed: `path` leads to it; empty for the row itself."""

    model: type[Model]
    columns: tuple[str, ...]
    owner: type[Model]
    path: str = ""

    def name(self, column: str) -> str:
        """A column of the owner, as a lookup from here."""
        return f"{self.path}__{column}" if self.path else column


@cache
def list_sources() -> tuple[Source, ...]:
    return tuple(discover_sources(apps.get_models()))


def list_owners() -> list[type[Model]]:
    """The models whose rows are named as the places of links."""
    return list(dict.fromkeys(source.owner for source in list_sources()))


def discover_sources(models: Iterable[type[Model]]) -> Iterable[Source]:
    for model in models:
        columns = tuple(field.name for field in model._meta.concrete_fields if is_checked(model, field))
        owner, path = find_owner(model)
        if columns and is_public(owner):
            yield Source(model, columns, owner, path)


def is_checked(model: type[Model], field: Field) -> bool:
    return isinstance(field, KINDS) and field.name not in getattr(model, "unchecked_links", ())


def find_owner(model: type[Model]) -> tuple[type[Model], str]:
    """The row in whose form a row of this model is changed, and the way to it: itself, or that above it."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ParentalKey):
            owner, path = find_owner(field.related_model)
            return owner, f"{field.name}__{path}" if path else field.name
    return model, ""


def is_public(owner: type[Model]) -> bool:
    """Whether visitors see its rows: those that are published, those that the API shows, and redirects. Addresses of
    other rows, such as those that messages are sent to, are not requested."""
    return has_drafts(owner) or bool(getattr(owner, "graphql_fields", ())) or issubclass(owner, PUBLIC)


def has_drafts(owner: type[Model]) -> bool:
    try:
        owner._meta.get_field("live")
    except FieldDoesNotExist:
        return False
    return True
