"""An import that names a merged record changes the record that stayed, until the merge is undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cms.identity.models import User
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.factories.content import make_category, make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client
from tests.support.importing import counts, ndjson, reasons, review, run_import, solution
from tests.support.merging import merge, undo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def merge_result(make_once: Any) -> Any:
    return make_once(make_merged)


def make_merged() -> tuple[User, Solution]:
    """An editor, and "LangChain", into which they merged "Lang"."""
    make_site()
    person, assistants = make_user(groups=("Editor",)), make_category("Assistants")
    kept = make_solution("LangChain", slug="langchain", category=assistants, external_id="pypi:langchain")
    other = make_solution("Lang", slug="lang-2", category=assistants, external_id="npm:langchain")
    merge(sign_in_client(user=person), kept, other)
    return person, kept


@pytest.fixture
def editor(merge_result: tuple[User, Solution]) -> Client:
    return sign_in_client(user=merge_result[0])


@pytest.fixture
def langchain(merge_result: tuple[User, Solution]) -> Solution:
    return Solution.objects.get(pk=merge_result[1].pk)


def titles() -> list[str]:
    return sorted(Solution.objects.values_list("title", flat=True))


NAMES: list[dict[str, Any]] = [
    {"slug": "lang-2"},
    {"slug": None, "externalId": "npm:langchain"},
    {"slug": "lang-2", "externalId": "npm:langchain"},
    {"slug": "other", "externalId": "npm:langchain"},
]


@pytest.mark.parametrize("names", NAMES, ids=str)
def test_a_record_of_a_merged_solution_changes_the_one_that_stayed(
    editor: Client, langchain: Solution, tmp_path: Path, names: dict[str, Any]
) -> None:
    record = solution("lang-2") | {"title": "Lang", "summary": "New text."} | names
    run = run_import(ndjson(tmp_path, {key: value for key, value in record.items() if value is not None}))
    assert counts(run) == (0, 1, 0, 0), reasons(run)
    page = Solution.objects.get()
    assert (page.pk, page.slug, page.external_id) == (langchain.pk, "langchain", "pypi:langchain")
    assert page.summary == "New text."
    name = names["slug"] or names["externalId"]
    assert run.message == (
        f"The solution “{name}” was merged into “LangChain”: lines that name it mean that one."
    )


@pytest.mark.parametrize("names", NAMES[:3], ids=str)
def test_after_the_merge_was_undone_the_record_is_its_own_again(
    editor: Client, langchain: Solution, tmp_path: Path, names: dict[str, Any]
) -> None:
    undo(editor)
    record = solution("lang-2") | {"title": "Renamed"} | names
    run = run_import(ndjson(tmp_path, {key: value for key, value in record.items() if value is not None}))
    assert (counts(run), run.message) == ((0, 1, 0, 0), "")
    assert titles() == ["LangChain", "Renamed"]


def test_a_record_that_was_merged_on_goes_to_the_last(
    editor: Client, langchain: Solution, tmp_path: Path
) -> None:
    last = make_solution("Chains", category=langchain.category)
    merge(editor, last, langchain)
    run = run_import(ndjson(tmp_path, solution("lang-2", title="Last")))
    assert (counts(run), titles()) == ((0, 1, 0, 0), ["Last"])


def test_two_lines_of_one_record_are_told(editor: Client, langchain: Solution, tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, solution("langchain", title="A"), solution("lang-2", title="B")))
    assert (counts(run), titles()) == ((0, 1, 0, 1), ["A"])
    assert reasons(run) == [(2, "is the same page as line 1")]


def test_a_new_record_is_still_created(editor: Client, langchain: Solution, tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, solution("lang-3", title="Brand new")))
    assert (counts(run), run.message) == ((1, 0, 0, 0), "")


def test_a_dry_run_says_so_and_changes_nothing(editor: Client, langchain: Solution, tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, solution("lang-2", title="B")), dry_run=True)
    assert counts(run) == (0, 1, 0, 0) and "“lang-2” was merged into “LangChain”" in run.message
    assert titles() == ["LangChain"]


@pytest.mark.parametrize(
    ("kind", "record", "changed"),
    [
        ("vendor", {"kind": "vendor", "slug": "acme-inc", "name": "Acme Group"}, ["Acme Group"]),
        ("solution", {"vendor": "acme-inc"}, ["Acme"]),
        ("solution", {"vendor": {"name": "ACME INC"}}, ["Acme"]),
    ],
)
def test_merged_vendors_are_not_made_again(
    editor: Client, tmp_path: Path, kind: str, record: dict[str, Any], changed: list[str]
) -> None:
    merge(editor, make_vendor("Acme", slug="acme"), make_vendor("Acme Inc", slug="acme-inc"))
    given = record if kind == "vendor" else solution("atlas", **record)
    run = run_import(ndjson(tmp_path, given), create_missing=["vendor"])
    assert run.refused == 0, reasons(run)
    assert list(Vendor.objects.values_list("name", flat=True)) == changed
    assert "was merged into “Acme”" in run.message
    assert kind == "vendor" or Solution.objects.get(slug="atlas").vendor.slug == "acme"


def test_merged_categories_are_not_made_again(editor: Client, tmp_path: Path) -> None:
    assistants, kept = Category.objects.get(), make_category("Agents")
    merge(editor, kept, assistants)
    run = run_import(ndjson(tmp_path, solution("atlas")))
    assert counts(run) == (1, 0, 0, 0), reasons(run)
    assert Solution.objects.get(slug="atlas").category_id == kept.pk
    assert list(Category.objects.values_list("slug", flat=True)) == ["agents"]


def test_a_review_of_a_merged_solution_is_one_of_the_other(
    editor: Client, langchain: Solution, tmp_path: Path
) -> None:
    make_user("mira")
    run = run_import(ndjson(tmp_path, review("r-1", of="lang-2")))
    assert counts(run) == (1, 0, 0, 0), reasons(run)
    assert Review.objects.get().solution_id == langchain.pk
