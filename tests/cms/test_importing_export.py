"""What is exported can be imported elsewhere, and is the same there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import PageViewRestriction

from cms.exchange.runs.engine import BATCH
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from tests.factories.content import make_document, make_user, png
from tests.support.importing import (
    CATEGORY,
    counts,
    event,
    import_sample,
    ndjson,
    review,
    run_import,
    solution,
    write_many_rows,
)

pytestmark = pytest.mark.django_db


def export(folder: Path, **options: Any) -> bytes:
    call_command("export_catalogue", out=folder, stdout=StringIO(), **options)
    return (folder / "catalogue.ndjson").read_bytes()


def records(folder: Path, **options: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(folder, **options).splitlines()]


@contextmanager
def another_site() -> Iterator[None]:
    """What is done here happens on a site that is gone afterwards, with its files."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for folder in ("original_images", "documents"):
        for name in default_storage.listdir(folder)[1] if default_storage.exists(folder) else ():
            default_storage.delete(f"{folder}/{name}")


@pytest.mark.no_cover
@pytest.mark.parametrize("count", [BATCH + 100, pytest.param(2000, marks=pytest.mark.slow)])
def test_rows_of_many_batches_go_round_and_come_back_the_same(tmp_path: Path, count: int) -> None:
    with another_site():
        import_sample(write_many_rows(tmp_path, count))
        first = export(tmp_path / "first")
    assert first.count(b'"kind":"solution"') == count
    assert Solution.objects.count() == 0
    run = run_import(tmp_path / "first" / "catalogue.ndjson")
    assert (run.refused, run.unchanged, run.updated) == (0, 0, 0)
    assert export(tmp_path / "second") == first
    assert counts(run_import(tmp_path / "first" / "catalogue.ndjson")) == (0, 0, run.created, 0)


