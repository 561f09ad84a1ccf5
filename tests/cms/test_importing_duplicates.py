"""Rows that are likely on the site already: shown in a dry run, held back, and created when people confirm it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.exchange.kinds.registry import importer_for
from cms.exchange.models import ImportRun
from cms.exchange.records import Item, Options
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.factories.content import make_category, make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, ndjson, run_import, solution

pytestmark = pytest.mark.django_db
HEAD = "name,publisher,category,summary,version,last_release,popularity"


@pytest.fixture
def chatgpt() -> Solution:
    """ChatGPT of OpenAI, at openai.com."""
    make_site()
    make_category("Assistants")
    return make_solution("ChatGPT", vendor=make_vendor("OpenAI"), website="https://www.openai.com/chatgpt")


def csv_file(folder: Path, *rows: tuple[str, str], category: str = "Assistants") -> Path:
    path = folder / "list.csv"
    lines = [f'"{name}","{vendor}",{category},What it does.,1.0,2026-01,5' for name, vendor in rows]
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "vendor"),
    [
        ("ChatGPT", "OpenAI"),
        ("chatgpt", "openai"),
        ("Chat GPT", "OpenAI, Inc."),
        ("ChàtGPT", "Open AI L.L.C."),
        ("ChatGPT GmbH", "OPENAI"),
        ("Chat-GPT", ""),
    ],
)
def test_a_likely_duplicate_is_held_back_without_by_products(
    chatgpt: Solution, tmp_path: Path, name: str, vendor: str
) -> None:
    file = csv_file(tmp_path, (name, vendor), ("Novel", "Maker"))
    tried = run_import(file, dry_run=True)
    run = run_import(file)
    for each in (tried, run):
        assert (each.created, each.refused, each.options["held_back"]) == (1, 1, 1)
        assert each.problems.get().reason == (
            "name: is likely a duplicate of “ChatGPT” by OpenAI: give its slug “chatgpt” to change it, or allow "
            "duplicates to create this one too"
        )
    assert sorted(Solution.objects.values_list("title", flat=True)) == ["ChatGPT", "Novel"]
    assert sorted(Vendor.objects.values_list("name", flat=True)) == ["Maker", "OpenAI"]


@pytest.mark.parametrize(
    ("name", "vendor"),
    [("ChatGPT", "Somebody Else"), ("ChatGPT 2", "OpenAI"), ("ChatGPT++", "OpenAI"), ("GPT", "OpenAI")],
)
def test_another_name_or_vendor_is_another_solution(
    chatgpt: Solution, tmp_path: Path, name: str, vendor: str
) -> None:
    run = run_import(csv_file(tmp_path, (name, vendor)))
    assert (run.created, run.refused, run.options.get("held_back")) == (1, 0, None)


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"website": "http://openai.com/other"}, True),
        ({"website": "https://chat.example"}, False),
        ({}, False),
        ({"vendor": "openai", "website": "https://chat.example"}, True),
    ],
)
def test_the_website_decides_where_vendors_do_not(
    chatgpt: Solution, tmp_path: Path, fields: dict[str, Any], held: bool
) -> None:
    make_vendor("Reseller")
    record = solution("chat", title="ChatGPT", vendor="reseller") | fields
    run = run_import(ndjson(tmp_path, record))
    assert (run.refused, Solution.objects.count()) == ((1, 1) if held else (0, 2))


@pytest.mark.parametrize("dry_run", [True, False])
def test_confirmed_duplicates_are_created(chatgpt: Solution, tmp_path: Path, dry_run: bool) -> None:
    run = run_import(csv_file(tmp_path, ("ChatGPT", "OpenAI")), allow_duplicates=True, dry_run=dry_run)
    assert (run.created, run.refused) == (1, 0)
    assert Solution.objects.filter(slug="chatgpt-2").exists() is not dry_run


def test_a_row_is_compared_with_earlier_rows_and_batches(
    chatgpt: Solution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.exchange.runs.engine.BATCH", 2)
    rows = (("Llama", "Meta"), ("llama", "Meta Inc"), ("Other", "Meta"), ("LLAMA", "META"))
    run = run_import(csv_file(tmp_path, *rows))
    assert list(run.problems.values_list("line", flat=True)) == [3, 5]
    reasons = list(run.problems.values_list("reason", flat=True))
    assert reasons[0].startswith("name: is likely a duplicate of line 2: remove one of them")
    assert reasons[1].startswith("name: is likely a duplicate of “Llama” by Meta: ")


def test_a_second_import_of_a_list_changes_its_rows(chatgpt: Solution, tmp_path: Path) -> None:
    file = csv_file(tmp_path, ("Llama", "Meta"), ("Other", "Meta"))
    run_import(file)
    run = run_import(file)
    assert (run.created, run.unchanged, run.refused) == (0, 2, 0)


def test_records_with_slugs_of_their_own_restore_namesakes(tmp_path: Path) -> None:
    make_site()
    namesakes = [solution("twin", title="Twin"), solution("twin-2", title="Twin")]
    assert run_import(ndjson(tmp_path, CATEGORY, *namesakes)).refused == 0
    late = run_import(ndjson(tmp_path, solution("twin-3", title="Twin"), name="late.ndjson"))
    assert (late.refused, late.options["held_back"]) == (1, 1)
    assert sorted(Solution.objects.values_list("slug", flat=True)) == ["twin", "twin-2"]


def test_a_translation_is_no_duplicate(chatgpt: Solution, tmp_path: Path) -> None:
    record = solution("chatgpt", title="ChatGPT", vendor="openai", locale="de", translationOf="chatgpt")
    assert run_import(ndjson(tmp_path, record)).refused == 0


def test_the_comparison_costs_one_statement_for_any_batch(chatgpt: Solution) -> None:
    def count(rows: int) -> int:
        items = [Item("x", line, "solution", solution(f"s{rows}-{line}")) for line in range(rows)]
        with CaptureQueriesContext(connection) as captured:
            importer_for("solution").run(items, Options())
        asked = [each["sql"] for each in captured if '"name_key" IN (' in each["sql"]]
        return len([sql for sql in asked if sql.startswith("SELECT")])

    assert (count(2), count(40)) == (1, 1)


def test_the_admin_shows_what_is_held_back_and_creates_it_when_ticked(
    chatgpt: Solution, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    client, content = sign_in_client(), csv_file(tmp_path, ("ChatGPT", "OpenAI")).read_bytes()
    data = {"file": SimpleUploadedFile("list.csv", content), "locale": "en", "create_missing": ["vendor"]}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("importing:new"), data)
    page = BeautifulSoup(client.get(answer.url).content, "html.parser").get_text(" ", strip=True)
    assert "1 row is likely a duplicate of a solution that exists, and is held back." in page
    assert "is likely a duplicate of “ChatGPT” by OpenAI" in page and "Also create 1 likely duplicate" in page
    tried = ImportRun.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("importing:start", args=[tried.pk]), {"allow_duplicates": "1"})
    run = ImportRun.objects.latest("pk")
    assert (run.created, run.refused, Solution.objects.count()) == (1, 0, 2)


@pytest.mark.parametrize(("ticked", "created"), [({}, 0), ({"allow_duplicates": "on"}, 1)])
def test_the_upload_form_allows_duplicates(
    chatgpt: Solution, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any,
    ticked: dict[str, str], created: int,
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path / "media"
    content = csv_file(tmp_path, ("ChatGPT", "OpenAI")).read_bytes()
    data = {"file": SimpleUploadedFile("list.csv", content), "locale": "en", **ticked}
    with django_capture_on_commit_callbacks(execute=True):
        sign_in_client().post(reverse("importing:new"), data)
    assert (ImportRun.objects.get().created, Category.objects.count()) == (created, 1)
