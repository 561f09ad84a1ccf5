"""The rules that hold for a search, as it reads them: all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType

from cms.declarations import SearchKind, registry
from cms.plugins.api.search import SearchKey, SearchTerm
from cms.relevance.models import MAX_OTHERS, MAX_WORDS, PinnedPage, PinnedSearch, Synonym
from cms.search.text import normalize

__all__ = ["MAX_CLAUSES", "SearchRules", "find_pinned_field", "load_rules"]

MAX_CLAUSES = 8
"""The most alternatives of which a search is made, those that were typed included."""
MAX_ALTERNATIVES = 2 * MAX_OTHERS
"""The most synonyms of one word, whatever number of entries name it."""
Words = tuple[str, ...]
Clause = tuple[SearchTerm, ...]


@dataclass(frozen=True)
class SearchRules:
    """synonyms: by language, "" for all, those of each word or name. pins: rows by the normal form of a search, pages
    after others."""

    synonyms: Mapping[str, Mapping[Words, tuple[Words, ...]]] = field(default_factory=dict)
    pins: Mapping[str, tuple[SearchKey, ...]] = field(default_factory=dict)

    def list_synonyms(self, words: Words, locale: str) -> tuple[Words, ...]:
        """What else these words find in a language."""
        found = [each for language in ("", locale) for each in self.synonyms.get(language, {}).get(words, ())]
        return tuple(dict.fromkeys(found))[:MAX_ALTERNATIVES]

    def expand(self, clauses: Sequence[Clause], locale: str) -> tuple[Clause, ...]:
        """The clauses, and each again with a word or name replaced by what means the same; MAX_CLAUSES at most, of
        which those that were typed are never left out. Phrases and words that must be absent stay as they are."""
        if not self.synonyms:
            return tuple(clauses)
        found = list(dict.fromkeys(clauses))
        for clause in found:  # grows, so that two words can be replaced
            for replaced in self.replace_words(clause, locale):
                if len(found) >= MAX_CLAUSES:
                    return tuple(found)
                if replaced not in found:
                    found.append(replaced)
        return tuple(found)

    def replace_words(self, clause: Clause, locale: str) -> Iterator[Clause]:
        """The clause with one run of plain words replaced at a time."""
        single = [part for term in clause for part in split_term(term)]
        for start in range(len(single)):
            for end in range(start + 1, min(start + MAX_WORDS, len(single)) + 1):
                run = single[start:end]
                if any(term.phrase or term.excluded for term in run):
                    break
                words = tuple(word for term in run for word in term.words)
                for other in self.list_synonyms(words, locale):
                    yield (*single[:start], SearchTerm(other, phrase=len(other) > 1), *single[end:])


def split_term(term: SearchTerm) -> list[SearchTerm]:
    return [term] if term.phrase or term.excluded else [SearchTerm((word,)) for word in term.words]


def load_rules() -> SearchRules:
    """All rules; two statements, and one for each kind that is no page and can be pinned."""
    return SearchRules(load_synonyms(), load_pins())


def load_synonyms() -> Mapping[str, Mapping[Words, tuple[Words, ...]]]:
    found: dict[str, dict[Words, tuple[Words, ...]]] = defaultdict(dict)
    for synonym in Synonym.objects.order_by("pk"):
        words = [tuple(normalize(text).split()) for text in (synonym.word, *synonym.list_others())]
        known = found[synonym.language]
        for word in words if synonym.is_two_way else words[:1]:
            known[word] = (*known.get(word, ()), *(each for each in words if each and each != word))
    return found


def load_pins() -> Mapping[str, tuple[SearchKey, ...]]:
    found: dict[str, tuple[SearchKey, ...]] = defaultdict(tuple)
    for text, key in (*list_pinned_rows(), *list_pinned_pages()):
        found[text] = (*found[text], key)
    return found


def list_pinned_pages() -> Iterator[tuple[str, SearchKey]]:
    kinds = {kind.model: kind.name for kind in registry.search_kinds.values()}
    rows: Any = PinnedPage.objects.order_by("search", "sort_order", "pk")
    for text, page, kind in rows.values_list("search__key", "page", "page__content_type"):
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        if model in kinds:
            yield text, SearchKey(kinds[model], page)


def list_pinned_rows() -> Iterator[tuple[str, SearchKey]]:
    """What is pinned of other kinds than pages."""
    for kind in registry.search_kinds.values():
        if field := find_pinned_field(kind):
            rows = field.model._default_manager.order_by("search", "sort_order", "pk")
            for text, key in rows.values_list("search__key", field.name):
                yield text, SearchKey(kind.name, key)


def find_pinned_field(kind: SearchKind) -> Any:
    """The foreign key from what is pinned to a row of the kind; None for kinds that are not pinned in this way."""
    if kind.pins is None:
        return None
    pinned: Any = PinnedSearch._meta.get_field(kind.pins).related_model
    return next(field for field in pinned._meta.fields if field.related_model is kind.model)
