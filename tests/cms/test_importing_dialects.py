"""How CSV files are written: separators, line ends, headers, and rows that are short, long, empty or broken."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.exchange.models import ImportRun
from content_types.solutions.models import Solution
from tests.support.importing import CATEGORY, counts, import_sample, ndjson, reasons, run_import

pytestmark = pytest.mark.django_db

COLUMNS = ("name", "publisher", "category", "summary", "version", "last_release", "popularity")
HEADER = ",".join(COLUMNS) + "\n"


def row(name: str, summary: str = "Text.") -> str:
    return f"{name},Acme,Agents,{summary},1,2026-10,7\n"


def import_text(folder: Path, text: str | bytes, name: str = "packages.csv") -> ImportRun:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_sample(path)


def slugs() -> set[str]:
    return set(Solution.objects.values_list("slug", flat=True))


@pytest.mark.parametrize(
    ("name", "prefix", "separator", "end", "told"),
    [
        ("packages.csv", "", ";", "\n", "separated by semicolons"),
        ("packages.csv", "", "\t", "\r\n", "separated by tabs"),
        ("packages.tsv", "", "\t", "\n", "separated by tabs"),
        ("packages.txt", "", ";", "\n", "separated by semicolons"),
        ("packages.csv", "sep=;\r\n", ";", "\r\n", "separated by semicolons"),
        ("packages.csv", "sep=|\n", "|", "\n", "separated by vertical bars"),
        ("packages.csv", "", ",", "\r", "separated by commas"),
        ("packages.csv", "\ufeffsep=,\r\n", ",", "\r\n", "separated by commas"),
    ],
)
def test_separators_and_line_ends_are_detected_and_reported(
    tmp_path: Path, name: str, prefix: str, separator: str, end: str, told: str
) -> None:
    rows = [
        COLUMNS,
        ("one", "Acme", "Agents", "“a, b; c”", "1", "2026-10", "7"),
        ("two", *["x"] * 4, "", "many"),
    ]
    lines = [separator.join(f'"{cell}"' for cell in cells) for cells in rows]
    path, out = tmp_path / name, StringIO()
    path.write_text(prefix + end.join(lines) + end, encoding="utf-8", newline="")
    with pytest.raises(CommandError, match="1 of 2 lines"):
        call_command(
            "import_catalogue",
            str(path),
            create_missing=["vendor", "category"],
            stdout=out,
            stderr=StringIO(),
        )
    assert f"{name}: CSV, 7 columns {told}" in out.getvalue()
    first = 3 + bool(prefix.strip("\ufeff"))
    assert reasons(ImportRun.objects.get()) == [(first, "popularity: must be a whole number, not 'many'")]
    assert Solution.objects.get().summary == "“a, b; c”"


@pytest.mark.parametrize(
    ("bad", "line", "reason"),
    [
        (b'"a\nb\xe4\nc"', 2, "line 3: is not UTF-8 (byte 0xe4 at 2): save the file as UTF-8"),
        (b'"\xff\nb\nc"', 2, "is not UTF-8 (byte 0xff at 18): save the file as UTF-8"),
        (b'"a\nb\nc ""\xe9"" d"', 2, "line 4: is not UTF-8 (byte 0xe9 at 5): save the file as UTF-8"),
        (
            b'"a\n' + b"y" * 1_100_000 + b'\nc"',
            2,
            "line 3: the line is longer than 1024 KiB: split the record",
        ),
    ],
)
def test_a_record_falls_with_any_of_its_lines_and_the_next_keeps_its_number(
    tmp_path: Path, bad: bytes, line: int, reason: str
) -> None:
    text = HEADER.encode() + b"bad,Acme,Agents," + bad + b",1,2026-10,7\n"
    run = import_text(tmp_path, text + row("good").encode() + row("good").encode())
    assert reasons(run) == [(line, reason), (6, "Duplicate of line 5: “packages:good”")]
    assert slugs() == {"good"}


def test_rows_after_undecodable_lines_keep_their_own_numbers(tmp_path: Path) -> None:
    bad = b"b\xe4d,Acme,Agents,Text.,1,2026-10,7\n"
    run = import_text(tmp_path, HEADER.encode() + bad + bad + b"next,Acme,Agents,Text.,1,2026-10,many\n")
    not_utf8 = "is not UTF-8 (byte 0xe4 at 2): save the file as UTF-8"
    assert reasons(run) == [
        (2, not_utf8),
        (3, not_utf8),
        (4, "popularity: must be a whole number, not 'many'"),
    ]


def test_empty_rows_and_empty_columns_are_ignored(tmp_path: Path) -> None:
    text = (
        HEADER.replace("\n", ",,\n")
        + row("one").replace("\n", ",,\n")
        + ",,,,,,,,\n\n , ,\t,,,,\n"
        + row("two")
    )
    run = import_text(tmp_path, text)
    assert (counts(run), run.total) == ((2, 0, 0, 0), 2)
    assert slugs() == {"one", "two"}


def test_unnamed_and_repeated_columns_that_are_not_mapped_are_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "packages.csv"
    path.write_text(HEADER.replace("\n", ",,Notes,,Notes\n") + row("one").replace("\n", ",a,b,c,d\n"))
    call_command("import_catalogue", str(path), create_missing=["vendor", "category"])
    assert "not used: “Notes”, “Notes”, 2 without a name" in capsys.readouterr().out
    assert slugs() == {"one"}


@pytest.mark.parametrize(
    "header",
    [
        'name,publisher,category,"summary",version,"last_release",popularity\n',
        '" name ",publisher,category,summary,version,last_release,popularity\n',
    ],
)
def test_quotes_and_spaces_around_names_of_columns_do_not_matter(tmp_path: Path, header: str) -> None:
    assert counts(import_text(tmp_path, header + row("one"))) == (1, 0, 0, 0)


@pytest.mark.parametrize("name", ["Last\nrelease", "Last\r\n  release", " Last  release"])
def test_a_line_break_in_a_name_of_a_column_is_a_space(tmp_path: Path, name: str) -> None:
    path, mapping = tmp_path / "packages.csv", tmp_path / "mapping.toml"
    path.write_text(f'name,summary,"{name}"\none,Text.,2026-10\ntwo,Text.,soon\n', newline="")
    mapping.write_text(
        '[columns]\nname = "title"\nsummary = "summary"\n"Last release" = "lastReleaseOn"\n[constants]\n'
        'category = "agents"\n'
    )
    run = import_sample(path, mapping=mapping)
    line = 3 + name.count("\n")
    assert [each for each in reasons(run) if each[1].startswith("Last release: ")] == [
        (line, "Last release: “soon” is not a date: write it as 2026-10-31, or name its form in the mapping, such as "
        'date_format = "DD/MM/YYYY"')
    ]  # fmt: skip


def test_short_rows_end_in_empty_cells(tmp_path: Path) -> None:
    run = import_text(tmp_path, HEADER + "one,Acme,Agents,Text.\ntwo,Acme\n")
    assert slugs() == {"one"}
    assert reasons(run) == [
        (3, "summary: This field cannot be blank."),
        (3, "category: must be given"),
        (3, "the row has 2 of 7 cells: check commas and quotes"),
    ]


def test_a_row_with_more_cells_than_columns_names_the_first_of_them(tmp_path: Path) -> None:
    run = import_text(tmp_path, HEADER + "one,Acme,Agents,Fast, small and cheap.,1,2026-10,7\n" + row("two"))
    assert reasons(run) == [
        (2, "has 8 cells instead of 7, the first without a column is “7”: put quotes around cells that hold commas")
    ]  # fmt: skip
    assert slugs() == {"two"}


def test_a_quote_that_is_not_closed_is_rejected_with_its_lines(tmp_path: Path) -> None:
    run = import_text(tmp_path, HEADER + row("one") + 'two,Acme,Agents,"Text.,1,2026-10,7\n' + row("three"))
    assert reasons(run) == [
        (3, "is not CSV (unexpected end of data) in lines 3 to 4: check the quotes, a cell may not be closed")
    ]
    assert slugs() == {"one"}


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("Name;publisher;category;summary;version;last_release", "has no columns “name” (did you mean “Name”?), “popularity”; it has Name, publisher,"),
        (HEADER.replace("\n", ",name\n"), "has the column “name” twice: rename one."),
        (HEADER.replace("summary", "sumary"), "has no column “summary” (did you mean “sumary”?); it has name,"),
        ("\n\n", "is empty."),
    ],
)  # fmt: skip
def test_a_header_without_a_mapped_column_stops_the_file_before_anything_changes(
    tmp_path: Path, header: str, problem: str
) -> None:
    with pytest.raises(CommandError) as error:
        import_text(tmp_path, header.strip("\n") + "\n" if header.strip() else header)
    assert f"packages.csv {problem}" in str(error.value)
    assert not ImportRun.objects.exists()


def test_cells_below_unnamed_columns_at_the_end_are_not_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, mapping = tmp_path / "tools.csv", tmp_path / "mapping.json"
    rows = "Un1,about a,OpenAI\nUn2,about a,OpenAI,zz,yy\nUn3,about a,OpenAI,,yy,\nUn4,about, a,OpenAI,z,y\nUn5\n"
    path.write_text("Tool,About,Maker,,\n" + rows)
    columns = {"Tool": "title", "About": "summary", "Maker": "vendor"}
    mapping.write_text(json.dumps({"key": "Tool", "columns": columns, "constants": {"category": "agents"}}))
    run_import(ndjson(tmp_path, CATEGORY | {"slug": "agents"}))
    run = run_import(path, mapping=mapping)
    assert slugs() == {"un1", "un2", "un3"}
    assert reasons(run) == [
        (5, "has 6 cells instead of 5, the first without a column is “y”: put quotes around cells that hold commas"),
        (6, "About: This field cannot be blank."), (6, "the row has 1 of 3 cells: check commas and quotes"),
    ]  # fmt: skip
    with pytest.raises(CommandError, match="were rejected"):
        call_command("import_catalogue", str(path), mapping=mapping, dry_run=True)
    assert "5 columns separated by commas; not used: 2 without a name" in capsys.readouterr().out
