"""“Write a search provider”, followed to the letter; and the suite finds each fault that is planted in it."""

from __future__ import annotations

import re

import pytest

from tests.support.other_site import OtherSite
from tests.support.written_plugins import WrittenPlugin, run_suites

TINY = WrittenPlugin("tiny_search", "write-a-search-provider.md")
FAULTS = {
    "looks in other kinds": ("index", " AND kind IN (SELECT value FROM json_each(:kinds))", " AND :kinds <> ''"),
    "looks in other languages": ("index", " AND locale IN ('', :locale)", " AND :locale <> '?'"),
    "forgets what has no language": ("index", "locale IN ('', :locale)", "locale = :locale"),
    "keeps the first document of a key": ("index", "excluded.version >= version", "false"),
    "takes writes that come late": ("index", "excluded.version >= version", "true"),
    "forgets removed keys": ("index", "    run(WRITE, *(name_row(key, version) for key in keys))", "    run('DELETE FROM entry WHERE kind = ? AND key = ? AND version <= ?', *((key.kind, key.key, version) for key in keys))"),
    "removes nothing": ("index", "    run(WRITE, *(name_row(key, version) for key in keys))", "    return"),
    "lists what is removed": ("index", "FROM entry WHERE texts IS NOT NULL\"", "FROM entry\""),
    "keeps no fingerprints": ("index", "texts, document.fingerprint)", "texts, '')"),
    "says where one word stands": ("matching", "    return all(\n", "    return any(\n"),
    "takes no phrases": ("matching", "if term.phrase", "if False"),
    "ignores what must be absent": ("matching", "if term.excluded)", "if False)"),
    "ignores OR": ("matching", "for clause in request.clauses]", "for clause in request.clauses[:1]]"),
    "looks in labels that must not be seen": ("matching", "document.labels if labels else ''", "document.labels"),
    "knows no word forms": ("matching", "LANGUAGES.get(locale[:2])", "None"),
    "has one language": ("matching", "LANGUAGES.get(locale[:2])", "LANGUAGES['en']"),
    "forgives errors unasked": ("matching", "if request.typos else {}", "or {}"),
    "forgives nothing": ("matching", "if request.typos else {}", "if False else {}"),
    "forgives other versions": ("spelling", " or not word.isalpha()", ""),
    "forgives one error in long words": ("spelling", "1 if len(word) < 9 else 2", "1"),
    "forgives three errors": ("spelling", "1 if len(word) < 9 else 2", "1 if len(word) < 9 else 4"),
    "counts a swap as two errors": ("spelling", "OSA", "Levenshtein"),
    "ranks errors as high": ("matching", "BODY, ERROR = 100, 50, 30, 10, 5, 5", "BODY, ERROR = 100, 50, 30, 10, 5, 0"),
    "corrects nothing": ("spelling", "    return corrected if", "    return None if"),
    "corrects what is right": ("spelling", " if corrected != request.name else None", ""),
    "ranks a name as its beginning": ("matching", "WHOLE, BEGINNING, NAME, SUMMARY, BODY, ERROR = 100", "WHOLE, BEGINNING, NAME, SUMMARY, BODY, ERROR = 60"),
    "ranks beginnings as words": ("matching", "    return BEGINNING if len(text) > 2 and name.startswith(text) else None", "    return None"),
    "ranks the body as the summary": ("matching", "BODY, ERROR = 100, 50, 30, 10, 5", "BODY, ERROR = 100, 50, 30, 10, 10"),
    "has no order": ("matching", "sorted(found, key=lambda each: -each.score)", "found"),
    "has no limit": ("matching", "[:limit]", ""),
    "looks in names alone": ("matching", "zip((NAME, SUMMARY, BODY), texts, strict=True)", "zip((NAME,), texts, strict=False)"),
    "ignores further spellings": ("matching", "\\n{document.spellings}", ""),
    "completes inside of words": ("matching", 'f" {text}" in f" {document.name}', 'text in f" {document.name}'),
    "completes names alone": ("matching", "\\n {document.spellings}", ""),
    "completes in any order": ("matching", "    if document.name.startswith(text):\n        return BEGINNING\n", ""),
    "says how rare a word is": ("matching", "SearchMatch(key, score)", "SearchMatch(key, score - len(scores) / 100)"),
    "fails with long texts": ("matching", "    if name == text:", "    if len(text) > 150:\n        raise ValueError\n    if name == text:"),
}  # fmt: skip


def test_the_page_works_as_it_is_written(other_site: OtherSite) -> None:
    TINY.write(other_site.workshop.folder, TINY.read_files())
    assert [each for each in other_site.answer("plugins", "check") if each["plugin"] == "tiny_search"] == []
    said = run_suites(other_site, "tiny_search")
    assert "failed" not in said, said[-4000:]


def test_the_suite_finds_each_planted_fault(other_site: OtherSite) -> None:
    assert TINY.find_missed_faults(other_site, FAULTS) == []


@pytest.mark.parametrize("name", ["match", "complete", "correct", "store", "remove", "list_fingerprints"])
def test_a_provider_without_a_call_is_refused(other_site: OtherSite, name: str) -> None:
    files = TINY.read_files()
    path = "tiny_search/plugin.py"
    without = re.sub(rf"\n +{name}=[^\n]+", "", files[path])
    assert without != files[path]
    TINY.write(other_site.workshop.folder, {**files, path: without})
    done = other_site.manage("plugins", "why", "tiny_search", AIXPLORE_PLUGIN_SLOTS="search:tiny_search")
    assert name in done.stdout + done.stderr
