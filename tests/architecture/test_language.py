"""Prose uses the terms of CONTRIBUTING.md: no retired words in docstrings, comments, messages or documentation."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.architecture.test_layout import CHECKOUT, our_files, read_text

RETIRED = re.compile(
    r"(?<![\w`@/.-])(?:tolls?|bills?|billed|purses?|pour(?:s|ed|ing)?|strangers?|nobody|nobodies|loans?|lends?|lent|lending"
    r"|twins?|furniture|rehears\w*|anew|turn(?:s|ed)? away|whoever|doors?|mend(?:s|ed)?|people who signed in)(?![\w`(@=])",
    re.IGNORECASE,
)
"""Metaphors. Say anonymous client, cost, local quota, token bucket, connection lease, dry run, reject, again, fix."""
NAMES = re.compile(
    r"tolls?|bills?|billed|purses?|pour(s|ed|ing|er)?|strangers?|nobody|loans?|lends?|lent|lending|twins?|furniture"
    r"|rehears\w*|anew|whoever|doors?|mend(s|ed)?",
    re.IGNORECASE,
)
"""The same as parts of identifiers. Names of tests are sentences, and free."""
IDENTIFIER = re.compile(r"\w+")
PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
PHRASES = re.compile(
    r"text stands elsewhere|lines that do not name one|CSV cells name|says that it holds none|its name in addresses"
    r"|will be looked at again|no longer take a key|process takes it over|is in force everywhere|deliver\w+ (?:is|are) tried"
    r"|failed for good|taking one away|empty price reads|was not called yet|nothing was imported yet"
    r"|kept by all people|readers keep most|at the author's wish",
    re.IGNORECASE,
)
"""Wording that people had to read twice, in labels, help texts and messages."""
CONTENT = ("cms/demo/catalogue/", "tests/data/", "CHANGELOG.md", "LICENSE")
"""The demo's texts, test data and the changelog of earlier releases."""
ALLOWED = {
    "content_types/blocks/text.py": "the sample of a quotation",
    "plugins/spam_screen/language.py": "frequent words of other languages",
    "tests/architecture/test_language.py": "the list itself",
    "tests/cms/test_admin_wording.py": "the wording that was replaced",
    "tests/cms/test_mail_folder.py": "the subject of an e-mail",
}
WORD = re.compile(r"[\w.:/\-\[\]=@]*")
PLACEHOLDER = re.compile(r"\{[^{}\n]*\}")


def extract_prose(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each comment and of each string of several words; names are not prose."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_text = token.type == tokenize.STRING and not WORD.fullmatch(token.string.strip("rbfuRBFU\"'"))
        if token.type == tokenize.COMMENT or is_text:
            yield from enumerate(PLACEHOLDER.sub("", token.string).split("\n"), token.start[0])


def find_retired_words(name: str, text: str) -> list[str]:
    """`file:line: word` for each retired word in the prose of a file."""
    lines = extract_prose(text) if name.endswith(".py") else enumerate(text.split("\n"), 1)
    return [f"{name}:{line}: {found}" for line, each in lines for found in find_words(each)]


def find_words(text: str) -> list[str]:
    return RETIRED.findall(text) + PHRASES.findall(text)


def find_retired_names(source: str) -> set[str]:
    """Identifiers that have a retired word as a part: `read_anew`, `TwinPage`."""
    words = {name for name in set(IDENTIFIER.findall(source)) if has_retired_part(name)}
    if not words:  # to divide a file into tokens takes much longer
        return set()
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {each.string for each in tokens if each.type == tokenize.NAME and each.string in words}


def has_retired_part(name: str) -> bool:
    return not name.startswith("test_") and any(map(NAMES.fullmatch, PART.findall(name)))


def is_checked(name: str) -> bool:
    built = ("/migrations/", "/static/content_api/", "graphql/graphiql/")
    return (
        name.endswith((".py", ".md", ".html", ".txt", ".graphql", "Makefile"))
        and not name.startswith(CONTENT)
        and name not in ALLOWED
        and not any(part in name for part in built)
    )


def test_prose_has_no_retired_words() -> None:
    names = {path.relative_to(CHECKOUT).as_posix(): path for path in our_files()}
    found = [
        hit
        for name, path in names.items()
        if is_checked(name)
        for hit in find_retired_words(name, read_text(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.py", '"""Refill the purse."""\n', ["a.py:1: purse"]),
        ("a.py", "count = 1  # strangers\n", ["a.py:1: strangers"]),
        ("a.py", 'raise Error(f"Nobody has {count} rows.")\n', ["a.py:1: Nobody"]),
        ("a.txt", "It will be looked at again.\n", ["a.txt:1: will be looked at again"]),
        ("a.md", "# Limits\n\nThey are turned away.\n", ["a.md:3: turned away"]),
        ("a.py", 'purse = doors["nobody"]\n', []),
        ("a.md", "`test_doors.py` and `loan`\n", []),
    ],
)
def test_a_planted_word_is_found_and_an_identifier_is_not(name: str, text: str, found: list[str]) -> None:
    assert find_retired_words(name, text) == found


def test_identifiers_have_no_retired_words() -> None:
    names = {path.relative_to(CHECKOUT).as_posix(): path for path in our_files() if path.suffix == ".py"}
    assert {
        name: found
        for name, path in names.items()
        if is_checked(name) and (found := find_retired_names(read_text(path)))
    } == {}


@pytest.mark.parametrize("name", ["read_anew", "TwinPage", "NOBODY", "_purse"])
def test_a_planted_identifier_is_found(name: str) -> None:
    assert find_retired_names(f"{name} = recommend(silent)") == {name}


def test_names_of_tests_are_free() -> None:
    assert find_retired_names("def test_strangers_see_nothing(): pass") == set()


def test_exceptions_are_still_needed() -> None:
    files = {path.relative_to(CHECKOUT).as_posix(): path for path in our_files()}
    assert [name for name in ALLOWED if not find_retired_words(name, read_text(files[name]))] == []
