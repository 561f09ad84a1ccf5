"""Look-ups that ignore accents, capitals and separators, for short columns that have no search index.

The column and the given text go through the same SQL, so the two cannot differ in what they ignore. What is given
cannot hold wildcards: they are separators.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, Lookup, TextField

__all__ = ["FoldedContains", "FoldedStartsWith"]

PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
FOLD = "translate(regexp_replace(lower(normalize({}::text, NFKD)), U&'[\\0300-\\036F]', '', 'g'), 'øłđðħıŧ', 'olddhit')"
WORD = re.compile(r"[^\W_]|[+#]")
"""What a text must hold to be looked for; separators alone would match every row."""
SEPARATORS = "[^[:alnum:]+#]+"


def fold_sql(sql: str) -> str:
    """SQL of the folded form of a text: lower-case words without accents, one space between them."""
    folded = FOLD.format(sql)
    for letter, spelled in PAIRS.items():
        folded = f"replace({folded}, '{letter}', '{spelled}')"
    return f"btrim(regexp_replace({folded}, '{SEPARATORS}', ' ', 'g'))"


class Folded(Lookup):
    """Compares the folded column with a pattern around the folded text; an empty text matches every row."""

    before = after = ""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        if self.rhs and not WORD.search(str(self.rhs)):
            raise EmptyResultSet
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        pattern = f"'{self.before}' || {fold_sql(right)} || '{self.after}'"
        return f"{fold_sql(left)} LIKE {pattern}", [*left_params, *right_params]


@CharField.register_lookup
@TextField.register_lookup
class FoldedStartsWith(Folded):
    lookup_name = "folded_startswith"
    after = "%%"


@CharField.register_lookup
@TextField.register_lookup
class FoldedContains(Folded):
    lookup_name = "folded_contains"
    before = after = "%%"
