"""What a planned merge does, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Revision

from cms.merging.redirects import list_addresses
from cms.merging.rows.plans import Plan
from cms.merging.rows.trees import find_tree

TRANSLATIONS = "translations"

__all__ = ["Line", "describe_rows", "list_left", "list_met", "list_moves"]


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of rows, and how many."""

    label: str
    number: int


def describe_rows(model: Any) -> str:
    """The name of the rows of a model; those of a many-to-many relation are called after its field."""
    if isinstance(model, str):
        return model
    source: Any = model._meta.auto_created
    if source:
        field = next(each for each in source._meta.many_to_many if each.remote_field.through is model)
        return str(
            _("%(field)s of %(kind)s")
            % {"field": capfirst(field.verbose_name), "kind": source._meta.verbose_name_plural}
        )
    return str(capfirst(model._meta.verbose_name_plural))


def list_moves(plan: Plan, kept: Any, merged: list[Any]) -> list[Line]:
    """What moves to the record that is kept."""
    return [*iterate_moves(plan), *iterate_places(plan, kept, merged)]


def iterate_moves(plan: Plan) -> Iterator[Line]:
    for model, changes in plan.changes.items():
        texts = {
            field.attname for field in model._meta.fields if isinstance(field, RichTextField | StreamField)
        }
        links = sum(bool(texts & set(row)) for row in changes.values())
        others = sum(bool(set(row) - texts - {TRANSLATIONS}) for row in changes.values())
        if translated := sum(TRANSLATIONS in row for row in changes.values()):
            yield Line(_("Records that gain texts in further languages"), translated)
        if model is Revision:
            yield Line(_("Drafts and older versions"), len(changes))
            continue
        if links:
            yield Line(_("Links and blocks in %(kind)s") % {"kind": model._meta.verbose_name_plural}, links)
        if others:
            yield Line(describe_rows(model), others)


def iterate_places(plan: Plan, kept: Any, merged: list[Any]) -> Iterator[Line]:
    if addresses := len(list_addresses(merged)) - sum(
        "redirect_page_id" in row and row["redirect_page_id"][0] is None
        for row in plan.changes.get(Redirect, {}).values()
    ):
        yield Line(_("Addresses that lead to the record that is kept"), addresses)
    tree = find_tree(type(kept))
    if tree and (below := sum(record.numchild for record in merged)):
        yield Line(_("Directly below"), below)


def list_met(plan: Plan) -> list[Line]:
    """What both records have, where one of two can stay."""
    return [Line(describe_rows(model), number) for model, number in plan.met.items()]


def list_left(plan: Plan) -> list[Line]:
    """What goes with the merged records."""
    return [Line(describe_rows(model), number) for model, number in plan.left.items()]
