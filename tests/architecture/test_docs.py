"""Documentation that can be wrong is checked: links, pictures, queries and make targets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from tests.architecture.test_layout import MAKEFILES

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
QUERY = re.compile(r"```graphql\n(.*?)```", re.DOTALL)
FILE = re.compile(r"`([\w/*.-]+(?:\.py|/))`")
BELOW = {
    "How a content type reaches the API": ("content_types/*", "graphql", "graphql/content_api"),
    "A read": ("graphql/content_api",),
    "An import": ("cms/exchange",),
    "A merge": ("cms/merging", "content_types/*"),
    "A call into a plugin": ("cms/plugins/runtime",),
}
"""Folders in which paths of a chapter of ARCHITECTURE.md may begin, beside the checkout."""


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def find_named_files(text: str) -> list[tuple[str, str]]:
    """Chapter and path of each file and folder that a page names."""
    chapters = re.split(r"^## (.*)$", text, flags=re.MULTILINE)
    named = zip(["", *chapters[1::2]], chapters[::2], strict=True)
    return [(chapter, path) for chapter, part in named for path in FILE.findall(part)]


def is_file(chapter: str, path: str) -> bool:
    return any(any(ROOT.glob(f"{folder}/{path}")) for folder in (".", *BELOW.get(chapter, ())))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_and_pictures_exist(page: Path) -> None:
    targets = [target for target in LINK.findall(page.read_text()) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema((ROOT / "graphql" / "schema.graphql").read_text())


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_queries_fit_the_schema(page: Path, schema: GraphQLSchema) -> None:
    for query in QUERY.findall(page.read_text()):
        assert validate(schema, parse(query)) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_targets_exist(page: Path) -> None:
    text = "".join((ROOT / each).read_text() for each in MAKEFILES)
    known = set(re.findall(r"^([a-z0-9-]+):", text, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z0-9-]+)", page.read_text())) <= known


@pytest.mark.parametrize("page", [ROOT / "docs" / "ARCHITECTURE.md"], ids=name)
def test_files_that_the_architecture_names_exist(page: Path) -> None:
    named = find_named_files(page.read_text())
    assert len(named) > 50
    assert {(chapter, path) for chapter, path in named if not is_file(chapter, path)} == set()


@pytest.mark.parametrize(
    ("chapter", "path", "found"),
    [
        ("A read", "operation.py", True),
        ("A read", "operations.py", False),
        ("A publish", "operation.py", False),
        ("A publish", "content_types/*/importer.py", True),
        ("A publish", "cms/nothing/", False),
    ],
)
def test_a_file_that_does_not_exist_is_found(chapter: str, path: str, found: bool) -> None:
    assert is_file(chapter, path) is found
