"""The look-up of rows with one of some choices, which are written into the statement.

As a parameter of a prepared statement, PostgreSQL would take any choice to be as frequent as all others; where one is
more frequent, it plans the statement each time, which costs more than reading a page. There are few choices, so
there are few such statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup, TextField

__all__ = ["AmongChoices", "is_plain_choice"]

PLAIN = re.compile(r"[0-9A-Za-z_-]+", re.ASCII)


def is_plain_choice(declared: Any) -> bool:
    """Whether all values of an enumeration may stand in a statement: letters, digits, `_` and `-`."""
    if not (isinstance(declared, type) and issubclass(declared, Enum)):
        return False
    return all(isinstance(each.value, str) and PLAIN.fullmatch(each.value) for each in declared)


@CharField.register_lookup
@TextField.register_lookup
class AmongChoices(Lookup[Any]):
    """`state__among=["draft", "published"]`: a column that has one of these values. ValueError for other characters
    than `is_plain_choice` allows."""

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: Sequence[str]) -> None:
        for each in rhs:
            if not PLAIN.fullmatch(each):
                raise ValueError(f"{each!r} is no plain choice: letters, digits, _ and - are expected.")
        super().__init__(lhs, sorted(set(rhs)))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The comparison, without parameters for the choices."""
        if not self.rhs:
            raise EmptyResultSet
        text, params = self.process_lhs(compiler, connection)
        values = ", ".join(f"'{each}'" for each in self.rhs)
        return f"{text} IN ({values})", list(params)
