"""What the bulk writer makes of a record is what Wagtail's own calls make of it, and editors can go on with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.signals import page_published, page_unpublished

from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Item, Options
from cms.exchange.runs.benchmark import build_single_importer
from cms.media.models import Image
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.factories.content import make_user, png
from tests.support.admin import find_errors, form_at, sign_in_client
from tests.support.importing import CATEGORY, counts, ndjson, reasons, run_import, solution

pytestmark = pytest.mark.django_db

AROUND: list[dict[str, Any]] = [
    {**CATEGORY, "attributes": [{"key": "context", "name": "Context", "type": "number", "unit": "tokens"}]},
    {"kind": "category", "slug": "chat", "name": "Chat", "parent": "assistants"},
    {"kind": "tag", "slug": "rag", "name": "RAG"},
    {"kind": "use_case", "slug": "support", "name": "Support"},
    {"kind": "vendor", "slug": "acme", "name": "Acme", "logo": "logo.png"},
    solution("other"),
]
BODY = [
    {"type": "heading", "value": {"text": "Needles in haystacks", "level": "h2"}},
    {
        "type": "paragraph",
        "value": {"text": '<p>See <a href="solution:other">the other</a> and <b>this</b>.</p>'},
    },
    {"type": "image", "value": {"image": "logo.png", "caption": "A picture"}},
    {"type": "solution_list", "value": {"title": "Like it", "solutions": ["other"]}},
    {"type": "table", "value": {"rows": [["a", "b"], ["1", "2"]]}},
]
RICH: dict[str, Any] = {
    "category": "chat",
    "categories": ["assistants"],
    "vendor": "acme",
    "tags": ["rag"],
    "useCases": ["support"],
    "body": BODY,
    "logo": "logo.png",
    "gallery": [{"image": "logo.png", "caption": "Shot"}],
    "pricingModel": "FREEMIUM",
    "pricingPlans": [
        {"name": "Plus", "price": "20.00", "currency": "EUR", "period": "MONTH"},
        {"name": "Custom"},
    ],
    "attributes": {"context": "128000"},
    "alternatives": ["other"],
    "platforms": ["WEB"],
    "launchedOn": "2022-11-30",
    "verifiedAt": "2026-10-01T00:00:00Z",
}


@pytest.fixture(autouse=True)
def _around(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    run_import(ndjson(tmp_path, *AROUND))


def both_ways(folder: Path, record: dict[str, Any], user_id: int | None = None) -> tuple[Solution, Solution]:
    """The same record written in bulk and by `add_child`, `save_revision` and `publish`."""
    bulk = importer_for("solution")
    assert isinstance(bulk, PageImporter)
    for slug, importer in (("in-bulk", bulk), ("by-call", build_single_importer(bulk))):
        item = Item(str(folder / "x.ndjson"), 1, "solution", {**record, "slug": slug})
        with transaction.atomic():
            assert importer.run([item], Options(user_id=user_id, allow_duplicates=True)).created == 1
    return Solution.objects.get(slug="in-bulk"), Solution.objects.get(slug="by-call")


def comparable(value: Any) -> Any:
    """Stored data without what is different for every page: keys, addresses, block ids and moments."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items() if key not in OWN}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return comparable_text(value) if isinstance(value, str) else value


OWN = {
    "pk", "id", "page", "page_ptr", "page_ptr_id", "path", "slug", "url_path", "translation_key", "latest_revision",
    "live_revision", "latest_revision_id", "live_revision_id", "latest_revision_created_at", "first_published_at",
    "last_published_at", "content_object", "object_id", "created_at",
}  # fmt: skip


def comparable_text(value: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "uuid", value)


def columns(page: Solution) -> dict[str, Any]:
    found = comparable({field.attname: getattr(page, field.attname) for field in page._meta.concrete_fields})
    return found | {"body": comparable(list(page.body.raw_data))}


def child_rows(page: Solution, name: str) -> list[dict[str, Any]]:
    own = {"id", "page_id", "content_object_id"}
    return [{key: row[key] for key in row.keys() - own} for row in getattr(page, name).values()]


def test_the_rows_are_those_of_wagtails_own_calls(tmp_path: Path) -> None:
    bulk, call = both_ways(tmp_path, solution("x", **RICH))
    assert columns(bulk) == columns(call)
    for name in ("gallery_images", "pricing_plans", "attribute_values", "alternative_links", "tagged_items"):
        first, second = (child_rows(page, name) for page in (bulk, call))
        assert first == second
    assert (
        {c.slug for c in bulk.categories.all()}
        == {c.slug for c in call.categories.all()}
        == {"assistants", "chat"}
    )
    assert list(bulk.use_cases.all()) == list(call.use_cases.all())


