"""How errors are reported: all of a record at once, in the words of the file, and equal ones together."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.exchange.models import ImportRun
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, counts, event, ndjson, reasons, run_import, solution

pytestmark = pytest.mark.django_db

HEADER = "name,publisher,category,summary,version,last_release,popularity\n"
NO_AGENTS = "category: there is no category “Agents”: import it first, or let it be created (--create-missing category)"


def test_all_errors_of_a_row_are_reported_with_the_names_of_its_columns(tmp_path: Path) -> None:
    path, mapping = tmp_path / "tools.csv", tmp_path / "mapping.toml"
    path.write_text(
        "Tool,About,Maker,Released,Stars,Price\n"
        f'one,{"x" * 307},<b>A</b>,03/11/2026,many,"1.2.3"\n'
        ",,Acme,soon,1,$5\n"
        "three,Text.,Acme,2026-10-01,3,$5\n"
    )
    mapping.write_text(
        'key = "Tool"\n[columns]\nTool = "title"\nAbout = "summary"\nMaker = "vendor"\nReleased = "lastReleaseOn"\n'
        'Stars = "popularity"\nPrice = "price"\n[constants]\ncategory = "assistants"\n'
    )
    run_import(ndjson(tmp_path, CATEGORY))
    run = run_import(path, mapping=mapping)
    heads = [(line, reason.split(":")[0]) for line, reason in reasons(run)]
    assert sorted(heads) == [
        (2, "About"), (2, "Maker"), (2, "Price"), (2, "Released"), (2, "Stars"),
        (3, "About"), (3, "Released"), (3, "Tool"),
    ]  # fmt: skip
    assert counts(run) == (1, 0, 0, 2)
    assert Solution.objects.get().title == "three"
    assert list(Vendor.objects.values_list("name", flat=True)) == ["Acme"]


@pytest.mark.parametrize(
    ("record", "told"),
    [
        (
            solution("x", title="<b>x</b>", colour="red", launchedOn="soon", tags=["a", "b"], popularity=-1),
            [
                "unknown field “colour”: see “Fields” in docs/howto/import-and-export.md",
                "title: contains HTML (“<b>x</b>”): give plain text",
                "tags: there is no tag “a”",
                "tags: there is no tag “b”",
                "launchedOn: “soon” is not a date: write it as 2026-10-31",
                "popularity: Ensure this value is greater than or equal to 0.",
            ],
        ),
        (
            solution(
                "x",
                category=None,
                pricingPlans=[{"name": "", "price": "x"}, {"name": "P", "currency": "euro"}],
            ),
            [
                "pricingPlans.1.price: must be a price such as “20.00”, not 'x'",
                "pricingPlans.1.name: This field cannot be blank.",
                "pricingPlans.2.currency: Give an ISO 4217 code such as EUR or USD. has 4 characters where at most 3 "
                "are allowed: shorten it",
                "category: must be given",
            ],
        ),
        (
            event("x", title="", summary="<b>x</b>", endsAt="2027-03-01T08:00"),
            [
                "summary: contains HTML (“<b>x</b>”): give plain text",
                "title: This field cannot be blank.",
                "endsAt: The event ends before it starts.",
            ],
        ),
        (
            {"kind": "solution", "title": "x" * 256, "popularity": "many"},
            [
                "slug: must be given",
                "popularity: must be a whole number, not 'many'",
                "title: has 256 characters where at most 255 are allowed: shorten it, or import with --truncate title",
                "summary: This field cannot be blank.",
                "category: must be given",
            ],
        ),
    ],
)
def test_all_errors_of_a_record_are_reported(tmp_path: Path, record: dict[str, Any], told: list[str]) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, record, solution("last")))
    found = [reason for _, reason in reasons(run)]
    assert [reason[: len(start)] if start.endswith("are ") else reason for reason, start in zip(found, told, strict=True)] == told  # fmt: skip
    assert counts(run) == (2, 0, 0, 1)
    assert list(Solution.objects.values_list("slug", flat=True)) == ["last"]


def test_a_record_that_waits_is_rejected_with_its_other_errors(tmp_path: Path) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, solution("x", alternatives=["none"], launchedOn="soon")))
    assert reasons(run) == [
        (2, "launchedOn: “soon” is not a date: write it as 2026-10-31"),
        (2, "alternatives: there is no solution “none”"),
    ]


def test_equal_problems_are_listed_once_with_their_number(tmp_path: Path) -> None:
    path, err = tmp_path / "packages.csv", StringIO()
    rows = [f"p{n},Acme,{'Agents' if n % 3 else 'Vision'},Text.,1,2026-10,7\n" for n in range(1500)]
    path.write_text(HEADER + "".join(rows))
    with pytest.raises(CommandError, match="1500 of 1500 lines were rejected"):
        call_command("import_catalogue", str(path), stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines() == [
        f"packages.csv, line 2 and 499 more: {NO_AGENTS.replace('Agents', 'Vision')}",
        f"packages.csv, line 3 and 999 more: {NO_AGENTS}",
    ]
    page = (
        sign_in_client().get(reverse("importing:inspect", args=[ImportRun.objects.get().pk])).content.decode()
    )
    assert page.count("there is no category") == 2
    assert "and 999 more" in page


def test_vendors_that_cannot_be_created_are_named_alike_in_every_row(tmp_path: Path) -> None:
    path = tmp_path / "packages.csv"
    path.write_text(HEADER + "".join(f"p{n},{'V' * 121},Agents,Text.,1,2026-10,7\n" for n in range(3)))
    run = run_import(path, create_missing=["vendor", "category"])
    reason = (
        f"publisher: the vendor “{'V' * 121}” cannot be created: "
        "name: has 121 characters where at most 120 are allowed: shorten it, or import with --truncate name"
    )
    assert reasons(run) == [(2, reason), (3, reason), (4, reason)]


@pytest.mark.parametrize(
    ("header", "row", "columns", "heads"),
    [
        ("name,publisher,category,summary,version,last_release,popularity", ",Acme,Assistants,Text.,1,soon,many",
         None, ["last_release", "name", "popularity"]),
        ("Tool,About,Stars", ",,many", {"Tool": "title", "About": "summary", "Stars": "popularity"},
         ["About", "Stars", "Tool"]),
        ("Id,Tool,About,Stars", ",One,,many",
         {"Id": "externalId", "Tool": "title", "About": "summary", "Stars": "popularity"}, ["About", "Id", "Stars"]),
        ("Address,Tool,About,Stars", ",One,,many",
         {"Address": "slug", "Tool": "title", "About": "summary", "Stars": "popularity"}, ["About", "Address", "Stars"]),
    ],
)  # fmt: skip
def test_a_row_that_does_not_name_itself_has_all_its_errors_by_column(
    tmp_path: Path, header: str, row: str, columns: dict[str, str] | None, heads: list[str]
) -> None:
    path, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    path.write_text(f"{header}\n{row}\n")
    settings = {"columns": columns, "key": "Tool", "constants": {"category": "assistants"}}
    mapping.write_text(json.dumps(settings if columns else {}))
    run_import(ndjson(tmp_path, CATEGORY))
    run = run_import(path, mapping=mapping)
    found = {reason.split(":")[0]: reason for _line, reason in reasons(run)}
    assert sorted(found) == heads
    assert not Solution.objects.exists() and not Vendor.objects.exists()
