"""Names and texts of real catalogues: what is text, what is HTML, and what is a formula only in a spreadsheet."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image as picture

from cms.base.spreadsheet_cells import neutralise_cell, restore_cell
from content_types.solutions.models import Solution
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, counts, import_sample, ndjson, reasons, run_import, solution

pytestmark = pytest.mark.django_db

COLUMNS = ["name", "publisher", "category", "summary", "version", "last_release", "popularity"]
NAMES = ["@azure/openai", "=SUM(A1:A9)", "+1 Tools", "-x", "'@quoted", "＝wide", "@tool is fine"]


def write_csv(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


@pytest.mark.parametrize("name", NAMES)
def test_names_that_begin_like_formulas_are_accepted(tmp_path: Path, name: str) -> None:
    run = run_import(
        ndjson(tmp_path, CATEGORY, solution("x", title=name, summary=name, vendor={"name": "@scope"}))
    )
    assert reasons(run) == []
    found = Solution.objects.get()
    assert (found.title, found.summary, found.vendor.name) == (name, name, "@scope")


def test_names_of_a_csv_file_survive_the_download_of_a_list_and_are_no_formulas_in_it(tmp_path: Path) -> None:
    rows = [
        [neutralise_cell(name), "Acme", "Agents", f"About {n}.", "1", "2026-10", "7"]
        for n, name in enumerate(NAMES)
    ]
    assert reasons(import_sample(write_csv(tmp_path / "first.csv", rows))) == []
    assert set(Solution.objects.values_list("title", flat=True)) == set(NAMES)
    answer = sign_in_client().get(reverse("solutions:index"), {"export": "csv"})
    listed = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode())))
    cells = [cell for row in listed[1:] for cell in row]
    assert not [cell for cell in cells if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝")]
    assert set(NAMES) <= {restore_cell(cell) for cell in cells}
    again = [
        [row[0], "Acme", "Agents", f"Again {n}.", "1", "2026-10", "7"] for n, row in enumerate(listed[1:])
    ]
    assert reasons(import_sample(write_csv(tmp_path / "second.csv", again), allow_duplicates=True)) == []
    assert {(title, n) for title in NAMES for n in [2]} == {
        (title, Solution.objects.filter(title=title).count()) for title in NAMES
    }


@pytest.mark.parametrize(
    "text", ["", "plain", "'quoted'", "'tis", "''", "a=b", "5 > 3", *NAMES, "''=x", " =x", "\t1"]
)
def test_neutralising_a_cell_can_be_undone(text: str) -> None:
    assert restore_cell(neutralise_cell(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Adds a `<video>` API", "a < b and c > d", "Vec<T> for everyone", "Promise<P> or List<U>", "x<y>z", "<T>",
        "The <video> element, faster", "Replaces <select>.", "`<b>x</b>` becomes bold", "1 <2", "if a<b: c>d",
        "Generates <name>.py files", "Map<String, List<A>>", "I <3 code", "R&D &lt;b&gt;",
    ],
)  # fmt: skip
def test_angle_brackets_that_are_not_html_are_text(tmp_path: Path, text: str) -> None:
    assert reasons(run_import(ndjson(tmp_path, CATEGORY, solution("x", title=text, summary=text)))) == []
    assert Solution.objects.values_list("title", "summary").get() == (text, text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The <b>best</b> tool", "<b>best</b> tool"), ("A<br>B", "<br>B"), ("<p>Text", "<p>Text"),
        ('<img src=x onerror="y">', '<img src=x onerror="'), ("<svg/onload=alert(1)>", "<svg/onload=alert(1)"),
        ("<!-- x -->", "<!-- x -->"), ("<a href='x'>y", "<a href='x'>y"), ("x</div>", "</div>"),
        ("<script>alert(1)", "<script>alert(1)"), ("`a` <i>b</i> `c`", "<i>b</i> `c`"), ("<hr/>", "<hr/>"),
    ],
)  # fmt: skip
def test_html_is_rejected(tmp_path: Path, text: str, shown: str) -> None:
    run = run_import(ndjson(tmp_path, CATEGORY, solution("x", summary=text)))
    assert reasons(run) == [(2, f"summary: contains HTML (“{shown}”): give plain text")]
    assert not Solution.objects.exists()


def test_a_text_that_is_too_long_is_cut_on_request(tmp_path: Path) -> None:
    text = "word " * 62
    path = ndjson(
        tmp_path, CATEGORY, solution("x", summary=text), solution("y", title="y" * 256, summary="Short.")
    )
    run = run_import(path, truncate=["summary"])
    assert reasons(run) == [
        (
            3,
            "title: has 256 characters where at most 255 are allowed: shorten it, or import with --truncate title",
        )
    ]
    summary = Solution.objects.get().summary
    assert (len(summary), summary[-10:]) == (300, "word word…")
    assert run_import(path, truncate=["summary", "title"]).unchanged == 2
    assert Solution.objects.get(slug="y").title == "y" * 254 + "…"


def test_only_text_fields_are_cut(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no such text field.*did you mean “summary”"):
        call_command("import_catalogue", str(ndjson(tmp_path, CATEGORY)), truncate=["sumary"])


@pytest.mark.parametrize(("one", "two"), [("altText", "alt_text"), ("alt_text", "altText")])
def test_blocks_take_the_names_of_the_api(tmp_path: Path, one: str, two: str) -> None:
    def quote(**fields: str) -> list[dict[str, object]]:
        return [{"type": "quote", "value": {"text": "So.", **fields}}]

    table = {"type": "table", "value": {"firstRowIsHeader": False, "rows": [["a"]]}}
    good = solution("good", body=[*quote(sourceUrl="https://example.org/"), table])
    image = [{"type": "image", "value": {"image": None, one: "x", two: "y"}}]
    run = run_import(
        ndjson(
            tmp_path, CATEGORY, good, solution("twice", body=image),
            solution("bad", body=quote(sourceUrl="javascript:x")), solution("odd", body=quote(sourceURLs="x")),
        )
    )  # fmt: skip
    told = dict(reasons(run))
    assert told[3] == f"body.block 1.(image): “{one}” and “{two}” are the same field: give one of them"
    assert told[4].startswith("body: block 1.source_url: ")
    assert told[5] == "body.block 1.(quote): unknown field “sourceURLs” (did you mean “sourceUrl”?)"
    first, second = Solution.objects.get().body
    assert (first.value["source_url"], second.value["first_row_is_header"]) == ("https://example.org/", False)


def test_a_picture_block_takes_the_names_of_the_api_with_and_without_its_picture(tmp_path: Path) -> None:
    def image(**fields: object) -> list[dict[str, object]]:
        return [{"type": "image", "value": {"altText": "A tree.", "caption": "Oak", **fields}}]

    (tmp_path / "images").mkdir()
    picture.new("RGB", (40, 30), "teal").save(tmp_path / "images" / "x.png")
    path = ndjson(
        tmp_path, CATEGORY, solution("there", body=image(image="images/x.png")), solution("gone", body=image(image=None)),
        solution("odd", body=image(image="images/x.png", credit="Me")),
    )  # fmt: skip
    run = run_import(path)
    known = "altText, alt_text, caption, image"
    assert reasons(run) == [(4, f"body.block 1.(image): unknown field “credit”; known are {known}")]
    values = {each.slug: each.body[0].value for each in Solution.objects.all()}
    assert {slug: (value["alt_text"], value["caption"]) for slug, value in values.items()} == {
        "there": ("A tree.", "Oak"),
        "gone": ("A tree.", "Oak"),
    }
    assert values["there"]["image"].title == "X" and values["gone"]["image"] is None
    assert counts(run_import(path)) == (0, 0, 3, 1)