def test_the_revision_is_the_same_and_can_be_opened(tmp_path: Path) -> None:
    bulk, call = both_ways(tmp_path, solution("x", **RICH))
    contents = [comparable(page.latest_revision.content) for page in (bulk, call)]
    for content in contents:
        content["body"] = comparable_text(re.sub(r'"path": "\w+"', "", content["body"]))
        content["categories"] = set(content["categories"])
    assert contents[0] == contents[1]
    opened = bulk.get_latest_revision_as_object()
    assert [plan.name for plan in opened.pricing_plans.all()] == ["Plus", "Custom"]
    assert (bulk.live_revision_id, bulk.has_unpublished_changes) == (bulk.latest_revision_id, False)


def test_the_search_entries_are_the_same(tmp_path: Path) -> None:
    bulk, call = both_ways(tmp_path, solution("x", **RICH))
    entries = [
        IndexEntry.objects.get(object_id=str(page.pk), content_type=page.content_type)
        for page in (bulk, call)
    ]
    for name in ("title", "body", "autocomplete", "title_norm", "title_text", "body_text"):
        assert getattr(entries[0], name) == getattr(entries[1], name)
    assert {page.pk for page in Solution.objects.search("haystacks")} == {bulk.pk, call.pk}
    assert {page.pk for page in Solution.objects.search("RAG")} == {bulk.pk, call.pk}


def test_the_references_are_the_same(tmp_path: Path) -> None:
    bulk, call = both_ways(tmp_path, solution("x", **RICH))
    found = [
        sorted(
            ReferenceIndex.get_references_for_object(page).values_list(
                "content_type_id", "base_content_type_id", "to_content_type_id", "to_object_id", "model_path"
            )
        )
        for page in (bulk, call)
    ]
    assert found[0] == found[1]
    assert {path for *_, path in found[0]} == {
        "vendor", "category", "logo", "body.paragraph.text", "body.image.image", "body.solution_list.solutions.item",
        "gallery_images.item.image", "alternative_links.item.alternative", "attribute_values.item.definition",
        "tagged_items.item.tag",
    }  # fmt: skip


def test_the_history_tells_the_same(tmp_path: Path) -> None:
    user = make_user("importer")
    bulk, call = both_ways(tmp_path, solution("x"), user.pk)
    told = [
        list(
            PageLogEntry.objects.filter(page=page.pk)
            .order_by("pk")
            .values_list("action", "label", "content_changed", "deleted", "data")
        )
        for page in (bulk, call)
    ]
    assert told[0] == told[1]
    assert [action for action, *_ in told[0]] == ["wagtail.create", "wagtail.publish"]
    assert set(PageLogEntry.objects.filter(page=bulk.pk).values_list("user", flat=True)) == {user.pk}
    assert (bulk.owner_id, bulk.latest_revision.user_id) == (user.pk, user.pk)


def test_the_tree_has_no_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(ndjson(tmp_path, *(solution(f"s-{n}") for n in range(40)), solution("x", **RICH)))
    assert Page.find_problems() == ([], [], [], [], [])
    index = SolutionIndex.objects.get()
    assert index.numchild == index.get_children().count() == 42
    call_command("fixtree", interactive=False)
    assert "No problems found." in capsys.readouterr().out
    assert index.add_child(
        instance=Solution(title="By hand", summary="x", category=Category.objects.get(slug="chat"))
    )


def test_an_imported_page_opens_and_saves_in_the_admin(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, solution("x", **RICH)))
    client, page = sign_in_client(), Solution.objects.get(slug="x")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert b"Needles in haystacks" in client.get(address).content
    form = form_at(client, address, "page-edit-form", title="Renamed", action__publish="1")
    answer = client.post(address, form)
    assert answer.status_code == 302, find_errors(answer)
    page.refresh_from_db()
    assert (page.title, page.pricing_plans.count(), page.attribute_values.get().value) == (
        "Renamed",
        2,
        "128000",
    )
    assert page.revisions.count() == 2
    assert b"Published" in client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content


def test_signals_of_publishing_are_sent(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []

    def note_published(instance: Page, revision: Revision, **kwargs: Any) -> None:
        told.append(
            ("published", instance.slug if revision == instance.latest_revision else "wrong revision")
        )

    def note_unpublished(instance: Page, **kwargs: Any) -> None:
        told.append(("unpublished", instance.slug))

    page_published.connect(note_published, sender=Solution)
    page_unpublished.connect(note_unpublished, sender=Solution)
    try:
        run_import(ndjson(tmp_path, solution("x"), solution("draft", live=False)))
        run_import(ndjson(tmp_path, solution("x", live=False)))
    finally:
        page_published.disconnect(note_published, sender=Solution)
        page_unpublished.disconnect(note_unpublished, sender=Solution)
    assert told == [("published", "x"), ("unpublished", "x")]
    assert not Solution.objects.live().filter(slug__in=["x", "draft"]).exists()


def test_a_draft_has_a_revision_and_is_not_public(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, solution("x", live=False)))
    page = Solution.objects.get(slug="x")
    assert (page.live, page.live_revision, page.first_published_at, page.has_unpublished_changes) == (
        False, None, None, True,
    )  # fmt: skip
    assert page.get_latest_revision_as_object().title == "X"


