"""A page comes back from an export as it was, also when what it showed or led to is gone, or it is an alias."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Item, Options
from cms.exchange.runs.workers import run_batch
from cms.media.models import Document, Image
from content_types.reviews.models import Review, VendorReply
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative
from content_types.vendors.models import Vendor
from tests.cms.test_importing_export import another_site, export, records
from tests.factories.content import png
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, counts, ndjson, reasons, review, run_import, solution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    (tmp_path / "sheet.pdf").write_bytes(b"%PDF-1.4")


def remove_page() -> None:
    Solution.objects.get(slug="gone").delete()


def remove_files() -> None:
    Image.objects.all().delete()
    Document.objects.all().delete()


BUTTON = {"title": "Go", "label": "Go", "text": "", "url": ""}
LOST: dict[str, tuple[Callable[[], Any], dict[str, Any], dict[str, Any]]] = {
    "picture": (
        remove_files,
        {"type": "image", "value": {"image": "logo.png", "caption": "C"}},
        {"image": None, "alt_text": "", "caption": "C"},
    ),
    "gallery": (
        remove_files,
        {"type": "gallery", "value": {"images": [{"image": "logo.png", "caption": "One"}]}},
        {"images": [{"image": None, "caption": "One"}]},
    ),
    "document": (
        remove_files,
        {"type": "document", "value": {"document": "sheet.pdf", "label": "Sheet"}},
        {"document": None, "label": "Sheet"},
    ),
    "button": (
        remove_page,
        {"type": "call_to_action", "value": {"title": "Go", "label": "Go", "page": "solution:gone"}},
        {**BUTTON, "page": None},
    ),
    "list": (
        remove_page,
        {"type": "solution_list", "value": {"title": "T", "solutions": ["gone"]}},
        {"title": "T", "solutions": [], "note": ""},
    ),
    "link": (
        remove_page,
        {"type": "paragraph", "value": {"text": '<p data-block-key="a1b2c"><a href="solution:gone">x</a></p>'}},
        {"text": '<p data-block-key="a1b2c"><a>x</a></p>'},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_a_body_whose_target_was_deleted_comes_back(tmp_path: Path, name: str) -> None:
    remove, block, left = LOST[name]
    with another_site():
        run_import(ndjson(tmp_path, CATEGORY, solution("gone"), solution("a", body=[block])))
        remove()
        first = export(tmp_path / "first")
        again = run_import(tmp_path / "first" / "catalogue.ndjson")
        assert (reasons(again), again.created) == ([], 0)
    run = run_import(tmp_path / "first" / "catalogue.ndjson")
    assert (reasons(run), run.refused) == ([], 0)
    [record] = [item for item in records(tmp_path / "second") if item.get("slug") == "a"]
    assert [item["value"] for item in record["body"]] == [left]
    assert export(tmp_path / "second") == first


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("image", {"caption": "C"}, "image: This field is required."),
        ("call_to_action", {"title": "Go", "label": "Go"}, "Choose a page above, or enter an address here."),
        ("call_to_action", {**BUTTON, "page": None, "label": ""}, "label: This field is required."),
        ("solution_list", {"title": "T"}, "solutions.1: This field is required."),
        ("gallery", {"images": []}, "The minimum number of items is 1"),
        ("heading", {"text": None}, "text: This field is required."),
    ],
)
def test_a_block_that_never_had_a_target_is_rejected(
    tmp_path: Path, kind: str, value: dict[str, Any], reason: str
) -> None:
    record = solution("a", body=[{"type": kind, "value": value}])
    run = run_import(ndjson(tmp_path, CATEGORY, record))
    assert (counts(run), Solution.objects.count()) == ((1, 0, 0, 1), 0)
    assert reason in reasons(run)[0][1]


def test_a_reply_of_an_unpublished_vendor_does_not_keep_the_review_out(tmp_path: Path) -> None:
    reply = {"vendor": "acme", "author": "rep", "body": "Thanks.", "createdAt": "2026-05-02T10:00:00Z"}
    vendor = {"kind": "vendor", "slug": "acme", "name": "Acme"}
    with another_site():
        run_import(ndjson(tmp_path, CATEGORY, vendor, solution("a"), review("r", "a", reply=reply)))
        Vendor.objects.update(live=False)
        export(tmp_path / "out")
    assert counts(run_import(tmp_path / "out" / "catalogue.ndjson")) == (3, 0, 0, 0)
    assert not VendorReply.objects.exists()


@pytest.fixture
def alias_export(tmp_path: Path) -> Path:
    """The export of a site with a page and an alias of it, which is the site of the test."""
    run_import(ndjson(tmp_path, CATEGORY, solution("a", latestVersion="1.0")))
    Solution.objects.get().create_alias(update_slug="b")
    export(tmp_path / "out")
    return tmp_path / "out" / "catalogue.ndjson"


def test_an_alias_comes_back_as_an_alias(tmp_path: Path) -> None:
    with another_site():
        run_import(ndjson(tmp_path, CATEGORY, solution("a", latestVersion="1.0")))
        Solution.objects.get().create_alias(update_slug="b")
        first = export(tmp_path / "first")
    assert counts(run_import(tmp_path / "first" / "catalogue.ndjson")) == (3, 0, 0, 0)
    page, alias = Solution.objects.order_by("slug")
    assert (alias.alias_of_id, alias.latest_version, alias.live) == (page.pk, "1.0", True)
    assert (alias.revisions.count(), alias.live_revision_id, alias.has_unpublished_changes) == (
        0,
        None,
        False,
    )
    log = PageLogEntry.objects.filter(page=alias.pk).values_list("action", flat=True)
    assert list(log) == ["wagtail.create_alias"]
    history = sign_in_client().get(reverse("wagtailadmin_pages:history", args=[alias.pk]))
    assert b"Created an alias" in history.content
    assert export(tmp_path / "second") == first


def test_an_alias_follows_its_page(tmp_path: Path, alias_export: Path) -> None:
    assert counts(run_import(alias_export)) == (0, 0, 3, 0)
    lines = [json.loads(line) for line in alias_export.read_text(encoding="utf-8").splitlines()]
    changed = [{**line, "summary": "New."} if line["kind"] == "solution" else line for line in lines]
    assert counts(run_import(ndjson(tmp_path, *changed))) == (0, 1, 2, 0)
    assert set(Solution.objects.values_list("summary", flat=True)) == {"New."}
    assert Solution.objects.get(slug="b").alias_of.slug == "a"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"slug": "b", "summary": "Own."}, "is an alias of another page: import that one"),
        ({"slug": "a", "aliasOf": "b"}, "aliasOf: the page exists and is not an alias of this one"),
        ({"slug": "c", "aliasOf": "nothing"}, "aliasOf: there is no solution “nothing”"),
    ],
)
def test_an_alias_is_not_changed_by_itself(
    tmp_path: Path, alias_export: Path, record: dict[str, Any], reason: str
) -> None:
    before = list(Solution.objects.order_by("pk").values())
    run = run_import(ndjson(tmp_path, {**solution(record["slug"]), **record}))
    assert [text.startswith(reason) for _, text in reasons(run)] == [True]
    assert list(Solution.objects.order_by("pk").values()) == before


def test_a_locked_page_is_accepted_as_it_is_and_not_changed(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a")))
    Solution.objects.update(locked=True)
    assert counts(run_import(ndjson(tmp_path, solution("a")))) == (0, 0, 1, 0)
    run = run_import(ndjson(tmp_path, solution("a", summary="New.")))
    assert reasons(run) == [(1, "is locked in the admin: unlock the page first")]
    assert Solution.objects.get().summary == "What it does."


def test_names_of_pages_in_another_language_say_which(tmp_path: Path) -> None:
    link = {
        "type": "paragraph",
        "value": {"text": '<p data-block-key="a1b2c"><a href="solution:x@en">x</a></p>'},
    }
    listed = {"type": "solution_list", "value": {"title": "", "solutions": ["x@en", "x"], "note": ""}}
    with another_site():
        run_import(
            ndjson(
                tmp_path, CATEGORY, solution("x"), solution("y", locale="de", translationOf="x"),
                solution("x", locale="de", body=[link, listed], alternatives=["x@en", "y"]),
                solution("z", alternatives=["y@de"]), solution("w", locale="en", translationOf="x@de"),
            )
        )  # fmt: skip
        first = export(tmp_path / "first")
    assert reasons(run_import(tmp_path / "first" / "catalogue.ndjson")) == []
    by_name = {(page.slug, page.locale.language_code): page for page in Solution.objects.all()}
    german = by_name["x", "de"]
    assert f'id="{by_name["x", "en"].pk}"' in german.body[0].value["text"].source
    assert [page.pk for page in german.body[1].value["solutions"]] == [by_name["x", "en"].pk, german.pk]
    named = [link.alternative for link in german.alternative_links.all()]
    assert named == [by_name["x", "en"], by_name["y", "de"]]
    assert by_name["w", "en"].translation_key == german.translation_key
    assert by_name["y", "de"].translation_key == by_name["x", "en"].translation_key
    assert export(tmp_path / "second") == first


@pytest.mark.parametrize("field", ["alternatives", "body"])
def test_a_page_in_a_language_that_has_it_not_is_missing(tmp_path: Path, field: str) -> None:
    body = [{"type": "solution_list", "value": {"solutions": ["x@de"]}}]
    values = {"alternatives": ["x@de"], "body": body}
    run = run_import(ndjson(tmp_path, CATEGORY, solution("x"), solution("a", **{field: values[field]})))
    assert reasons(run) == [(3, f"{field}: there is no solution “x”")]


def test_a_page_cannot_be_named_by_its_title(tmp_path: Path) -> None:
    records = [CATEGORY, solution("x"), solution("a", alternatives=[{"name": "X"}])]
    assert reasons(run_import(ndjson(tmp_path, *records))) == [
        (3, "alternatives: must be text, not an object")
    ]


def test_pictures_and_documents_keep_the_names_of_their_files(tmp_path: Path) -> None:
    with another_site():
        run_import(
            ndjson(
                tmp_path, {"kind": "image", "path": "logo.png", "title": "Our new logo"},
                {"kind": "document", "path": "sheet.pdf", "title": "Data"},
            )
        )  # fmt: skip
        first = export(tmp_path / "first")
    run_import(tmp_path / "first" / "catalogue.ndjson")
    assert (Image.objects.get().file.name, Document.objects.get().file.name) == (
        "original_images/logo.png",
        "documents/sheet.pdf",
    )
    assert default_storage.exists("original_images/logo.png")
    assert export(tmp_path / "second") == first


@pytest.mark.parametrize("name", ["../logo.png", "a/logo.png", "logo.exe", "logo", "/logo.png"])
def test_a_file_name_that_leads_elsewhere_is_rejected(tmp_path: Path, name: str) -> None:
    run = run_import(ndjson(tmp_path, {"kind": "image", "path": "logo.png", "title": "L", "fileName": name}))
    assert [reason.partition(":")[0] for _, reason in reasons(run)] == ["fileName"]
    assert not Image.objects.exists()


def test_equal_files_are_exported_once(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a", logo="logo.png")))
    first = Image.objects.get()
    second = Image.objects.create(
        title="Again", file=first.file, file_hash=first.file_hash, width=40, height=30
    )
    Solution.objects.update(logo=second)
    found = {record["kind"]: record for record in records(tmp_path / "out")}
    assert found["image"]["title"] == "Logo"
    assert found["solution"]["logo"] == found["image"]["path"]


@pytest.mark.parametrize("size", [500, 2, 1])
def test_reviews_of_one_moment_keep_their_order_though_their_solutions_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("cms.exchange.runs.engine.BATCH", size)
    link = {"type": "paragraph", "value": {"text": '<p><a href="collection:c">x</a></p>'}}
    listed = {
        "kind": "collection",
        "slug": "c",
        "title": "C",
        "summary": "S",
        "items": [{"solution": "waits"}],
    }
    pages = [
        solution("waits", body=[link]),
        solution("free"),
        solution("ring", alternatives=["waits"]),
        listed,
    ]
    places = ["waits", "free", "ring", "free", "waits", "ring"]
    reviews = [review(f"r-{n}", slug, author=f"p-{n}") for n, slug in enumerate(places)]
    assert reasons(run_import(ndjson(tmp_path, CATEGORY, *reviews, *pages))) == []
    assert list(Review.objects.order_by("created_at", "pk").values_list("external_id", flat=True)) == [
        "r-0", "r-1", "r-2", "r-3", "r-4", "r-5",
    ]  # fmt: skip


def test_reviews_have_the_keys_that_were_reserved_for_them(tmp_path: Path) -> None:
    """As batches in other processes do, which are written in any order."""
    run_import(ndjson(tmp_path, CATEGORY, solution("a"), review("r-0", "a", author="first")))
    importer = importer_for("review")
    records = [review(f"r-{n}", "a", author=f"p-{n}") for n in range(4)]
    items = importer.reserve([Item("x.ndjson", n, "review", record) for n, record in enumerate(records)])
    for batch in (items[2:], items[:2]):
        run_batch("review", batch, Options(), True)
    assert list(Review.objects.order_by("pk").values_list("external_id", flat=True)) == [
        "r-0",
        "r-1",
        "r-2",
        "r-3",
    ]


HIDING: dict[str, Callable[[Solution], Any]] = {
    "unpublished": lambda page: Solution.objects.filter(pk=page.pk).update(live=False),
    "private": lambda page: page.view_restrictions.create(restriction_type="login"),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("hide", HIDING)
@pytest.mark.parametrize("state", ["alias", "locked", "plain"])
def test_an_export_changes_nothing_of_pages_that_name_hidden_ones(
    tmp_path: Path, hide: str, state: str
) -> None:
    body = [{"type": "solution_list", "value": {"solutions": ["gone", "stays"]}}]
    named = solution("a", alternatives=["gone", "stays"], body=body)
    run_import(ndjson(tmp_path, CATEGORY, solution("gone"), solution("stays"), named))
    if state == "alias":
        original = Solution.objects.get(slug="a")
        original.create_alias(update_slug="alias")
        Solution.objects.filter(pk=original.pk).update(live=False)
    Solution.objects.filter(slug="a").update(locked=state == "locked")
    HIDING[hide](Solution.objects.get(slug="gone"))
    export(tmp_path / "out")
    before = list(Solution.objects.order_by("pk").values())
    links = list(Alternative.objects.order_by("pk").values())
    run = run_import(tmp_path / "out" / "catalogue.ndjson")
    assert (reasons(run), run.created, run.updated, run.refused) == ([], 0, 0, 0)
    assert list(Solution.objects.order_by("pk").values()) == before
    assert list(Alternative.objects.order_by("pk").values()) == links


def test_a_reply_of_an_unpublished_vendor_stays_when_its_export_comes_back(tmp_path: Path) -> None:
    reply = {"vendor": "acme", "author": "rep", "body": "Thanks.", "createdAt": "2026-05-02T10:00:00Z"}
    vendor = {"kind": "vendor", "slug": "acme", "name": "Acme"}
    run_import(
        ndjson(tmp_path, CATEGORY, vendor, solution("a", vendor="acme"), review("r", "a", reply=reply))
    )
    Vendor.objects.update(live=False)
    export(tmp_path / "out")
    assert counts(run_import(tmp_path / "out" / "catalogue.ndjson")) == (0, 0, 3, 0)
    assert VendorReply.objects.get().body == "Thanks."
    assert Solution.objects.get().vendor.slug == "acme"


def test_a_name_that_is_left_out_is_removed_when_the_rest_of_the_list_changes(tmp_path: Path) -> None:
    pages = [solution(slug) for slug in ("draft", "b", "c")]
    run_import(ndjson(tmp_path, CATEGORY, *pages, solution("a", alternatives=["draft", "b"])))
    Solution.objects.filter(slug="draft").update(live=False)
    assert counts(run_import(ndjson(tmp_path, solution("a", alternatives=["c"])))) == (0, 1, 0, 0)
    assert [link.alternative.slug for link in Solution.objects.get(slug="a").alternative_links.all()] == ["c"]
