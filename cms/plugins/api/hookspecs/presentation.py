"""How content is described to machines."""

from __future__ import annotations

from typing import Any

from cms.plugins.api.markers import Budget, Kind, hookspec


@hookspec(Kind.DECORATE, since="1.0", returns=dict, budget=Budget(0.5, 5))
def json_ld(value: dict[int, dict[str, Any]], kind: str) -> dict[int, dict[str, Any]]:
    """Add to the schema.org descriptions of rows, all rows of an answer at once.

    value: description by primary key; kind: model label ("solutions.Solution"). Return the descriptions, changed or new
    ones; of a plugin that fails nothing is taken. Called while a request waits, in a constant number of statements.

        @hookimpl
        def json_ld(value: dict[int, dict[str, Any]], kind: str) -> dict[int, dict[str, Any]]:
            return {key: {**data, "isAccessibleForFree": True} for key, data in value.items()}
    """
    raise NotImplementedError
