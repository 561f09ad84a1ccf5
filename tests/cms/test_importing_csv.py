"""A CSV file of packages becomes published solution profiles."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.exchange.models import ImportRun
from cms.exchange.records import Item, Options
from cms.exchange.runs.workers import run_batch
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.support.importing import (
    CATEGORY,
    SAMPLE,
    counts,
    import_sample,
    ndjson,
    reasons,
    run_import,
    solution,
)

pytestmark = pytest.mark.django_db


def test_the_columns_become_the_fields_of_a_profile() -> None:
    import_sample()
    profile = Solution.objects.get(external_id="ai-packages-sample:sglang")
    assert (profile.title, profile.slug, profile.vendor.name) == ("sglang", "sglang", "Independent")
    assert profile.category.name == "Computer vision"
    assert list(profile.categories.all()) == [profile.category]
    assert (profile.latest_version, profile.last_release_on, profile.popularity) == (
        "0.5.23",
        date(2026, 10, 1),
        110,
    )
    assert profile.live
    assert profile.get_parent().specific_class is SolutionIndex


def test_all_rows_of_a_real_file_are_taken_and_a_second_run_changes_nothing() -> None:
    assert counts(import_sample()) == (200, 0, 0, 0)
    before = list(Solution.objects.order_by("pk").values())
    assert counts(import_sample()) == (0, 0, 200, 0)
    assert list(Solution.objects.order_by("pk").values()) == before


def test_a_changed_cell_changes_that_profile_alone(tmp_path: Path) -> None:
    text = "name,publisher,category,summary,version,last_release,popularity\n"
    path = tmp_path / "packages.csv"
    path.write_text(text + "one,Acme,Agents,First.,1.0,2026-01,5\ntwo,Acme,Agents,Second.,1.0,2026-01,5\n")
    import_sample(path)
    path.write_text(text + "one,Acme,Agents,First.,1.1,2026-02,5\ntwo,Acme,Agents,Second.,1.0,2026-01,5\n")
    assert counts(import_sample(path)) == (0, 1, 1, 0)
    one = Solution.objects.get(slug="one")
    assert (one.latest_version, one.last_release_on) == ("1.1", date(2026, 2, 1))
    assert one.get_latest_revision().content["latest_version"] == "1.1"


def test_an_empty_cell_leaves_what_editors_wrote(tmp_path: Path) -> None:
    path = tmp_path / "packages.csv"
    path.write_text(
        "name,publisher,category,summary,version,last_release,popularity\none,Acme,Agents,First.,,,\n"
    )
    import_sample(path)
    Solution.objects.update(latest_version="9.9")
    assert counts(import_sample(path)) == (0, 0, 1, 0)
    assert Solution.objects.get().latest_version == "9.9"


def test_vendors_are_created_once_and_categories_only_on_request() -> None:
    run = run_import(SAMPLE)
    assert run.refused == 200
    assert reasons(run)[0][1].startswith("category: there is no category “")
    assert not Category.objects.exists()
    import_sample()
    assert Vendor.objects.filter(name="Independent").count() == 1
    assert Category.objects.count() == 12


def test_a_name_whose_address_is_taken_gets_another_one(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("sglang", title="Other", summary="Written by hand.")))
    assert counts(import_sample()) == (200, 0, 0, 0)
    assert Solution.objects.get(slug="sglang").summary == "Written by hand."
    assert Solution.objects.get(external_id="ai-packages-sample:sglang").slug == "sglang-2"


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY))
    path, mapping = tmp_path / "tools.csv", tmp_path / "mapping.toml"
    path.write_text("Tool;x,About,Systems\nAlpha,Does alpha.,LINUX; MACOS\n")
    mapping.write_text(
        'key = "Tool;x"\nsource = "tools"\nlists = ["platforms"]\n'
        '[columns]\n"Tool;x" = "title"\nAbout = "summary"\nSystems = "platforms"\n'
        '[constants]\ncategory = "assistants"\npricingModel = "FREE"\n'
    )
    assert counts(run_import(path, mapping=mapping)) == (1, 0, 0, 0)
    alpha = Solution.objects.get(external_id="tools:Alpha")
    assert (alpha.platforms, alpha.pricing_model) == (["linux", "macos"], "free")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"name,summary\n",
            "has no columns “publisher”, “category”, “version”, “last_release”, “popularity”; it has name, summary. Add the column, or map another one.",
        ),
        (b"", "is empty."),
        ("name,summary".encode("utf-16"), "is encoded in UTF-16: save it as UTF-8."),
        (b"n\xe4me,summary\n", "is not UTF-8 (byte 0xe4 at 2): save the file as UTF-8."),
    ],
)
def test_an_unusable_file_changes_nothing(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "packages.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_catalogue", str(path))
    assert str(error.value).endswith(message)
    assert not ImportRun.objects.exists()


def test_an_unknown_setting_of_a_mapping_is_refused(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"colums": {}}')
    with pytest.raises(CommandError, match="“colums” is not a setting"):
        call_command("import_catalogue", str(SAMPLE), mapping=mapping)


def test_a_batch_costs_the_same_statements_for_100_and_for_500_rows(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, {"kind": "tag", "slug": "chat", "name": "Chat"}))

    def statements(start: int, count: int) -> int:
        plan = {"name": "Plus", "price": "20.00", "currency": "USD", "period": "MONTH"}
        records = [
            solution(f"s-{start + n}", tags=["chat"], pricingPlans=[plan], vendor={"name": f"V {start}"})
            for n in range(count)
        ]
        items = [Item("x.ndjson", n, "solution", record) for n, record in enumerate(records, 1)]
        with CaptureQueriesContext(connection) as queries:
            assert run_batch("solution", items, Options(), True).created == count
        return len(queries)

    statements(0, 1)
    assert statements(1, 100) == statements(1000, 500)


def test_a_renamed_file_is_known_again_by_its_source(tmp_path: Path) -> None:
    import_sample()
    renamed = tmp_path / "packages_august.csv"
    renamed.write_bytes(SAMPLE.read_bytes())
    assert counts(import_sample(renamed, source="ai-packages-sample")) == (0, 0, 200, 0)
    assert Solution.objects.count() == 200


@pytest.mark.parametrize("source", ["tools", "tools-and-more", "Größe: 1"])
def test_a_source_stands_before_the_key_of_each_row(tmp_path: Path, source: str) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    path.write_text(TWO_ROWS, encoding="utf-8")
    mapping.write_text('{"source": "other"}')
    import_sample(path, source=source, mapping=mapping)
    assert set(Solution.objects.values_list("external_id", flat=True)) == {f"{source}:one", f"{source}:two"}


def test_an_empty_source_is_rejected_before_anything_changes(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--source: give the name of the list"):
        import_sample(source=" ")
    assert not ImportRun.objects.exists() and not Solution.objects.exists()


TWO_ROWS = (
    "name,publisher,category,summary,version,last_release,popularity\n"
    "one,Acme,Agents,First.,1.0,2026-01,5\ntwo,Acme,Agents,Second.,1.0,2026-01,5\n"
)


OTHER = {"kind": "vendor", "slug": "other", "name": "Other"}


def capture_warnings(path: Path, **options: object) -> tuple[str, str]:
    """What is written to the terminal before the first record, and what the run keeps."""
    told = StringIO()
    create = ["vendor", "category"]
    call_command(
        "import_catalogue", str(path), create_missing=create, stdout=StringIO(), stderr=told, **options
    )
    return told.getvalue(), ImportRun.objects.latest("pk").message


@pytest.mark.parametrize("dry_run", [True, False])
def test_titles_that_exist_under_another_source_are_warned_of(tmp_path: Path, dry_run: bool) -> None:
    first, second = tmp_path / "list.csv", tmp_path / "list_august.csv"
    first.write_text(TWO_ROWS)
    second.write_text(TWO_ROWS + "three,Acme,Agents,Third.,1.0,2026-01,5\n")
    assert capture_warnings(first) == ("", "")
    warning = (
        "2 titles of list_august.csv exist already, but nothing was imported from the source “list_august” before: "
        "all rows are created again. If this is a new version of the list “list”, import it with the source “list”."
    )
    confirmed = {"allow_duplicates": True}
    assert capture_warnings(second, dry_run=dry_run, **confirmed) == (f"Warning: {warning}\n", warning)
    assert capture_warnings(second, source="list", **confirmed) == ("", "")


def test_a_known_source_is_not_warned_of(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, OTHER, solution("x", title="one", vendor="other")))
    path = tmp_path / "list.csv"
    path.write_text(TWO_ROWS)
    assert capture_warnings(path)[1] == (
        "1 title of list.csv exists already, but nothing was imported from the source “list” before: "
        "likely duplicates are held back."
    )
    assert capture_warnings(path) == ("", "")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_title_that_no_database_takes_is_refused_alone(tmp_path: Path, is_known: bool) -> None:
    header = TWO_ROWS.partition("\n")[0].replace("name", "id,name") + "\n"
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    if is_known:
        run_import(ndjson(tmp_path, CATEGORY, OTHER, solution("x", title="two", vendor="other")))
    path.write_text(f"{header}1,on\0e,Acme,Agents,A.,1,2026-01,5\n2,two,Acme,Agents,B.,1,2026-01,5\n")
    mapping.write_text('{"key": "id"}')
    run = import_sample(path, mapping=mapping)
    assert reasons(run) == [(2, "name: contains a control character: remove it")]
    assert counts(run) == (1, 0, 0, 1)
    assert run.message.startswith("1 title of list.csv exists already") == is_known
