"""An import writes a record whole or not at all, with all that it creates on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import IntegrityError
from wagtail.models import Locale, Page, Revision

from cms.exchange.writing.related import write_relations
from cms.media.models import Document, Image
from content_types.events.models import Event
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.factories.content import png
from tests.support.importing import CATEGORY, counts, event, ndjson, reasons, review, run_import, solution

pytestmark = pytest.mark.django_db
HEADER = "name,publisher,category,summary,version,last_release,popularity\n"


def paragraph(link: str) -> dict[str, Any]:
    return {"type": "paragraph", "value": {"text": f'<p>See <a href="{link}">it</a></p>'}}


TO_NOWHERE: dict[str, list[dict[str, Any]]] = {
    "a link to a solution": [paragraph("solution:nothing-here")],
    "a link to an event": [paragraph("event:nothing-here")],
    "a link to a path": [paragraph("page:/nothing/here/")],
    "a button": [{"type": "call_to_action", "value": {"title": "Go", "label": "Go", "page": "solution:nothing-here"}}],
    "a list": [{"type": "solution_list", "value": {"solutions": ["nothing-here"]}}],
    "an answer": [
        {"type": "faq", "value": {"items": [{"question": "?", "answer": '<p><a href="event:nothing-here">x</a></p>'}]}}
    ],
}  # fmt: skip


@pytest.mark.parametrize("body", TO_NOWHERE.values(), ids=TO_NOWHERE.keys())
def test_a_page_whose_body_names_what_does_not_exist_is_not_created(
    tmp_path: Path, body: list[dict[str, Any]]
) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, solution("a", body=body), solution("b")))
    assert counts(run) == (2, 0, 0, 1)
    assert [line for line, _ in reasons(run)] == [2]
    assert "nothing" in reasons(run)[0][1]
    assert list(Solution.objects.values_list("slug", flat=True)) == ["b"]


@pytest.mark.parametrize("body", TO_NOWHERE.values(), ids=TO_NOWHERE.keys())
def test_an_existing_page_keeps_all_fields_when_its_new_body_is_rejected(
    tmp_path: Path, body: list[dict[str, Any]]
) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a")))
    revisions = Revision.objects.count()
    run = run_import(ndjson(tmp_path, solution("a", summary="Changed.", body=body)))
    assert counts(run) == (0, 0, 0, 1)
    page = Solution.objects.get()
    assert (page.summary, len(page.body), Revision.objects.count()) == ("What it does.", 0, revisions)


def test_rings_across_kinds_are_written_and_what_needs_a_rejected_page_falls(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("first")))
    run = run_import(
        ndjson(
            tmp_path, CATEGORY,
            solution("a", body=[paragraph("event:e")]), event("e", solutions=["a"]),
            solution("b", body=[paragraph("event:f")]), event("f", solutions=["b"], body=[paragraph("solution:no")]),
            solution("c", body=[paragraph("solution:b")], alternatives=["a"]),
            solution("d", body=[paragraph("page:/solutions/a/")], alternatives=["a"]),
        )
    )  # fmt: skip
    assert sorted(reasons(run)) == [
        (4, "the event “f” (line 5) was rejected: correct it first"),
        (5, "body: there is no solution “no”"),
        (6, "the solution “b” (line 4) was rejected: correct it first"),
    ]
    assert counts(run) == (3, 0, 1, 3)
    assert set(Solution.objects.values_list("slug", flat=True)) == {"a", "d", "first"}
    assert [page.slug for page in Event.objects.all()] == ["e"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_ring_that_the_database_rejects_falls_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(model: Any, rows: Any, **options: Any) -> None:
        if any(row.title == "Bad" for row in rows):
            raise IntegrityError("duplicate key")
        write_relations(model, rows, **options)

    monkeypatch.setattr("cms.exchange.writing.page_writer.write_relations", failing)
    rings = [
        record
        for name, title in (("a", "A"), ("b", "Bad"), ("c", "C"))
        for record in (
            solution(f"s-{name}", title=title, body=[paragraph(f"event:e-{name}")]),
            event(f"e-{name}", solutions=[f"s-{name}"]),
        )
    ]
    run = run_import(ndjson(tmp_path, CATEGORY, *rings))
    assert (counts(run), reasons(run)) == (
        (5, 0, 0, 2),
        [
            (4, "the database refuses it: duplicate key"),
            (5, "solutions: the solution “s-b” (line 4) was rejected: correct it first"),
        ],
    )
    assert set(Solution.objects.values_list("slug", flat=True)) == {"s-a", "s-c"}
    assert set(Event.objects.values_list("slug", flat=True)) == {"e-a", "e-c"}


REJECTED_CELLS = [
    "Orphan Tool,Phantom Labs,Ghost Category,ok,1,not-a-date,5",
    "Orphan Tool,Phantom Labs,Ghost Category,ok,1,2026-01,many",
    "<b>cmd</b>,Phantom Labs,Ghost Category,ok,1,2026-01,5",
    "Orphan Tool,Phantom Labs,<b>Ghost</b>,ok,1,2026-01,5",
    f"Orphan Tool,{'P' * 200},Ghost Category,ok,1,2026-01,5",
]


@pytest.mark.parametrize("row", REJECTED_CELLS)
@pytest.mark.parametrize(
    "others", [[], ["Good,Acme,Agents,Fine.,1,2026-01,5"]], ids=["alone", "among others"]
)
def test_a_rejected_row_creates_neither_vendor_nor_category(
    tmp_path: Path, row: str, others: list[str]
) -> None:
    path = tmp_path / "tools.csv"
    path.write_text(HEADER + "\n".join([row, *others]) + "\n", encoding="utf-8")
    run = run_import(path, create_missing=["vendor", "category"])
    assert (run.created, run.refused) == (len(others), 1)
    assert [vendor.name for vendor in Vendor.objects.all()] == ["Acme"] * len(others)
    assert [category.name for category in Category.objects.all()] == ["Agents"] * len(others)


def test_what_an_accepted_row_names_is_created_although_a_rejected_one_names_it_too(tmp_path: Path) -> None:
    path = tmp_path / "tools.csv"
    path.write_text(HEADER + "a,Acme,Agents,x,1,never,5\nb,Acme,Agents,x,1,2026-01,5\n")
    assert counts(run_import(path, create_missing=["vendor", "category"])) == (1, 0, 0, 1)
    page = Solution.objects.get()
    assert (page.title, page.vendor.name, page.category.name) == ("b", "Acme", "Agents")


@pytest.mark.parametrize(
    "wrong", [{"rating": 9}, {"website": "nowhere"}, {"category": "none"}, {"slug": "="}], ids=str
)
def test_a_rejected_record_stores_no_file_and_adds_no_language(tmp_path: Path, wrong: dict[str, Any]) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.4")
    body = [{"type": "document", "value": {"document": "sheet.pdf"}}]
    run_import(ndjson(tmp_path, CATEGORY))
    Locale.objects.filter(language_code="de").delete()
    files = stored_files()
    run = run_import(ndjson(tmp_path, {**solution("a", logo="logo.png", body=body, locale="de"), **wrong}))
    assert counts(run) == (0, 0, 0, 1)
    assert (Image.objects.count(), Document.objects.count(), stored_files()) == (0, 0, files)
    assert not Locale.objects.filter(language_code="de").exists()


def test_files_of_a_batch_that_the_database_rejects_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    run_import(ndjson(tmp_path, CATEGORY))
    files = stored_files()

    def failing(*args: Any) -> None:
        raise IntegrityError("duplicate key")

    monkeypatch.setattr("cms.exchange.kinds.pages.write_pages", failing)
    run = run_import(ndjson(tmp_path, solution("a", logo="logo.png"), solution("b", logo="logo.png")))
    assert counts(run) == (0, 0, 0, 2)
    assert (Image.objects.count(), stored_files()) == (0, files)


def stored_files() -> set[str]:
    """Names of the files that pictures and documents are stored in."""
    found = set()
    for folder in ("original_images", "documents"):
        if default_storage.exists(folder):
            found |= {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    return found


@pytest.mark.parametrize("wrong", [{"rating": 0}, {"state": "LOST"}, {"reply": {"vendor": "none"}}], ids=str)
def test_a_rejected_review_brings_no_account_and_no_name(tmp_path: Path, wrong: dict[str, Any]) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a"), solution("b")))
    votes = [{"voter": "voter", "helpful": True}]
    bad = review("r-1", "a", author="newcomer", authorName="Wrong", votes=votes, **wrong)
    assert counts(run_import(ndjson(tmp_path, bad))) == (0, 0, 0, 1)
    assert not get_user_model().objects.filter(username__in=["newcomer", "voter"]).exists()
    good = review("r-2", "b", author="newcomer", authorName="Right")
    assert counts(run_import(ndjson(tmp_path, bad, good))) == (1, 0, 0, 1)
    assert get_user_model().objects.get(username="newcomer").display_name == "Right"
    assert Review.objects.get().external_id == "r-2"
