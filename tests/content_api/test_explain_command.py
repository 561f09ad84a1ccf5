"""manage.py explain: where a document is found, what is wrong with it, and how its points come about."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from graphql import get_operation_ast

from content_api.documents.trusted.documents import static_values
from content_api.documents.trusted.manifest import FOLDER, compile_folder
from content_api.documents.validation import validate_document
from content_api.limits.breakdown import break_down_cost
from content_api.operation import make_operation
from tests.factories.content import make_site
from tests.support.trusted import TEXT, build_document_id, register_documents

FRAGMENTS = "fragment Card on Solution { title ...Who }\nfragment Who on Solution { vendor { name } }\n"
CARDS = "query Cards($n: Int!) { solutions(first: $n) { totalCount nodes { ...Card } } }"


def run(*words: str, **options: Any) -> str:
    told = StringIO()
    call_command("explain", "--cost", *words, stdout=told, **options)
    return told.getvalue()


def rows(told: str) -> dict[str, tuple[int, int, str]]:
    """The table of points, by field."""
    split = [line.split() for line in told.splitlines()]
    start = next(place for place, words in enumerate(split) if words[:2] == ["points", "each"])
    split = [words for words in split[start + 1 :] if words and words[0].isdigit() and words[1].isdigit()]
    return {each[-1]: (int(each[0]), int(each[1]), " ".join(each[2:-1])) for each in split}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "operations"
    found.mkdir()
    (found / "fragments.graphql").write_text(FRAGMENTS)
    (found / "cards.graphql").write_text(CARDS)
    return found


def test_each_field_is_told_with_the_pages_that_multiply_it(tmp_path: Path) -> None:
    file = tmp_path / "query.graphql"
    file.write_text(
        "query ($n: Int) { solutions(first: $n) { totalCount nodes { title vendor { name } tags { name } "
        "reviews(first: 4) { nodes { author { displayName } } } } } }"
    )
    told = run(str(file), "--variables", '{"n": 10}')
    assert rows(told) == {
        "solutions.nodes.reviews.nodes": (40, 1, "10 × 4"),
        "solutions.nodes.reviews.nodes.author": (40, 1, "10 × 4"),
        "solutions.nodes": (10, 1, "10"),
        "solutions.nodes.vendor": (10, 1, "10"),
        "solutions.nodes.tags": (10, 1, "10"),
        "solutions.totalCount": (5, 5, "1"),
    }
    assert "115 points; the limit of anonymous is 1000." in told
    dear = run(str(file), "--variables", '{"n": 100}')
    assert "1105 points; the limit of anonymous is 1000, so it is rejected." in dear
    assert "1105 points; the limit of known is 5000" in run(
        str(file), variables='{"n": 100}', audience="known"
    )
    file.write_text("{ site { name } }")
    assert "1 points; the limit of anonymous is 1000; at least 5 are charged." in run(str(file))


@pytest.mark.parametrize("document", compile_folder(FOLDER), ids=lambda each: each.name)
def test_the_parts_are_what_the_bill_is_the_sum_of(document: Any, settings: Any) -> None:
    prepared = validate_document(document.text, settings.API_LIMITS["known"])
    assert prepared.document is not None
    operation = get_operation_ast(prepared.document)
    assert operation is not None
    cost = make_operation(prepared.document, operation, static_values(operation)).cost
    parts = break_down_cost(cost)
    assert sum(each.points for each in parts) == cost.requested_points == document.cost
    assert [each.points for each in parts] == sorted((each.points for each in parts), reverse=True)


def test_fragments_are_taken_from_the_folder(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.graphql"
    other.write_text(CARDS)
    told = run(str(other), folder=folder)
    assert told.splitlines()[0].split("/")[-1] == "other.graphql, with Card, Who"
    assert 'Variables: {"n": 100}' in told and rows(told)["solutions.nodes.vendor"] == (100, 1, "100")
    other.write_text(CARDS + " fragment Card on Solution { title }")
    assert "solutions.nodes.vendor" not in rows(run(str(other), folder=folder))
    other.write_text("{ site { name } }")
    run(str(other), folder=tmp_path / "absent")


def test_a_text_on_standard_input_is_explained(folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(CARDS))
    assert "205 points" in run(folder=folder)


def test_an_operation_of_the_folder_is_known_by_its_name_and_its_file(folder: Path) -> None:
    (folder / "cards.graphql").write_text(CARDS + " fragment Unused on Solution { slug }")
    by_name = run("Cards", folder=folder)
    assert by_name.splitlines()[0] == "operations/cards.graphql, with Card, Who"
    assert by_name == run(str(folder / "cards.graphql"), folder=folder)
    assert "249 points" in run("Solution")


@pytest.mark.django_db
def test_compiled_and_registered_documents_are_known_by_id_and_name(client: Client, tmp_path: Path) -> None:
    make_site()
    register_documents(tmp_path, TEXT, release="2026.11")
    for given in (
        build_document_id(TEXT),
        build_document_id(TEXT)[7:],
        build_document_id(TEXT)[7:19],
        "Titles",
    ):
        told = run(given)
        assert told.startswith("Titles (") and rows(told) == {"solutions.nodes": (3, 1, "3")}
    assert "release 2026.11" in told
    home = next(each for each in compile_folder(FOLDER) if each.name == "Home")
    assert run(home.digest[:12]).startswith(f"Home ({home.digest[:12]})")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("absent.graphql", r"^There is no file absent\.graphql\.$"),
        ("some/where", r"^There is no file some/where\.$"),
        ("Nothing", r"^Nothing is not a file, and no operation in operations/ or registered .* operations/ has Cards\."),
        ("0123456789abcdef", r"^0123456789abcdef is not a file"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_is_said(folder: Path, given: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run(given, folder=folder)


def test_what_is_wrong_with_a_file_is_said_with_its_line(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.graphql").write_text("query Bad {\n  site { name }\n  nothing\n}")
    with pytest.raises(CommandError, match=r"^operations/bad\.graphql:3: Cannot query field 'nothing'"):
        run("Bad", folder=folder)
    with pytest.raises(CommandError, match=r"^operations/fragments\.graphql contains no operation\.$"):
        run(str(folder / "fragments.graphql"), folder=folder)
    other = tmp_path / "other.graphql"
    for text, message in (
        ("{\n  nothing }", r"other\.graphql: line 2: Cannot query field 'nothing'"),
        ("{\n  site {", r"other\.graphql:2: Syntax Error"),
        ("{ site { ...Absent } }", r"other\.graphql: Unknown fragment 'Absent'"),
        (b"\xff", r"other\.graphql cannot be read"),
    ):
        other.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(CommandError, match=message):
            run(str(other), folder=folder)
    other.write_text("query A { site { ...F } } fragment F on Site { name }")
    with pytest.raises(CommandError, match=r"^There is no folder "):
        run("A", folder=tmp_path / "absent")


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ("[", r"^--variables is not JSON: "),
        ("[1]", r'^--variables must be an object, such as {"first": 10}\.$'),
        ("{}", r"^Variable '\$n' of required type 'Int!' was not provided\.$"),
        (
            '{"n": "x"}',
            r"^Variable '\$n' got invalid value 'x'; Int cannot represent non-integer value: 'x'$",
        ),
        ('{"n": 1, "m": 2}', r"^The operation declares no variable m\.$"),
    ],
)
def test_what_is_wrong_with_variables_is_said(folder: Path, variables: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("Cards", folder=folder, variables=variables)


def test_the_operation_is_chosen_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "two.graphql"
    file.write_text(
        "query A { site { name } } query B { solutions(first: 9) { totalCount nodes { title } } }"
    )
    assert "14 points" in run(str(file), operation="B")
    with pytest.raises(CommandError, match=r"^The document has several operations: .* \(A, B\)\.$"):
        run(str(file))
    with pytest.raises(CommandError, match=r"^The document has no operation C: .* \(A, B\)\.$"):
        run(str(file), operation="C")
