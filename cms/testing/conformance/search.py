"""What every plugin for the slot "search" does, as tests of its provider.

A plugin's own tests subclass SearchProviderConformance and name the module of its hooks:

    class TestConformance(SearchProviderConformance):
        plugin = my_plugin.plugin

The provider is taken from the module's `search_provider()`, so a plugin that stands by can be tested as well. A plugin
whose index shows changes late overrides `refresh`.
"""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from cms.plugins.api.search import SearchDocument, SearchKey, SearchProvider, SearchRequest
from cms.search.query import parse_query
from cms.search.text import list_spellings, normalize, normalize_document
from cms.testing.conformance.search_rebuild import VERSIONS, SearchRebuildConformance

__all__ = ["VERSIONS", "SearchProviderConformance"]

NAMES = (
    "Claude", "Claude Code", "Claudette", "LangChain", "scikit-learn", "GPT-4o", "C++ Compiler", "C Compiler",
    "Stable Diffusion", "Transformers", "Naïve Résumé",
)  # fmt: skip
KINDS = ("TOOL", "MAKER")


def build_document(
    key: int, name: str, kind: str = "TOOL", locale: str = "en", **texts: str
) -> SearchDocument:
    """With its texts in normal form, as the site hands documents over."""
    return SearchDocument(
        key=SearchKey(kind, key),
        locale=locale,
        name=normalize(name),
        spellings=" ".join(list_spellings(name)),
        **{field: normalize_document(text) for field, text in texts.items()},
    )


def build_request(text: str, **fields: Any) -> SearchRequest:
    given = {
        "name": normalize(text),
        "clauses": parse_query(text),
        "kinds": KINDS,
        "locale": "en",
        "limit": 100,
    }
    return SearchRequest(**{**given, **fields})


FOUND = {
    "claude": [1, 2, 3],
    "CLAUDE code": [2],
    "lang": [4],
    "scikit learn": [5],
    "scikit-learn": [5],
    "scikitlearn": [5],
    "gpt4o": [6],
    "gpt 4o": [6],
    "C++": [7],
    "C": [8],
    "compiler -C++": [8],
    '"stable diffusion"': [9],
    '"diffusion stable"': [],
    "diffusion stable": [9],
    "langchain OR diffusion": [4, 9],
    "transformer": [10],
    "naive resume": [11],
    "claude langchain": [],
    "claude-langchain": [],
    "nothing": [],
}  # fmt: skip
MISSPELT = {
    "cluade": [1, 2, 3],
    "langchian": [4],
    "tranformer": [10],
    "stabel difusion": [9],
    "transfomrers": [10],
    "xxxxclaude": [],
    "gpt5o": [],
}
CORRECTED = {
    "langchian": "langchain",
    "stabel diffusion": "stable diffusion",
    "langchain": None,
    "xyzzyq": None,
}
HOSTILE = (
    "'", '"', "\\", "%", "_", "' OR 1=1 --", "a & b | !c", "<->", "foo:*", "(((", "\x1f", "𝕏", "a" * 200,
    " ".join(["word"] * 100), '"a" OR "b" -"c"', "🤖 robot",
)  # fmt: skip
STEMS = tuple(letter * 8 for letter in "abcdefghijklmnopqr")


