"""What the import says of files that people get wrong: once, in the words of the file, and with the remedy."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.exchange.kinds.registry import importer_for, is_page, kinds
from cms.exchange.models import ImportRun
from content_types.solutions.models import Solution
from tests.support.importing import CATEGORY, counts, ndjson, reasons, review, run_import, solution

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).parents[2] / "docs" / "howto" / "import-and-export.md"
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028\ufeff]")


def import_tools(folder: Path, constants: str, rows: int = 3, **options: Any) -> ImportRun:
    """Import rows of names and texts, which all have the same constants."""
    path, mapping = folder / "tools.csv", folder / "mapping.toml"
    path.write_text("name,summary\n" + "".join(f"tool {n},Text.\n" for n in range(rows)))
    columns = '[columns]\nname = "title"\nsummary = "summary"\n'
    mapping.write_text(f"{columns}[constants]\n{constants}\n", encoding="utf-8")
    return run_import(path, mapping=mapping, **options)


def call(*files: Path, **options: Any) -> tuple[str, str]:
    """What the command prints on both streams, and at last the error."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_catalogue", *map(str, files), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(f"{error}\n")
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("constants", "said"),
    [
        (
            'category = "Agents"\npricingModel = "CHEAP"',
            "constant “pricingModel”: “CHEAP” is not one of FREE, FREEMIUM",
        ),
        (
            'category = "Robots"',
            "constant “category”: there is no category “Robots”: import it first, or let it be",
        ),
        ('category = "Agents"\nlaunchedOn = "soon"', "constant “launchedOn”: “soon” is not a date"),
        ('category = "Agents"\nopenSource = "maybe"', "constant “openSource”: “maybe” must be yes or no"),
        ('category = "Agents"\nlocale = "xx"', "constant “locale”: “xx” is not a language of this site"),
        ('category = "Agents"\nlive = 3', "constant “live”: must be true or false, not a number"),
        ('category = "Agents"\ntags = ["a"]', "constant “tags”: there is no tag “a”"),
        ('category = "Agents"\nprice = "1.234"', "constant “price”: “1.234” is not a price"),
    ],
)
def test_a_wrong_constant_is_reported_once_before_any_row(tmp_path: Path, constants: str, said: str) -> None:
    run_import(ndjson(tmp_path, {**CATEGORY, "slug": "ai-agents", "name": "Agents"}))
    with pytest.raises(CommandError) as error:
        import_tools(tmp_path, constants)
    assert str(error.value).startswith(f"The mapping cannot be used: {said}")
    assert (Solution.objects.count(), ImportRun.objects.count()) == (0, 1)


def test_all_wrong_constants_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as error:
        import_tools(tmp_path, 'category = "None"\nstatus = "NEW"\npopularity = "many"')
    assert sorted(re.findall("constant “([^”]+)”", str(error.value))) == ["category", "popularity", "status"]


@pytest.mark.parametrize("name", ["Agents", "agents", "AGENTS", "ai-agents"])
def test_a_category_is_named_in_a_constant_as_in_a_cell(tmp_path: Path, name: str) -> None:
    run_import(ndjson(tmp_path, {**CATEGORY, "slug": "ai-agents", "name": "Agents"}))
    constants = f'category = "{name}"\npricingModel = "one-time"\nopenSource = "yes"\nlaunchedOn = 2026-10-01\nlive = "no"'
    assert counts(import_tools(tmp_path, constants)) == (3, 0, 0, 0)
    found = {
        (each.category.slug, each.pricing_model, each.is_open_source, each.live)
        for each in Solution.objects.all()
    }
    assert found == {("ai-agents", "one_time", True, False)}


def test_a_constant_may_create_what_a_cell_may(tmp_path: Path) -> None:
    run = import_tools(
        tmp_path, 'category = "Agents"\nvendor = "Acme"', create_missing=["vendor", "category"]
    )
    assert counts(run) == (3, 0, 0, 0)
    assert {(each.category.name, each.vendor.name) for each in Solution.objects.all()} == {("Agents", "Acme")}


