"""“Write a search provider”, followed to the letter; and the suite finds each fault that is planted in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.plugins.loader.records import State
from cms.plugins.runtime.platform import Platform
from tests.plugins.workshop import Workshop
from tests.support.written_plugins import WrittenPlugin

TINY = WrittenPlugin("tiny_search", "write-a-search-provider.md")
FAULTS = {
    "looks in other kinds": ("index", " AND kind IN (SELECT value FROM json_each(:kinds))", " AND :kinds <> ''", "test_what_has_no_language_is_found_in_all"),
    "looks in other languages": ("index", " AND locale IN ('', :locale)", " AND :locale <> '?'", "test_word_forms_follow_the_language_of_the_document"),
    "forgets what has no language": ("index", "locale IN ('', :locale)", "locale = :locale", "test_what_has_no_language_is_found_in_all"),
    "keeps the first document of a key": ("index", "excluded.version >= version", "false", "test_a_stored_document_replaces_the_one_before"),
    "takes writes that come late": ("index", "excluded.version >= version", "true", "test_writes_that_come_late_change_nothing"),
    "forgets removed keys": ("index", "    run(WRITE, *(name_row(key, version) for key in keys))", "    run('DELETE FROM entry WHERE kind = ? AND key = ? AND version <= ?', *((key.kind, key.key, version) for key in keys))", "test_writes_that_come_late_change_nothing"),
    "removes nothing": ("index", "    run(WRITE, *(name_row(key, version) for key in keys))", "    return", "test_a_stored_document_replaces_the_one_before"),
    "lists what is removed": ("index", "FROM entry WHERE texts IS NOT NULL\"", "FROM entry\"", "test_a_stored_document_replaces_the_one_before"),
    "keeps no fingerprints": ("index", "texts, document.fingerprint)", "texts, '')", "test_fingerprints_tell_what_is_indexed"),
    "says where one word stands": ("matching", "    return all(\n", "    return any(\n", "test_words_are_found_however_they_are_written"),
    "takes no phrases": ("matching", "if term.phrase", "if False", "test_words_are_found_however_they_are_written"),
    "ignores what must be absent": ("matching", "if term.excluded)", "if False)", "test_words_are_found_however_they_are_written"),
    "ignores OR": ("matching", "for clause in request.clauses]", "for clause in request.clauses[:1]]", "test_words_are_found_however_they_are_written"),
    "looks in labels that must not be seen": ("matching", "document.labels if labels else ''", "document.labels", "test_labels_are_looked_at_only_where_the_caller_sees_them"),
    "knows no word forms": ("matching", "LANGUAGES.get(locale[:2])", "None", "test_word_forms_follow_the_language_of_the_document"),
    "has one language": ("matching", "LANGUAGES.get(locale[:2])", "LANGUAGES['en']", "test_word_forms_follow_the_language_of_the_document"),
    "forgives errors unasked": ("matching", "if request.typos else {}", "or {}", "test_typing_errors_are_forgiven_when_asked_for"),
    "forgives nothing": ("matching", "if request.typos else {}", "if False else {}", "test_what_is_spelt_right_comes_before_what_is_not"),
    "forgives other versions": ("spelling", " or not word.isalpha()", "", "test_typing_errors_are_forgiven_when_asked_for"),
    "forgives one error in long words": ("spelling", "1 if len(word) < 9 else 2", "1", "test_typing_errors_are_forgiven_when_asked_for"),
    "forgives three errors": ("spelling", "1 if len(word) < 9 else 2", "1 if len(word) < 9 else 4", "test_typing_errors_are_forgiven_when_asked_for"),
    "counts a swap as two errors": ("spelling", "OSA", "Levenshtein", "test_typing_errors_are_forgiven_when_asked_for"),
    "ranks errors as high": ("matching", "BODY, ERROR = 100, 50, 30, 10, 5, 5", "BODY, ERROR = 100, 50, 30, 10, 5, 0", "test_what_is_spelt_right_comes_before_what_is_not"),
    "corrects nothing": ("spelling", "    return corrected if", "    return None if", "test_typing_errors_are_forgiven_when_asked_for"),
    "corrects what is right": ("spelling", " if corrected != request.name else None", "", "test_misspelt_words_are_corrected"),
    "ranks a name as its beginning": ("matching", "WHOLE, BEGINNING, NAME, SUMMARY, BODY, ERROR = 100", "WHOLE, BEGINNING, NAME, SUMMARY, BODY, ERROR = 60", "test_a_name_comes_before_its_beginning_and_that_before_words"),
    "ranks beginnings as words": ("matching", "    return BEGINNING if len(text) > 2 and name.startswith(text) else None", "    return None", "test_words_are_found_however_they_are_written"),
    "ranks the body as the summary": ("matching", "BODY, ERROR = 100, 50, 30, 10, 5", "BODY, ERROR = 100, 50, 30, 10, 10", "test_a_name_comes_before_its_beginning_and_that_before_words"),
    "has no order": ("matching", "sorted(found, key=lambda each: -each.score)", "found", "test_a_name_comes_before_its_beginning_and_that_before_words"),
    "has no limit": ("matching", "[:limit]", "", "test_only_the_best_matches_are_answered_when_few_are_wanted"),
    "looks in names alone": ("matching", "zip((NAME, SUMMARY, BODY), texts, strict=True)", "zip((NAME,), texts, strict=False)", "test_a_name_comes_before_its_beginning_and_that_before_words"),
    "ignores further spellings": ("matching", "\\n{document.spellings}", "", "test_words_are_found_however_they_are_written"),
    "completes inside of words": ("matching", 'f" {text}" in f" {document.name}', 'text in f" {document.name}', "test_names_are_completed"),
    "completes names alone": ("matching", "\\n {document.spellings}", "", "test_further_spellings_are_completed"),
    "completes in any order": ("matching", "    if document.name.startswith(text):\n        return BEGINNING\n", "", "test_names_that_begin_with_the_text_are_completed_first"),
    "says how rare a word is": ("matching", "SearchMatch(key, score)", "SearchMatch(key, score - len(scores) / 100)", "test_a_name_comes_before_its_beginning_and_that_before_words"),
    "fails with long texts": ("matching", "    if name == text:", "    if len(text) > 150:\n        raise ValueError\n    if name == text:", "test_no_text_is_an_error"),
}  # fmt: skip


def test_the_page_passes_the_check(workshop: Workshop, site_with: Callable[..., Platform]) -> None:
    TINY.write_in(workshop, TINY.read_files())
    site_with(slots={"search": TINY.name})
    call_command("plugins", "check", "--json", stdout=(said := StringIO()))
    assert json.loads(said.getvalue()) == []


def test_the_suite_passes_on_the_page_and_finds_each_planted_fault(tmp_path: Path) -> None:
    assert TINY.find_failures(tmp_path, FAULTS) == set(FAULTS)


@pytest.mark.parametrize("name", ["match", "complete", "correct", "store", "remove", "list_fingerprints"])
def test_a_provider_without_a_call_is_refused(name: str, workshop: Workshop) -> None:
    files = TINY.read_files()
    path = f"{TINY.name}/plugin.py"
    without = re.sub(rf"\n +{name}=[^\n]+", "", files[path])
    assert without != files[path]
    TINY.write_in(workshop, {**files, path: without})
    plugin = workshop.load(slots={"search": TINY.name}).plugins[TINY.name]
    assert plugin.state is State.REFUSED and f"'{name}'" in str(plugin.reason)
