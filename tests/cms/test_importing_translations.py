"""Texts of shared records in further languages in imports and exports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Revision

from cms.indexing.models import PendingChange
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.vendors.models import Vendor
from tests.cms.test_importing_export import another_site, export, records
from tests.factories.content import make_site, make_solution
from tests.support.importing import counts, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db
KINDS: dict[str, Any] = {"category": Category, "tag": Tag, "use_case": UseCase, "vendor": Vendor}
TEXTS = {"category": True, "tag": False, "use_case": True, "vendor": True}


def record(kind: str, **fields: Any) -> dict[str, Any]:
    """A record with a German name, and a German description where its kind has one."""
    texts = {"description": "Looks", "description_de": "Schaut"} if TEXTS[kind] else {}
    return {"kind": kind, "slug": "vision", "name": "Vision", "name_de": "Sehen", **texts, **fields}


def read_translations(kind: str) -> dict[str, Any]:
    return KINDS[kind].objects.get(slug="vision").translations


@pytest.mark.parametrize("kind", KINDS)
def test_translations_are_imported_and_changed(tmp_path: Path, kind: str) -> None:
    whole = {"name": "Sehen"} | ({"description": "Schaut"} if TEXTS[kind] else {})
    assert counts(run_import(ndjson(tmp_path, record(kind)))) == (1, 0, 0, 0)
    assert read_translations(kind) == {"de": whole}
    assert counts(run_import(ndjson(tmp_path, record(kind)))) == (0, 0, 1, 0)
    assert counts(run_import(ndjson(tmp_path, record(kind, name_de="Bilder")))) == (0, 1, 0, 0)
    assert read_translations(kind) == {"de": whole | {"name": "Bilder"}}


@pytest.mark.parametrize("empty", ["", None])
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_record_leaves_out_stays_and_what_is_empty_goes(
    tmp_path: Path, kind: str, empty: str | None
) -> None:
    run_import(ndjson(tmp_path, record(kind)))
    slug = {"kind": kind, "slug": "vision"}
    before = read_translations(kind)
    assert counts(run_import(ndjson(tmp_path, {**slug, "name": "Sight"}))) == (0, 1, 0, 0)
    assert read_translations(kind) == before
    assert counts(run_import(ndjson(tmp_path, {**slug, "name_de": empty}))) == (0, 1, 0, 0)
    assert read_translations(kind) == ({"de": {"description": "Schaut"}} if TEXTS[kind] else {})


@pytest.mark.parametrize(
    ("kind", "wrong", "reason"),
    [
        ("category", {"name_de": "x" * 81}, "name_de: has 81 characters where at most 80 are allowed: shorten it, or "
         "import with --truncate name_de"),
        ("vendor", {"description_de": "x" * 2001}, "description_de: has 2001 characters where at most 2000 are "
         "allowed: shorten it, or import with --truncate description_de"),
        ("use_case", {"name_de": "a\nb"}, "name_de: must be a single line"),
        ("use_case", {"description_de": "<b>bold</b>"}, "description_de: contains HTML (“<b>bold</b>”): give plain text"),
        ("vendor", {"name_de": 7}, "name_de: must be text, not a number"),
    ],
)  # fmt: skip
def test_a_translation_is_checked_as_its_text(
    tmp_path: Path, kind: str, wrong: dict[str, Any], reason: str
) -> None:
    run_import(ndjson(tmp_path, record(kind)))
    before = read_translations(kind)
    run = run_import(ndjson(tmp_path, record(kind, name="Other", **wrong)))
    assert counts(run) == (0, 0, 0, 1)
    ((line, said),) = reasons(run)
    assert (line, said) == (1, reason)
    assert (KINDS[kind].objects.get().name, read_translations(kind)) == ("Vision", before)


@pytest.mark.parametrize("field", ["name_fr", "name_xx", "slug_de", "icon_de", "translations", "name_en"])
@pytest.mark.parametrize("kind", KINDS)
def test_unknown_languages_and_fields_are_rejected(tmp_path: Path, kind: str, field: str) -> None:
    run = run_import(ndjson(tmp_path, record(kind, **{field: "Vue"})))
    assert counts(run) == (0, 0, 0, 1)
    assert f"unknown field “{field}”" in reasons(run)[0][1]
    assert not KINDS[kind].objects.exists()


def test_a_long_translation_is_cut_where_the_command_may_cut(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, record("category", name_de="Wort " * 30)), truncate=["name_de"])
    assert len(read_translations("category")["de"]["name"]) <= 80
    assert read_translations("category")["de"]["name"].endswith("Wort…")


def test_a_table_has_columns_for_translations(tmp_path: Path) -> None:
    table = tmp_path / "tags.csv"
    table.write_text("Slug,Name,Deutsch\nopen,open,offen\nfast,fast,\n", encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    columns = '[columns]\nSlug = "slug"\nName = "name"\nDeutsch = "name_de"\n'
    mapping.write_text(f'kind = "tag"\n{columns}', encoding="utf-8")
    Tag.objects.create(name="fast", slug="fast", translations={"de": {"name": "schnell"}})
    assert counts(run_import(table, mapping=mapping)) == (1, 0, 1, 0)
    assert dict(Tag.objects.values_list("slug", "translations")) == {
        "open": {"de": {"name": "offen"}}, "fast": {"de": {"name": "schnell"}},
    }  # fmt: skip


def test_translations_go_round(tmp_path: Path) -> None:
    with another_site():
        run_import(ndjson(tmp_path, *(record(kind) for kind in KINDS)))
        first = export(tmp_path / "first")
    assert [json.loads(line)["name_de"] for line in first.splitlines()] == ["Sehen"] * 4
    with another_site():
        assert counts(run_import(tmp_path / "first" / "catalogue.ndjson")) == (4, 0, 0, 0)
        assert export(tmp_path / "second") == first


def test_a_record_without_translations_exports_empty_ones(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, {"kind": "tag", "slug": "open", "name": "open"}))
    assert records(tmp_path) == [{"kind": "tag", "slug": "open", "name": "open", "name_de": ""}]


def test_the_version_of_an_imported_vendor_holds_its_translations(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, record("vendor")))
    assert Revision.objects.get().content["translations"] == read_translations("vendor")


@pytest.mark.parametrize("change", [{"name": "sight"}, {"name_de": "Bilder"}])
def test_solutions_are_found_by_the_imported_names_of_their_tags(
    tmp_path: Path, django_capture_on_commit_callbacks: Any, change: dict[str, str]
) -> None:
    make_site()
    page = make_solution("Eye", tags=("vision",))
    with django_capture_on_commit_callbacks():
        run = run_import(ndjson(tmp_path, {"kind": "tag", "slug": "vision", **change}))
    assert counts(run) == (0, 1, 0, 0)
    waiting = PendingChange.objects.values_list("kind", "keys")
    assert list(waiting) == [("SOLUTION", [page.pk])]
