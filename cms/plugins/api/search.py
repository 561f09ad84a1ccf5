"""The search slot: what is indexed, what is asked, what a provider answers, and the provider itself.

A provider knows texts and keys. It decides nothing about who may see what: the site checks every key against the
database, with the caller's rights and filters, before it shows, counts or orders anything.

All texts are in normal form: lower-case words without accents and signs, one space between them, the same in documents
and in requests ("C++" is "cplusplus", "Naïve Résumé" is "naive resume").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import isfinite
from typing import ClassVar

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.markers import Budget
from cms.plugins.api.providers import SlotCall, SlotProvider

__all__ = [
    "SearchDocument",
    "SearchKey",
    "SearchMatch",
    "SearchProvider",
    "SearchRequest",
    "SearchTerm",
]


@dataclass(frozen=True, slots=True, order=True)
class SearchKey:
    """A row of the site: the name of its kind ("SOLUTION") and its primary key."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """The text of a live row.

    locale: language code of a page, or "" for what has no language. name: its title. spellings: further words by which
    the name is found ("gpt4o" for "gpt 4o"). labels: names of what it is filed under, such as tags.
    """

    key: SearchKey
    name: str
    locale: str = ""
    spellings: str = ""
    labels: str = ""
    summary: str = ""
    body: str = ""

    @property
    def fingerprint(self) -> str:
        """16 characters that differ where the text does; an index keeps them, so that it can be checked."""
        texts = (self.locale, self.name, self.spellings, self.labels, self.summary, self.body)
        return blake2b("\x1f".join(texts).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that all have to be found, or must not be (`excluded`); next to each other in a `phrase`."""

    words: tuple[str, ...]
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a visitor typed.

    name: the whole text. clauses: what OR stands between; a document matches when all terms of one of them do.
    kinds: in which to look. locale: of pages; what has no language is always looked at. limit: the most matches that
    are wanted. typos: also match words with typing errors, after all others: one edit (a letter added, left out,
    replaced, or two swapped) in words of 5 letters or more, two from 9 letters on, in the first ten such words at
    least. labels: also look at labels; without it, for a caller who may not see what they name, no word is looked for
    in what holds any, excluded or not.
    """

    name: str
    clauses: tuple[tuple[SearchTerm, ...], ...]
    kinds: tuple[str, ...]
    locale: str
    limit: int
    typos: bool = False
    labels: bool = True


@dataclass(frozen=True, slots=True)
class SearchMatch:
    """A match. score: 0 to 100, higher is better; it depends on the request and the document alone.

    100: the text is the name. From 50: the name begins with the text. From 30: all words are in the name. From 10: all
    are in name, labels and summary. Below: in the body. A word with typing errors takes 5 away.
    """

    key: SearchKey
    score: float


MAX_KEY = 2**63


def find_match_problem(matches: object) -> str | None:
    """What is wrong with matches that a provider answered; None when nothing is. Keys of no row are nothing wrong."""
    if not isinstance(matches, Sequence):
        return Reason(
            _("it answered %(type)s instead of %(wanted)s."),
            {"type": type(matches).__name__, "wanted": "[SearchMatch]"},
        )
    for match in matches:
        if not isinstance(match, SearchMatch) or not isinstance(match.key, SearchKey):
            return Reason(
                _("it answered %(type)s instead of %(wanted)s."),
                {"type": type(match).__name__, "wanted": "SearchMatch(key=SearchKey)"},
            )
        key, score = match.key.key, match.score
        if type(key) is not int or not -MAX_KEY <= key < MAX_KEY or not isinstance(match.key.kind, str):
            return Reason(_("a key is not a whole number of 64 bits, or its kind is not text."))
        if not isinstance(score, int | float) or not isfinite(score):
            return Reason(_("a score is not a finite number."))
    return None


def find_correction_problem(text: object) -> str | None:
    """The same for a corrected text."""
    if text is None or isinstance(text, str):
        return None
    return Reason(
        _("it answered %(type)s instead of %(wanted)s."), {"type": type(text).__name__, "wanted": "str"}
    )


@dataclass(frozen=True, kw_only=True)
class SearchProvider(SlotProvider):
    """Keeps an index of documents and matches requests against it.

    match: the best matches of a request, best first.
    complete: matches whose name or spellings have the words next to each other, the last of which may be unfinished.
    correct: the text with its misspelt words replaced by known ones; None when there is nothing to correct.
    store: adds documents, and replaces those with the same key.
    remove: forgets keys, indexed or not.
    list_fingerprints: the fingerprints of all documents, by their keys.
    transactional: the index is in the site's database, so `store` and `remove` are called in the transaction of a
    change; otherwise after its commit, and again when they fail.

    version: a number that grows with time, taken before the rows were read. A provider whose writes may arrive late or
    in another order keeps what has the highest version; a transactional one does not need it.

    tables: what `match` reads, where that is in the site's database and has models of the plugin. Matches are then kept
    until one of these tables is written to; without them, every search asks again.

    layout: a number that grows with each release of the plugin that needs an index in another form: `migrate` rebuilds
    one that was last built in another layout.

    begin_rebuild, finish_rebuild: for a provider that builds a new index beside the one that is searched; without them
    the index is rewritten where it is. From begin_rebuild on, `store` and `remove` write to both. It answers the
    fingerprints of what the new index holds already, because an earlier rebuild was interrupted. finish_rebuild
    searches the new index and removes the old one. rules: the number of the rules by which the site writes texts.
    fill: stores documents in the new index alone, where the old one need not be written again; two threads may call it
    at once. Without it, a rebuild calls `store`.
    """

    slot_name: ClassVar[str] = "search"
    calls: ClassVar[Mapping[str, SlotCall]] = {
        "match": SlotCall(("request",), Budget(0.9, 3), check=find_match_problem),
        "complete": SlotCall(("request",), Budget(0.9, 3), check=find_match_problem),
        "correct": SlotCall(("request",), Budget(0.9, 3), check=find_correction_problem),
        "store": SlotCall(("documents", "version"), Budget(30.0, 10), writes=True),
        "remove": SlotCall(("keys", "version"), Budget(30.0, 10), writes=True),
        "list_fingerprints": SlotCall((), Budget(60.0, 100)),
        "begin_rebuild": SlotCall(("rules",), Budget(60.0, 100), writes=True, optional=True),
        "fill": SlotCall(("documents", "version"), Budget(30.0, 10), writes=True, optional=True),
        "finish_rebuild": SlotCall((), Budget(60.0, 100), writes=True, optional=True),
    }

    match: Callable[[SearchRequest], Sequence[SearchMatch]]
    complete: Callable[[SearchRequest], Sequence[SearchMatch]]
    correct: Callable[[SearchRequest], str | None]
    store: Callable[[Sequence[SearchDocument], int], None]
    remove: Callable[[Sequence[SearchKey], int], None]
    list_fingerprints: Callable[[], Mapping[SearchKey, str]]
    transactional: bool = False
    tables: tuple[str, ...] = ()
    layout: int = 0
    begin_rebuild: Callable[[int], Mapping[SearchKey, str]] | None = None
    fill: Callable[[Sequence[SearchDocument], int], None] | None = None
    finish_rebuild: Callable[[], None] | None = None
