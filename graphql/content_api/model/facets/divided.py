"""Which statements of facets are made in two parts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet

from content_api.access.gate import Gate
from content_api.model.facets.kept_links import DividedStatement
from content_api.model.facets.link_counts import build_links_statement, list_linked
from content_api.model.facets.own_statement import build_own_statement
from content_api.model.facets.plan import CountedFacet
from content_api.model.facets.statement import FacetStatement

__all__ = ["divide_statement"]


def divide_statement(
    whole: FacetStatement,
    model: type[Model],
    counted: Sequence[CountedFacet],
    rows: QuerySet[Any],
    gate: Gate,
    size: int,
    language: str | None,
) -> FacetStatement | DividedStatement:
    """The statement in two parts where some facets count links and no facet's own filter is set; else as it is."""
    linked = list_linked(model, counted)
    if not linked or any(each.without for each in counted):
        return whole
    own = [each for each in counted if each not in [other.counted for other in linked]]
    with suppress(EmptyResultSet):
        own_part = build_own_statement(model, own, rows, gate, size, language)
        link_part = build_links_statement(linked, gate, size, language)
        return DividedStatement(
            whole,
            FacetStatement(whole.alias, own_part),
            FacetStatement(whole.alias, link_part),
            tables={each.counted.number: each.tables for each in linked},
            linked={each.counted.number: each.table for each in linked},
        )
    return whole
