"""The statement that counts links of rows whose keys are known: those of a kept count are given, and what changes it.

Its parameters are slots of each facet: keys that came and keys that went since the count that is kept, and that count.
Without one every key has come. It answers the counts with labels, as the statement of all facets does, the counts by
key, and the versions of the tables that were read, which belong to the same moment.
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
from content_api.model.facets.plan import CountedFacet
from content_api.model.facets.ranking import limit_values
from content_api.model.sql_templates.template import Slot

__all__ = ["COUNTS", "VERSIONS", "LinkedFacet", "build_links_statement", "list_linked"]

COUNTS, VERSIONS = -3, -4
"""Numbers of rows that have the counts of a facet by key, and the version of a table."""


@dataclass(frozen=True)
class GivenRows(RowSet):
    """Rows whose keys are a parameter. It stands in a query of its own: the planner would look at each of thousands."""

    def link(self, links: Links) -> str:
        keys = "(SELECT %s::bigint[])::bigint[]"
        return f"(SELECT * FROM {links.table} l WHERE l.{links.near} = ANY({keys})) l"


GIVEN = GivenRows("given", False)


@dataclass(frozen=True)
class LinkedFacet:
    """A facet whose values stand in a table of links."""

    counted: CountedFacet
    links: Links

    @property
    def tables(self) -> frozenset[str]:
        """What its counts by key are read from."""
        tree = {self.links.target._meta.db_table} if self.counted.facet.is_tree else set()
        return frozenset({self.links.table.strip('"'), *tree})


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
    texts = " UNION ALL ".join(each.text for each in answers)
    return Sql(
        f"WITH {', '.join(each.text for each in sets)} {texts} ORDER BY facet, owner, part, place",
        tuple(value for each in (*sets, *answers) for value in each.params),
    )


def count_changed(linked: LinkedFacet) -> Sql:
    """The counts by key: those that are kept, with the links of the rows that came and without those that went."""
    number = linked.counted.number
    given = count_link_keys(linked.counted.facet, linked.links, GIVEN)
    kept = "SELECT unnest(%s::bigint[]) AS key, unnest(%s::bigint[]) AS number"
    parts = (
        f"{kept} UNION ALL SELECT key, number FROM ({given}) c UNION ALL SELECT key, -number FROM ({given}) w"
    )
    return Sql(
        f"counts_{number} AS MATERIALIZED (SELECT key, sum(number)::bigint AS number FROM ({parts}) p "
        "GROUP BY key HAVING sum(number) > 0)",
        tuple(Slot(f"{name}_{number}") for name in ("keys", "numbers", "came", "went")),
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