def test_a_constant_may_name_what_another_file_brings(tmp_path: Path) -> None:
    path, mapping = tmp_path / "tools.csv", tmp_path / "mapping.toml"
    path.write_text("name,summary\none,Text.\n")
    mapping.write_text(
        '[columns]\nname = "title"\nsummary = "summary"\n[constants]\ncategory = "Assistants"\n'
    )
    assert counts(run_import(path, ndjson(tmp_path, CATEGORY), mapping=mapping)) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"slug": "x"}, 'kind: is missing: set the kind of the record, such as "kind": "solution", or one of category, coll'),
        ({"kind": None, "slug": "x"}, "kind: is missing: set the kind"),
        ({"kind": "", "slug": "x"}, "kind: is missing: set the kind"),
        ({"kind": "solutions", "slug": "x"}, "kind: “solutions” is not a kind (did you mean “solution”?)"),
        ({"kind": 7, "slug": "x"}, "kind: “7” is not a kind: give one of category, collection"),
        (solution("x", sumary="S"), "unknown field “sumary” (did you mean “summary”?)"),
        (solution("x", Zzz=1), "unknown field “Zzz”: see “Fields” in docs/howto/import-and-export.md"),
        (review("r", "x", stars=1), "unknown field “stars”"),
        ({"kind": "vendor", "slug": "v", "name": "V", "country": "Germany"}, "country: “Germany” is not one of the 69 that"),
    ],
)  # fmt: skip
def test_a_record_is_told_its_wrong_name_and_not_all_others(
    tmp_path: Path, record: dict[str, Any], reason: str
) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, record))
    line, told = reasons(run)[0]
    assert (line, told[: len(reason)]) == (2, reason)
    assert len(told) < 200 and counts(run)[0] == 1


def test_the_documentation_lists_the_fields_of_every_kind() -> None:
    rows = dict(
        re.findall(
            r"^\| `?([a-z_ ]+)`? \| (.*`) \|$", DOCS.read_text(encoding="utf-8").split("### Fields")[1], re.M
        )
    )
    listed = {kind: set(re.findall(r"`(\w+)`", text)) for kind, text in rows.items()}
    every = listed.pop("every page")
    fields = {
        kind: importer_for(kind).extra_keys | {field.key for field in importer_for(kind).fields} - {"kind"}
        for kind in kinds()
    }
    assert {kind: names | (every if is_page(kind) else set()) for kind, names in listed.items()} == {
        kind: set(names) - {"kind"} for kind, names in fields.items()
    }


@pytest.mark.parametrize(
    ("name", "separator", "called"),
    [("a.csv", ",", "commas"), ("a.csv", ";", "semicolons"), ("a.tsv", "\t", "tabs"), ("a.csv", "|", "vertical bars"),
     ("a.csv", "^", "“^”")],
)  # fmt: skip
def test_a_short_row_names_what_separates_its_cells(
    tmp_path: Path, name: str, separator: str, called: str
) -> None:
    header = "name,publisher,category,summary,version,last_release,popularity\n".replace(",", separator)
    path = tmp_path / name
    path.write_text(("sep=^\n" if separator == "^" else "") + header + f"two{separator}Acme\n")
    assert reasons(run_import(path))[-1][1] == f"the row has 2 of 7 cells: check {called} and quotes"


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_report_leaves_the_reasons_on_the_screen_and_hides_no_character(
    tmp_path: Path, ending: str
) -> None:
    bad = [solution(f"x{n}", title=f"<b>\u202e{n}\x07</b>", aliasOf=f"\u200b{n}") for n in range(25)]
    report = tmp_path / f"report.{ending}"
    out, err = call(ndjson(tmp_path, CATEGORY, *bad), report=report)
    lines = err.splitlines()
    assert [line.startswith("records.ndjson, line ") for line in lines[:20]] == [True] * 20
    assert lines[-2].endswith(f"other problems: see them all in {report}")
    assert "25 rejected" in out and lines[-1] == "25 of 26 lines were rejected; the others were kept."
    text = report.read_text(encoding="utf-8")
    read = csv.DictReader(text.splitlines()) if ending == "csv" else map(json.loads, text.splitlines())
    assert {row["key"] for row in read} == {f"x{n}" for n in range(25)}
    assert not HIDDEN.search(text + out + err)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml",
            "is a ZIP file, as .xlsx and .ods workbooks are",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is an image"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00", "is a binary file"),
        (bytes(range(256)) * 20, "is a binary file"),
    ],
)
@pytest.mark.parametrize("name", ["list.csv", "list.ndjson", "list"])
def test_a_file_that_is_not_text_is_rejected_by_its_kind(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    out, err = call(path)
    assert f"{name} {said}, not a text file: save it as CSV in UTF-8" in err
    assert not HIDDEN.search(out + err)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "header", ["na\x1bme,summary", "name,sum\u202emary", "name\u2028,\x9bsummary", "\ufeff\ufeffname"]
)
def test_no_message_prints_a_character_that_nobody_sees(tmp_path: Path, header: str) -> None:
    path = tmp_path / "pack\u202eages.csv"
    path.write_text(f"{header}\nvalue,{'x' * 90}\n", encoding="utf-8")
    out, err = call(path)
    assert err and not HIDDEN.search(out + err)


