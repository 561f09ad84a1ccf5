"""Lists of whole numbers as parameters of statements."""

from __future__ import annotations

import psycopg
from psycopg import pq
from psycopg.adapt import Buffer, Dumper

__all__ = ["Keys"]

FEWEST = 10
"""As many as PostgreSQL takes an array to hold that it does not see."""


class Keys(list[int]):
    """Whole numbers, sent as one array whose type does not depend on how large they are.

    psycopg chooses the smallest type for a list, so that one statement would be prepared once for each.
    """


class KeysDumper(Dumper):
    """Writes the array as PostgreSQL does, the first key again until there are `FEWEST`.

    With less, a plan made for them looks cheaper to PostgreSQL than one for any array, so that it would plan each time.
    """

    format = pq.Format.TEXT
    oid = psycopg.adapters.types["int8"].array_oid

    def dump(self, obj: Keys) -> Buffer:
        keys = [*obj, *obj[:1] * (FEWEST - len(obj))]
        return b"{%b}" % ",".join(map(str, keys)).encode()


psycopg.adapters.register_dumper(Keys, KeysDumper)
