"""What lifts hits over others that match the text equally well: names that mean the same, makers, and pinned pages.

All of it is worked out in the statement that asks which matches the caller sees, for rows that it sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, FloatField, Func, OuterRef, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower
from django.db.models.lookups import In

from cms.declarations import SearchKind, registry
from cms.plugins.api.search import SearchMatch
from cms.relevance.rules import SearchRules
from cms.search.text import normalize
from content_api.access.gate import Gate

__all__ = ["SAME_NAME", "build_lift", "list_pinned"]

SAME_NAME = 55.0
"""For a row whose name means the same as the whole text: it stands below names that are the text, above all others."""
MAKER = 4.0
"""For a row whose maker is named in the text: it orders matches of one step, and lifts none over the next."""
PINNED, PLACE = 10_000.0, 100.0
"""For the first pinned row, and how much less the next one has: more than anything else lifts a row."""
MAX_MAKER_WORDS = 4
SIGNS = " -_./"


def list_pinned(rules: SearchRules, text: str) -> list[SearchMatch]:
    """The rows that editors chose for this text, as its best matches; whether the caller sees them is asked later."""
    keys = rules.pins.get(normalize(text), ()) if rules.pins else ()
    return [SearchMatch(key, PINNED - PLACE * place) for place, key in enumerate(keys)]


def build_lift(kind: SearchKind, text: str, rules: SearchRules, locale: str, gate: Gate) -> Combinable | None:
    """Points for rows of a kind, as an expression; None when the text can lift none."""
    words = tuple(normalize(text).split())
    cases = [*list_name_cases(kind, words, rules, locale), *list_maker_cases(kind, words, gate)]
    return Case(*cases, default=Value(0.0), output_field=FloatField()) if cases else None


def list_name_cases(kind: SearchKind, words: Sequence[str], rules: SearchRules, locale: str) -> list[When]:
    names = ["".join(each) for each in rules.list_synonyms(tuple(words), locale)]
    if not names:
        return []
    squeezed = Func(
        Lower(kind.title), Value(SIGNS), Value(""), function="translate", output_field=TextField()
    )
    return [When(condition=build_condition(squeezed, names), then=Value(SAME_NAME))]


def list_maker_cases(kind: SearchKind, words: Sequence[str], gate: Gate) -> list[When]:
    """A hidden maker lifts nothing: its name would tell of it."""
    if kind.maker is None or not words:
        return []
    model: Any = kind.model._meta.get_field(kind.maker).related_model
    title = next(each.title for each in registry.search_kinds.values() if each.model is model)
    squeezed = Func(Lower(title), Value(SIGNS), Value(""), function="translate", output_field=TextField())
    makers = model._default_manager.filter(
        gate.visible(model), build_condition(squeezed, list_runs(words)), pk=OuterRef(kind.maker)
    )
    return [When(condition=Exists(makers), then=Value(MAKER))]


def list_runs(words: Sequence[str]) -> list[str]:
    """All runs of neighbouring words, each as one word."""
    ends = range(1, MAX_MAKER_WORDS + 1)
    return ["".join(words[start : start + size]) for start in range(len(words)) for size in ends]


def build_condition(squeezed: Any, names: Sequence[str]) -> In:
    return In(squeezed, list(dict.fromkeys(names)))
