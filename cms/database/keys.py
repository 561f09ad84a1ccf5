"""Lists of whole numbers as parameters of statements."""

from __future__ import annotations

import psycopg
from psycopg import pq
from psycopg.adapt import Buffer, Dumper

__all__ = ["Keys"]


class Keys(list[int]):
    """Whole numbers, sent as one array whose type does not depend on how large they are.

    psycopg chooses the smallest type for a list, so that one statement would be prepared once for each.
    """


class KeysDumper(Dumper):
    """Writes the array as PostgreSQL does."""

    format = pq.Format.TEXT
    oid = psycopg.adapters.types["int8"].array_oid

    def dump(self, obj: Keys) -> Buffer:
        return b"{%b}" % ",".join(map(str, obj)).encode()


psycopg.adapters.register_dumper(Keys, KeysDumper)
