"""The CMS names no content type: a kind is known to it by what the kind declares, not by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from cms.exchange.kinds.registry import importer_for, kinds

CHECKOUT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "cms/config/settings": "lists the apps that are installed",
    "cms/demo": "writes the content of the demo",
    "cms/plugins/api": "the plugin API says what plugins may do with reviews and ratings",
}
GENERAL = {
    "attributes", "collection", "collections", "event", "events", "menu", "menus", "menuitem", "pages", "report",
    "reports", "tag", "tags",
}  # fmt: skip
"""Words of Wagtail or of the CMS as well: collections of files, events of the outbox, reports of runs, tags in HTML."""


def list_models() -> list[type[Model]]:
    return [each for each in apps.get_models() if each.__module__.startswith("content_types.")]


def find_names() -> set[str]:
    """Kinds, models, their plurals, labels and apps of content types in lower case, as texts name them."""
    names = {kind for kind in kinds() if type(importer_for(kind)).__module__.startswith("content_types.")}
    for each in list_models():
        names |= {each._meta.model_name or "", each._meta.label_lower, each._meta.app_label}
        names.add(str(each._meta.verbose_name_plural).lower())
    return names - GENERAL


def find_named(file: Path, names: set[str]) -> Iterator[str]:
    """The texts and identifiers of a file that are names, each with its line; not docstrings and comments."""
    classes = {each.__name__ for each in list_models() if each.__name__.lower() not in GENERAL}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Constant(value=str(word)) if word.lower() in names:
                yield f"{file}:{node.lineno}: {word}"
            case ast.Name(id=word) | ast.alias(name=word) if word in classes:
                yield f"{file}:{node.lineno}: {word}"


def list_files() -> list[Path]:
    return [
        path
        for path in sorted((CHECKOUT / "cms").rglob("*.py"))
        if "migrations" not in path.parts
        and not path.relative_to(CHECKOUT).as_posix().startswith(tuple(ALLOWED))
    ]


def test_the_cms_names_no_content_type() -> None:
    names = find_names()
    assert {"solution", "vendor", "review", "category", "solutions.solution", "vendorreply"} <= names
    assert [each for path in list_files() for each in find_named(path, names)] == []


@pytest.mark.parametrize(
    "code",
    [
        'CREATABLE = ("vendor", "other")', "from content_types.x import Solution", 'find("Reviews.Review")',
        'RATES = {"reviews": 5}', "rows = Vendor.objects",
    ],
)  # fmt: skip
def test_a_name_is_found_wherever_it_stands_in_code(code: str, tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(f'"""A solution, a vendor."""  # review\n{code}\n')
    [found] = find_named(file, find_names())
    assert found.startswith(f"{file}:2: ")


@pytest.mark.parametrize("place", sorted(ALLOWED))
def test_each_exception_is_still_needed(place: str) -> None:
    files = [CHECKOUT / place] if place.endswith(".py") else sorted((CHECKOUT / place).rglob("*.py"))
    assert [each for path in files for each in find_named(path, find_names())]