def test_every_field_of_every_kind_goes_round(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.4")
    body = [
        {
            "type": "paragraph",
            "value": {"text": '<p data-block-key="a1b2c">To <a href="event:meeting">it</a></p>'},
        },
        {"type": "gallery", "value": {"images": [{"image": "logo.png", "caption": "One"}]}},
        {"type": "document", "value": {"document": "sheet.pdf", "label": "Sheet"}},
        {"type": "call_to_action", "value": {"title": "Go", "label": "Go", "page": "solution:a"}},
        {"type": "call_to_action", "value": {"title": "Go", "label": "Go", "page": "/solutions/"}},
        {"type": "faq", "value": {"items": [{"question": "Why?", "answer": "<p>So.</p>"}]}},
    ]
    with another_site():
        run_import(
            ndjson(
                tmp_path,
                {**CATEGORY, "attributes": [{"key": "local", "name": "Local", "type": "choice", "choices": ["a", "b"]}]},
                {"kind": "image", "path": "logo.png", "title": "A logo", "description": "Blue", "credit": "Photo: Ada", "focalPointX": 3},
                {"kind": "tag", "slug": "rag", "name": "RAG"},
                {"kind": "use_case", "slug": "support", "name": "Support", "description": "Help."},
                {"kind": "vendor", "slug": "acme", "name": "Acme", "country": "DE", "logo": "logo.png", "founded": 1999},
                solution("a", vendor="acme", logo="logo.png", tags=["rag"], useCases=["support"], alternatives=["b"],
                         attributes={"local": "b"}, pricingPlans=[{"name": "P", "price": "9.90"}], seoTitle="S",
                         gallery=[{"image": "logo.png"}], socialImage="logo.png", publishedAt="2025-01-01T00:00:00Z"),
                solution("b", body=body[:1], verifiedAt="2026-01-02T03:04:05Z", deployment=["SAAS"]),
                solution("a", locale="de", translationOf="a", title="Auf Deutsch"),
                event("meeting", solutions=["a"], organiser="acme", recurrence="FREQ=WEEKLY;COUNT=3",
                      speakers=[{"name": "Mira", "photo": "logo.png"}], capacity=5,
                      registrationOpensAt="2027-01-01T00:00"),
                review("r", "a", reply={"vendor": "acme", "author": "rep", "body": "Thanks.",
                                        "createdAt": "2026-05-02T10:00:00Z"},
                       votes=[{"voter": "jo", "helpful": True}], ratings={"support": 3}),
                {"kind": "collection", "slug": "best", "title": "Best", "summary": "S", "body": body, "cover": "logo.png",
                 "items": [{"solution": "b", "note": "First"}, {"solution": "a"}]},
            )
        )  # fmt: skip
        first = export(tmp_path / "first")
    assert [json.loads(line)["kind"] for line in first.splitlines()] == [
        "category", "document", "image", "tag", "use_case", "vendor", "solution", "solution", "solution", "event",
        "collection", "review",
    ]  # fmt: skip
    run = run_import(tmp_path / "first" / "catalogue.ndjson")
    assert (counts(run), list(run.problems.all())) == ((12, 0, 0, 0), [])
    assert export(tmp_path / "second") == first
    assert sorted(path.name for path in (tmp_path / "first").rglob("*.*")) == sorted(
        path.name for path in (tmp_path / "second").rglob("*.*")
    )


def test_drafts_and_private_pages_stay_and_so_do_links_to_them(tmp_path: Path) -> None:
    listed = {"kind": "collection", "slug": "best", "title": "Best", "summary": "S"}
    run_import(
        ndjson(
            tmp_path, CATEGORY, solution("draft", live=False), solution("private"),
            solution("open", alternatives=["draft", "private"],
                     body=[{"type": "solution_list", "value": {"solutions": ["draft", "private", "open"]}}]),
            review("r", "private"),
            {**listed, "items": [{"solution": "draft"}, {"solution": "private"}, {"solution": "open"}]},
        )
    )  # fmt: skip
    page = Solution.objects.get(slug="private")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    found = {record["kind"]: record for record in records(tmp_path / "out")}
    assert found.keys() == {"category", "solution", "collection"}
    assert (found["solution"]["slug"], found["solution"]["alternatives"]) == ("open", [])
    assert found["solution"]["body"][0]["value"]["solutions"] == ["open"]
    assert [item["solution"] for item in found["collection"]["items"]] == ["open"]
    assert b"private" not in (tmp_path / "out" / "catalogue.ndjson").read_bytes()


def test_kinds_and_language_can_be_chosen(tmp_path: Path) -> None:
    german = solution("a", locale="de", translationOf="a")
    run_import(ndjson(tmp_path, CATEGORY, solution("a"), german, review("r", "a")))
    assert {record["kind"] for record in records(tmp_path / "one", kinds=["solution"])} == {"solution"}
    assert {record["locale"] for record in records(tmp_path / "two", kinds=["solution"], locale="de")} == {
        "de"
    }


def test_what_was_made_by_hand_is_exported_too(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a")))
    made = Review.objects.create(
        solution=Solution.objects.get(), author=make_user("jo"), rating=3, title="Fine", body="Yes.",
        created_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    document = make_document("Data sheet")
    document.get_file_hash()
    found = {record["kind"]: record for record in records(tmp_path / "out")}
    assert (found["review"]["externalId"], found["review"]["author"]) == (f"review-{made.pk}", "jo")
    assert (tmp_path / "out" / found["document"]["path"]).read_bytes() == b"text"
    assert counts(run_import(tmp_path / "out" / "catalogue.ndjson")) == (0, 0, 4, 0)


def test_a_lost_file_is_named(tmp_path: Path) -> None:
    document = make_document("Data sheet")
    document.get_file_hash()
    document.file.storage.delete(document.file.name)
    with pytest.raises(CommandError, match=r"The document “Data sheet” .* has lost its file"):
        export(tmp_path / "out")
    assert not (tmp_path / "out" / "catalogue.ndjson").exists()
