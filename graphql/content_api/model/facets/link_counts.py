"""The statement that counts links of rows whose keys are known: those of a kept count are given, and what changes it.

Its parameters are slots of each facet: keys that came and keys that went since the count that is kept, links that were
added and removed since, and that count. Without one every key has come. It answers the counts with labels, as the
statement of all facets does, the counts by key, and the versions of the tables that were read with the marks of their
log, which belong to the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db.models import Model

from content_api.access.gate import Gate
from content_api.model.facets.counting import (
    Links,
    RowSet,
    Sql,
    count_link_keys,
    find_links,
    label_keys,
    quote,
)
from content_api.model.facets.link_log import LOG
from content_api.model.facets.plan import CountedFacet
from content_api.model.facets.ranking import limit_values
from content_api.model.sql_templates.template import Slot

__all__ = ["COUNTS", "MARKS", "SLOTS", "VERSIONS", "LinkedFacet", "build_links_statement", "list_linked"]

COUNTS, VERSIONS, MARKS = -3, -4, -5
"""Numbers of rows that have the counts of a facet by key, the version of a table, and the marks of what is logged."""
SLOTS = ("keys", "numbers", "came", "went", "near", "far", "change")
"""The slots of each facet, in their order in its part of the statement."""


@dataclass(frozen=True)
class GivenRows(RowSet):
    """Rows whose keys are a parameter. It stands in a query of its own: the planner would look at each of thousands."""

    def link(self, links: Links) -> str:
        keys = "(SELECT %s::bigint[])::bigint[]"
        return f"(SELECT * FROM {links.table} l WHERE l.{links.near} = ANY({keys})) l"


class EarlierRows(RowSet):
    """Such rows with the links that they had: those of now, without the ones that were added since, and with those that
    were removed."""

    def link(self, links: Links) -> str:
        changes = "unnest(%s::bigint[], %s::bigint[], %s::bigint[])"
        return (
            f"(SELECT p.near AS {links.near}, p.far AS {links.far} FROM ("
            f"SELECT l.{links.near} AS near, l.{links.far} AS far, 1 AS number FROM {GIVEN.link(links)} "
            f"UNION ALL SELECT c.near, c.far, -c.number FROM {changes} c (near, far, number)) p "
            "GROUP BY p.near, p.far HAVING sum(p.number) > 0) l"
        )


GIVEN, EARLIER = GivenRows("given", False), EarlierRows("earlier", False)


@dataclass(frozen=True)
class LinkedFacet:
    """A facet whose values stand in a table of links."""

    counted: CountedFacet
    links: Links

    @property
    def tables(self) -> frozenset[str]:
        """What its counts by key are read from."""
        tree = {self.links.target._meta.db_table} if self.counted.facet.is_tree else set()
        return frozenset({self.table, LOG, *tree})

    @property
    def table(self) -> str:
        """Its table of links."""
        return self.links.table.strip('"')


def list_linked(model: type[Model], counted: Iterable[CountedFacet]) -> list[LinkedFacet]:
    """Those of some facets whose values stand in tables of links."""
    found = []
    for each in counted:
        path = "" if each.facet.rows or each.facet.expression or each.facet.bands else each.facet.find_path()
        if path and (links := find_links(model, path)):
            found.append(LinkedFacet(each, links))
    return found


def build_links_statement(linked: Sequence[LinkedFacet], gate: Gate, size: int, language: str | None) -> Sql:
    """The text for these facets; what is hidden of their values is counted, and not answered."""
    sets: list[Sql] = []
    answers: list[Sql] = []
    for each in linked:
        number = each.counted.number
        sets.append(count_changed(each))
        keys = f"SELECT NULL::bigint AS owner, c.key, c.number FROM counts_{number} c"
        answers.append(list_counts(number))
        with suppress(EmptyResultSet):
            values = label_keys(each.counted, keys, each.links.target, gate, language)
            answers.append(limit_values(each.counted, values, size))
    answers.append(list_versions(frozenset[str]().union(*(each.tables for each in linked))))
    answers.append(list_marks({each.table for each in linked}))
    texts = " UNION ALL ".join(each.text for each in answers)
    return Sql(
        f"WITH {', '.join(each.text for each in sets)} {texts} ORDER BY facet, owner, part, place",
        tuple(value for each in (*sets, *answers) for value in each.params),
    )


def count_changed(linked: LinkedFacet) -> Sql:
    """The counts by key: those that are kept, with the links of the rows that came and without those that went."""
    number, facet = linked.counted.number, linked.counted.facet
    came, went = (count_link_keys(facet, linked.links, rows) for rows in (GIVEN, EARLIER))
    kept = "SELECT unnest(%s::bigint[]) AS key, unnest(%s::bigint[]) AS number"
    parts = (
        f"{kept} UNION ALL SELECT key, number FROM ({came}) c UNION ALL SELECT key, -number FROM ({went}) w"
    )
    return Sql(
        f"counts_{number} AS MATERIALIZED (SELECT key, sum(number)::bigint AS number FROM ({parts}) p "
        "GROUP BY key HAVING sum(number) > 0)",
        tuple(Slot(f"{name}_{number}") for name in SLOTS),
    )


def list_counts(number: int) -> Sql:
    return Sql(
        f"(SELECT {COUNTS} AS facet, NULL::bigint AS owner, NULL::text AS part, NULL::text AS part_label, "
        f"array_agg(key)::text AS value, array_agg(number)::text AS label, {number}::bigint AS number, "
        f"1::bigint AS place FROM counts_{number})"
    )


def list_versions(tables: frozenset[str]) -> Sql:
    named = ", ".join(["%s"] * len(tables))
    return Sql(
        f"(SELECT {VERSIONS}, NULL, NULL, NULL, table_name, sum(weight)::text, 0, 1 "
        f"FROM {quote('content_api_table_change')} WHERE table_name IN ({named}) GROUP BY table_name)",
        tuple(sorted(tables)),
    )


def list_marks(tables: set[str]) -> Sql:
    return Sql(
        f"(SELECT {MARKS}, NULL, NULL, NULL, array_agg(DISTINCT mark)::text, NULL, 0, 1 "
        f"FROM {quote(LOG)} WHERE table_name = ANY(%s))",
        (sorted(tables),),
    )