def test_progress_is_printed_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.exchange.runs.engine.BATCH", 1)
    records = [solution(f"s-{n}", alternatives=[f"s-{(n + 1) % 300}"]) for n in range(300)]
    out, _ = call(ndjson(tmp_path, CATEGORY, *records[:3], solution("a"), solution("b")), dry_run=True)
    progress = [line for line in out.splitlines() if " % of " in line]
    assert progress == list(dict.fromkeys(progress)) and progress


REJECTED = [
    (solution("b", aliasOf="a"), "aliasOf: the solution “a” (line 2) was rejected: correct it first"),
    ({"kind": "solution", "slug": "b", "aliasOf": "a"}, "aliasOf: the solution “a” (line 2) was rejected: correct it first"),
    (solution("b", locale="de", translationOf="a"), "the solution “a” (line 2) was rejected: correct it first"),
    (solution("b", alternatives=["a"]), "alternatives: the solution “a” (line 2) was rejected: correct it first"),
    (review("r", "a"), "solution: the solution “a” (line 2) was rejected: correct it first"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "reason"), REJECTED)
@pytest.mark.parametrize("size", [500, 1])
def test_a_record_that_needs_a_rejected_one_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: dict[str, Any], reason: str, size: int
) -> None:
    monkeypatch.setattr("cms.exchange.runs.engine.BATCH", size)
    run = run_import(ndjson(tmp_path, CATEGORY, solution("a", title="<b>A</b>"), record, solution("c")))
    assert reasons(run) == [(2, "title: contains HTML (“<b>A</b>”): give plain text"), (3, reason)]
    assert list(Solution.objects.values_list("slug", flat=True)) == ["c"]


def test_the_line_of_another_file_is_named_with_it(tmp_path: Path) -> None:
    first = ndjson(tmp_path, CATEGORY, solution("a", popularity=-1), name="one.ndjson")
    second = ndjson(tmp_path, solution("b", aliasOf="a"), solution("c", aliasOf="b"), name="two.ndjson")
    assert sorted(reason for _, reason in reasons(run_import(first, second)) if "rejected" in reason) == [
        "aliasOf: the solution “a” (line 2 of one.ndjson) was rejected: correct it first",
        "aliasOf: the solution “b” (line 1) was rejected: correct it first",
    ]


def test_an_external_id_does_not_move_a_page_to_another_language(tmp_path: Path) -> None:
    run_import(ndjson(tmp_path, CATEGORY, solution("a", externalId="x:1")))
    before = list(Solution.objects.values())
    moved = [
        {"kind": "solution", "externalId": "x:1", "locale": "de"},
        solution("b", externalId="x:1", locale="de"),
    ]
    told = (
        "locale: “x:1” is the page “a” in en, which cannot move to de: give this record an external id of its own, and "
        "translationOf “a@en” when it is a translation"
    )
    for record in moved:
        assert reasons(run_import(ndjson(tmp_path, record))) == [(1, told)]
    assert list(Solution.objects.values()) == before
