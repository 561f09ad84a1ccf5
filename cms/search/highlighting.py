"""Passages of a text in which the words of a search stand, with these marked.

Words are compared as the search does: in their normal form, and by their stems in the language of the text. The result
is HTML that holds escaped text and `<mark>` alone. (PostgreSQL's ts_headline escapes nothing and drops what looks like
a tag.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer
from django.utils.html import escape

from cms.plugins.api.search import SearchTerm
from cms.search.text import normalize

__all__ = ["MAX_TEXT", "Highlighter", "list_searched_words", "shorten"]

MAX_TEXT = 50_000
"""Characters of a text that are looked at."""
LENGTH, BEFORE = 180, 60
"""Characters of a passage, and of those that stand before the first word that was found."""
TOKEN = re.compile(r"[^\W_][^\W_\u0300-\u036f]*[\u0300-\u036f]*[^\W_]*[+#]*")
ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french",
    "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nb": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
MIN_PREFIX = 3


def list_searched_words(clauses: Iterable[Iterable[SearchTerm]]) -> list[str]:
    """The words that are looked for; not those that must be absent."""
    terms = (term for clause in clauses for term in clause if not term.excluded)
    return list(dict.fromkeys(word for term in terms for word in term.words))


@lru_cache(maxsize=20_000)
def find_stem(word: str, language: str) -> str:
    """The stem of a normal word; the word itself in a language without a stemmer."""
    algorithm = ALGORITHMS.get(language)
    return str(snowballstemmer.stemmer(algorithm).stemWord(word)) if algorithm else word


class Highlighter:
    """Marks words in texts of one language."""

    def __init__(self, words: Iterable[str], locale: str) -> None:
        self.words = frozenset(words)
        self.language = locale.lower().replace("_", "-").split("-")[0]
        self.stems = {find_stem(word, self.language) for word in self.words}
        self.beginnings = {word[:2] for word in (*self.words, *self.stems)}

    def mark(self, text: str, *, is_name: bool = False) -> str | None:
        """All of a short text as HTML; None when no word stands in it. is_name: its beginning may be unfinished."""
        found = list(self.find(text[:MAX_TEXT]))
        if is_name and not found:
            found = list(self.find_beginning(text))
        return render(text, found, 0, len(text)) if found else None

    def find_passage(self, text: str) -> str | None:
        """The passage around the first word that stands in a text, as HTML; None when none does."""
        text = " ".join(text[:MAX_TEXT].split())
        found = list(self.find(text))
        return cut(text, found) if found else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where words stand, each once and in order."""
        tokens = [(each.start(), each.end(), normalize(each[0])) for each in TOKEN.finditer(text)]
        end = 0
        for place, (start, stop, word) in enumerate(tokens):
            if start < end:
                continue
            if self.is_searched(word):
                end = stop
            elif place + 1 < len(tokens) and word + tokens[place + 1][2] in self.words:
                end = tokens[place + 1][1]  # "GPT-4o" by "gpt4o"
            else:
                continue
            yield start, end

    def is_searched(self, normal: str) -> bool:
        return any(
            word in self.words or find_stem(word, self.language) in self.stems
            for word in normal.split()
            if word[:2] in self.beginnings
        )

    def find_beginning(self, text: str) -> Iterator[tuple[int, int]]:
        first = TOKEN.search(text)
        if first is None:
            return
        normal = normalize(first[0])
        lengths = [len(word) for word in self.words if len(word) >= MIN_PREFIX and normal.startswith(word)]
        if lengths:
            yield first.start(), first.end()


def shorten(text: str) -> str:
    """The beginning of a text, as HTML."""
    return cut(" ".join(text.split()), [])


def cut(text: str, found: list[tuple[int, int]]) -> str:
    start = max(0, found[0][0] - BEFORE) if found else 0
    start = text.find(" ", start) + 1 if start else 0
    stop = min(len(text), start + LENGTH)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), found[0][1] if found else start + 1)
    inside = [(begin, end) for begin, end in found if start <= begin and end <= stop]
    return f"{'… ' if start else ''}{render(text, inside, start, stop)}{' …' if stop < len(text) else ''}"


def render(text: str, found: Iterable[tuple[int, int]], start: int, stop: int) -> str:
    parts, place = [], start
    for begin, end in found:
        parts += [escape(text[place:begin]), f"<mark>{escape(text[begin:end])}</mark>"]
        place = end
    return "".join([*parts, escape(text[place:stop])])
