"""The look-up of rows in a subtree, whose path is written into the statement.

As a parameter of a prepared statement, PostgreSQL would take any path to hold one row in two hundred, though that of
a site holds nearly all: it then plans to read every page of the site instead of a few by an index. There are few sites
and private subtrees, so there are few such statements.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import CharField, Lookup

__all__ = ["InSubtree"]

PATH = re.compile(r"[0-9A-Za-z]+", re.ASCII)


@CharField.register_lookup
class InSubtree(Lookup[Any]):
    """`path__in_subtree="00010002"`: this row of a tree and all below it. ValueError for what is no path of a tree."""

    lookup_name = "in_subtree"
    prepare_rhs = False

    def __init__(self, lhs: Any, rhs: str) -> None:
        if not PATH.fullmatch(rhs):
            raise ValueError(f"{rhs!r} is not the path of a tree: letters and digits are expected.")
        super().__init__(lhs, rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """The comparison, without a parameter for the path."""
        text, params = self.process_lhs(compiler, connection)
        return f"{text} LIKE '{self.rhs}%%'", list(params)