class SearchProviderConformance(SearchRebuildConformance):
    """plugin: the module with the hooks of the plugin under test."""

    plugin: ModuleType

    @pytest.fixture
    def provider(self, aixplore_site: Any) -> SearchProvider:
        (provided,) = self.plugin.search_provider()
        assert isinstance(provided, SearchProvider)
        if provided.begin_rebuild and provided.finish_rebuild:
            provided.begin_rebuild(1)
            provided.finish_rebuild()
        return provided

    @pytest.fixture
    def names(self, provider: SearchProvider) -> SearchProvider:
        self.store(provider, *(build_document(number, name) for number, name in enumerate(NAMES, 1)))
        return provider

    def refresh(self, provider: SearchProvider) -> None:
        """Called after each change: wait until the index shows it."""

    def store(self, provider: SearchProvider, *documents: SearchDocument) -> None:
        provider.store(documents, next(VERSIONS))
        self.refresh(provider)

    def find(self, provider: SearchProvider, text: str, **fields: Any) -> list[int]:
        return [match.key.key for match in provider.match(build_request(text, **fields))]

    @pytest.mark.parametrize("text", FOUND)
    def test_words_are_found_however_they_are_written(self, names: SearchProvider, text: str) -> None:
        assert sorted(self.find(names, text)) == FOUND[text]

    def test_a_name_comes_before_its_beginning_and_that_before_words(self, provider: SearchProvider) -> None:
        self.store(
            provider,
            build_document(1, "Other", body="All about whisper."),
            build_document(2, "Other", summary="Whisper in the summary."),
            build_document(3, "Faster Whisper"),
            build_document(4, "Whisperer"),
            build_document(5, "Whisper X"),
            build_document(6, "Whisper"),
            build_document(7, "Other", labels="Whisper"),
        )
        scores = {match.key.key: match.score for match in provider.match(build_request("whisper"))}
        assert list(scores)[:4] == [6, 5, 4, 3] and list(scores)[-1] == 1
        assert scores[6] >= 90 > scores[5] >= 50 and scores[4] >= 50 > scores[3] >= 30 > scores[7] >= 10
        assert 30 > scores[2] >= 10 > scores[1] >= 0 and max(scores.values()) <= 100

    def test_labels_are_looked_at_only_where_the_caller_sees_them(self, provider: SearchProvider) -> None:
        self.store(
            provider,
            build_document(1, "Hub", labels="Secretive"),
            build_document(2, "Secretive hub"),
        )
        assert sorted(self.find(provider, "secretive")) == [1, 2]
        assert self.find(provider, "secretive", labels=False) == [2]
        assert self.find(provider, "secretvie", labels=False, typos=True) == [2]
        assert sorted(self.find(provider, "hub", labels=False)) == [1, 2]
        assert self.find(provider, "hub -secretive", labels=False) == [1]

    def test_scores_do_not_depend_on_other_documents(self, names: SearchProvider) -> None:
        before = {match.key: match.score for match in names.match(build_request("claude"))}
        self.store(
            names,
            *(build_document(100 + number, "Claude", summary="claude " * number) for number in range(9)),
        )
        after = {match.key: match.score for match in names.match(build_request("claude"))}
        assert {key: after[key] for key in before} == pytest.approx(before)

    @pytest.mark.parametrize("text", MISSPELT)
    def test_typing_errors_are_forgiven_when_asked_for(self, names: SearchProvider, text: str) -> None:
        assert self.find(names, text) == []
        assert self.find(names, text, typos=True) == MISSPELT[text]

    def test_what_is_spelt_right_comes_before_what_is_not(self, provider: SearchProvider) -> None:
        self.store(
            provider,
            *(build_document(number, name) for number, name in enumerate(["Gemini", "Gemina", "Gamini"], 1)),
            build_document(4, "Faster Gemini"),
            build_document(5, "Faster Gemina"),
        )
        found = provider.match(build_request("gemini", typos=True))
        scores = {match.key.key: match.score for match in found}
        assert found[0].key.key == 1 and sorted(scores) == [1, 2, 3, 4, 5]
        assert scores[4] > scores[5]

    @pytest.mark.parametrize("text", CORRECTED)
    def test_misspelt_words_are_corrected(self, names: SearchProvider, text: str) -> None:
        assert names.correct(build_request(text)) == CORRECTED[text]

    def test_word_forms_follow_the_language_of_the_document(self, provider: SearchProvider) -> None:
        self.store(
            provider,
            build_document(1, "One", summary="Builds autonomous agents."),
            build_document(2, "Zwei", locale="de", summary="Vergleicht die besten Modelle."),
        )
        assert self.find(provider, "agent") == [1] and self.find(provider, "agent", locale="de") == []
        assert self.find(provider, "Modell", locale="de") == [2] and self.find(provider, "Modell") == []

    def test_what_has_no_language_is_found_in_all(self, provider: SearchProvider) -> None:
        self.store(provider, build_document(1, "Mistral", kind="MAKER", locale=""))
        assert self.find(provider, "mistral") == self.find(provider, "mistral", locale="fr") == [1]
        assert self.find(provider, "mistral", kinds=("TOOL",)) == []

    def test_only_the_best_matches_are_answered_when_few_are_wanted(self, names: SearchProvider) -> None:
        assert self.find(names, "claude", limit=2) == [1, 2]

    def test_a_stored_document_replaces_the_one_before(self, names: SearchProvider) -> None:
        self.store(names, build_document(1, "Opus", locale="de"))
        assert self.find(names, "claude") == [2, 3] and self.find(names, "opus", locale="de") == [1]
        names.remove([SearchKey("TOOL", 1), SearchKey("TOOL", 999)], next(VERSIONS))
        self.refresh(names)
        assert self.find(names, "opus", locale="de") == []
        assert SearchKey("TOOL", 1) not in names.list_fingerprints()

    def test_writes_that_come_late_change_nothing(self, provider: SearchProvider) -> None:
        if provider.transactional:
            pytest.skip("the writes of its transactions come in order")
        first, second, third = (next(VERSIONS) for _ in range(3))
        provider.store([build_document(1, "Opus"), build_document(2, "Sonnet")], second)
        provider.store([build_document(1, "Haiku")], first)
        provider.remove([SearchKey("TOOL", 2)], third)
        provider.store([build_document(2, "Sonnet")], second)
        self.refresh(provider)
        assert [self.find(provider, text) for text in ("opus", "haiku", "sonnet")] == [[1], [], []]

    def test_fingerprints_tell_what_is_indexed(self, names: SearchProvider) -> None:
        document = build_document(1, "Opus")
        self.store(names, document)
        marks = names.list_fingerprints()
        assert len(marks) == len(NAMES) and marks[SearchKey("TOOL", 1)] == document.fingerprint

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("clau", [1, 2, 3]),
            ("claude c", [2]),
            ("cod", [2]),
            ("Naïve ré", [11]),
            ("zzz", []),
            ("aude", []),
            ("compiler c", []),
        ],
    )
    def test_names_are_completed(self, names: SearchProvider, text: str, found: list[int]) -> None:
        assert sorted(match.key.key for match in names.complete(build_request(text))) == found

    def test_names_that_begin_with_the_text_are_completed_first(self, provider: SearchProvider) -> None:
        self.store(provider, build_document(1, "Open Agent"), build_document(2, "Agent Zero"))
        assert [match.key.key for match in provider.complete(build_request("agent"))] == [2, 1]

    def test_further_spellings_are_completed(self, provider: SearchProvider) -> None:
        named = replace(build_document(1, "Acme"), spellings="acme werkstatt")
        self.store(provider, named, build_document(2, "Other"))
        for text in ("werk", "acme w"):
            assert [match.key.key for match in provider.complete(build_request(text))] == [1]

    @pytest.mark.parametrize(("words", "fewest"), [(10, 12), (18, 0)])
    def test_many_misspelt_words_are_answered(
        self, provider: SearchProvider, words: int, fewest: int
    ) -> None:
        """Each of them may stand for a dozen known ones. Ten are corrected at least."""
        names = [" ".join(stem + letter for stem in STEMS) for letter in "abcdefghijkl"]
        self.store(provider, *(build_document(key, name) for key, name in enumerate(names, 1)))
        text = " ".join(f"{stem}z" for stem in STEMS[:words])
        found = self.find(provider, text, typos=True)
        assert fewest <= len(found) <= len(names)

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_no_text_is_an_error(self, names: SearchProvider, text: str) -> None:
        request = build_request(text, typos=True)
        assert len(names.complete(request)) <= len(NAMES)
        if request.clauses:
            assert len(names.match(request)) <= len(NAMES)
            assert isinstance(names.correct(request), str | None)
