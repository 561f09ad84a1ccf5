"""The values of one facet in their order, no more than are asked for."""

from __future__ import annotations

from content_api.model.facets.counting import Sql
from content_api.model.facets.plan import CountedFacet

__all__ = ["limit_values"]


def limit_values(counted: CountedFacet, found: Sql, size: int) -> Sql:
    """The counts of a facet with its number and their places."""
    kept = "" if counted.is_closed else f" WHERE place <= {int(size)}"
    order = "value" if counted.facet.by_value else "number DESC, label, value"
    return Sql(
        f"(SELECT {counted.number} AS facet, owner, part, part_label, value, label, number, place "
        f"FROM (SELECT c.*, row_number() OVER (PARTITION BY owner, part ORDER BY {order}) AS place "
        f"FROM ({found.text}) c) ranked{kept})",
        found.params,
    )