def test_an_update_changes_what_is_given_and_keeps_the_rest(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, solution("x", **RICH)))
    before = Solution.objects.get(slug="x")
    change = {"kind": "solution", "slug": "x", "summary": "Another one.", "tags": []}
    assert counts(run_import(ndjson(tmp_path, change))) == (0, 1, 0, 0)
    after = Solution.objects.get(slug="x")
    assert (after.pk, after.path, after.summary, after.tags.count()) == (
        before.pk,
        before.path,
        "Another one.",
        0,
    )
    assert [plan.name for plan in after.pricing_plans.all()] == ["Plus", "Custom"]
    assert after.first_published_at == before.first_published_at
    assert (after.revisions.count(), after.last_published_at > before.last_published_at) == (2, True)
    assert counts(run_import(ndjson(tmp_path, change))) == (0, 0, 1, 0)


def test_a_locked_page_is_left_alone(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, solution("x")))
    Solution.objects.filter(slug="x").update(locked=True)
    run = run_import(ndjson(tmp_path, solution("x", summary="New.")))
    assert reasons(run) == [(1, "is locked in the admin: unlock the page first")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_picture_is_stored_once_and_has_its_renditions(
    tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    (tmp_path / "copy.png").write_bytes(png((50, 50), "teal").getvalue())
    (tmp_path / "again.png").write_bytes(png((50, 50), "teal").getvalue())
    with django_capture_on_commit_callbacks(execute=True):
        run = run_import(ndjson(tmp_path, solution("x", logo="copy.png"), solution("y", logo="again.png")))
    assert counts(run) == (2, 0, 0, 0)
    x, y = Solution.objects.get(slug="x"), Solution.objects.get(slug="y")
    assert x.logo == y.logo
    assert Image.objects.count() == 2
    assert x.logo.renditions.count() == 6  # four presets, and one width in two formats


def test_a_translation_stands_in_the_tree_of_its_language(tmp_path: Path) -> None:
    german = solution("x", locale="de", translationOf="x", title="Auf Deutsch", alternatives=["other"])
    assert counts(run_import(ndjson(tmp_path, german, solution("x")))) == (2, 0, 0, 0)
    page, original = (Solution.objects.get(slug="x", locale__language_code=code) for code in ("de", "en"))
    assert page.translation_key == original.translation_key
    assert page.url_path == "/home-de/solutions/x/"
    assert page.get_parent().specific.title == "Lösungen"
    assert page.alternative_links.get().alternative.slug == "other"
    assert counts(run_import(ndjson(tmp_path, german, solution("x")))) == (0, 0, 2, 0)
    second = solution("x2", locale="de", translationOf="x")
    assert reasons(run_import(ndjson(tmp_path, second))) == [
        (1, "translationOf: “x” is translated by another page already")
    ]


def test_rich_text_is_cleaned_as_the_editor_cleans_it(tmp_path: Path) -> None:
    text = (
        '<p onclick="x()">One <a href="javascript:alert(1)">two</a> <script>three</script>'
        '<a href="https://example.org/">four</a> <code>five</code></p><iframe src="https://example.org/"></iframe>'
    )
    run_import(ndjson(tmp_path, solution("x", body=[{"type": "paragraph", "value": {"text": text}}])))
    stored = Solution.objects.get(slug="x").body[0].value["text"].source
    assert stored == ('<p>One <a>two</a> three<a href="https://example.org/">four</a> <code>five</code></p>')


def test_a_link_by_number_is_refused(tmp_path: Path) -> None:
    text = '<p><a linktype="page" id="1">x</a></p>'
    run = run_import(ndjson(tmp_path, solution("x", body=[{"type": "paragraph", "value": {"text": text}}])))
    [(line, reason)] = reasons(run)
    assert (line, "by a number of another site" in reason) == (1, True)


def test_a_link_to_what_is_no_page_loses_its_target(tmp_path: Path) -> None:
    text = '<p><a href="tag:rag">tag</a> <a href="vendor:acme">vendor</a></p>'
    run = run_import(ndjson(tmp_path, solution("x", body=[{"type": "paragraph", "value": {"text": text}}])))
    assert counts(run) == (1, 0, 0, 0)
    assert Solution.objects.get(slug="x").body[0].value["text"].source == "<p><a>tag</a> <a>vendor</a></p>"


def test_vendors_and_categories_have_a_history_too(tmp_path: Path) -> None:
    vendor, category = Vendor.objects.get(slug="acme"), Category.objects.get(slug="chat")
    told = [
        list(ModelLogEntry.objects.for_instance(row).values_list("action", flat=True))
        for row in (vendor, category)
    ]
    assert [sorted(actions) for actions in told] == [
        ["wagtail.create", "wagtail.publish"],
        ["wagtail.create"],
    ]
    assert (vendor.live, vendor.get_latest_revision_as_object().name) == (True, "Acme")
    assert list(get_search_backend().search("Acme", Vendor)) == [vendor]
