"""What is refused, with the line and a reason that an editor understands; the rest of the file is kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from cms.exchange.formats.lines import MAX_LINE
from cms.exchange.formats.ndjson import reject_repeated_names
from cms.exchange.runs import engine
from content_types.events.models import Event
from content_types.reviews.models import Review
from content_types.solutions.importer import SolutionImporter
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from tests.factories.content import png
from tests.support.importing import CATEGORY, counts, event, ndjson, reasons, review, run_import, solution

pytestmark = pytest.mark.django_db

START = [CATEGORY, solution("known"), review("r-0", "known")]
HTML = "contains HTML (“<b>Bold</b>”): give plain text"

REFUSED: list[tuple[dict[str, Any], str]] = [
    (solution("x", title="<b>Bold</b>"), f"title: {HTML}"),
    (solution("x", summary="Is <script>alert(1)</script>"), "summary: contains HTML (“<script>alert(1)</sc”): give plain text"),
    (solution("x", title="Two\nlines"), "title: must be a single line"),
    (solution("x", title="Bell\x07"), "title: contains a control character: remove it"),
    (solution("x", title="Half \ud800"), "title: contains half of a character (a lone surrogate): write the character itself"),
    (solution("x", title=7), "title: must be text, not a number"),
    (solution("x", title=""), "title: This field cannot be blank."),
    (solution("x", summary="y" * 301), "summary: has 301 characters where at most 300 are allowed: shorten it, or import with --truncate summary"),
    (solution("a b"), "slug: may have letters, digits, hyphens and underscores only"),
    (solution("", title="X"), "slug: must be given"),
    (solution("x", colour="red"), "unknown field “colour”: see “Fields” in docs/howto/import-and-export.md"),
    (solution("x", category="nowhere"), "category: there is no category “nowhere”"),
    (solution("x", category=None), "category: must be given"),
    (solution("x", vendor="absent"), "vendor: there is no vendor “absent”"),
    (solution("x", tags=["none"]), "tags: there is no tag “none”"),
    (solution("x", useCases=["none"]), "useCases: there is no use case “none”"),
    (solution("x", alternatives=["none"]), "alternatives: there is no solution “none”"),
    (solution("x", alternatives=["x"]), "alternatives: a solution cannot be its own alternative"),
    (solution("x", tags="chat"), "tags: must be a list, not text"),
    (solution("x", website="javascript:alert(1)"), "website: Enter a valid URL. Enter an address that begins with http:// or https://."),
    (solution("x", launchedOn="2026-13-01"), "launchedOn: “2026-13-01” is not a date: write it as 2026-10-31"),
    (solution("x", launchedOn="31.10.2026"), "launchedOn: “31.10.2026” is not a date: write it as 2026-10-31"),
    (solution("x", verifiedAt="2026-10-01"), "verifiedAt: “2026-10-01” is not a moment: write it as 2026-10-31T09:00:00Z"),
    (solution("x", verifiedAt="2026-10-01T09:00"), "verifiedAt: “2026-10-01T09:00” is not a moment: write it as 2026-10-31T09:00:00Z"),
    (solution("x", pricingModel="CHEAP"), "pricingModel: “CHEAP” is not one of FREE, FREEMIUM, SUBSCRIPTION, USAGE, ONE_TIME, CUSTOM"),
    (solution("x", platforms=["AMIGA"]), "platforms: “AMIGA” is not one of WEB, WINDOWS, MACOS, LINUX, IOS, ANDROID"),
    (solution("x", openSource="yes"), "openSource: must be true or false, not text"),
    (solution("x", popularity=-1), "popularity: Ensure this value is greater than or equal to 0."),
    (solution("x", popularity=1.5), "popularity: must be a whole number, not 1.5"),
    (solution("x", attributes={"depth": "1"}), "attributes: the category has no attribute “depth”"),
    (solution("x", pricingPlans=[{"name": "P", "price": "1.005"}]), "pricingPlans.1.price: must be a price with at most two decimals, not '1.005'"),
    (solution("x", pricingPlans=[{"name": "P", "price": "5", "isFree": True}]), "pricingPlans.1.price: A free tier costs nothing: leave the price empty or 0."),
    (solution("x", pricingModel="FREE", pricingPlans=[{"name": "P", "price": "5"}]), "pricingModel: A plan has a price: choose another pricing model."),
    (solution("x", logo="../secret.png"), "logo: “../secret.png” is outside the folder of the import file: use a path within it"),
    (solution("x", logo="/etc/hosts.png"), "logo: “/etc/hosts.png” is outside the folder of the import file: use a path within it"),
    (solution("x", logo="none.png"), "logo: there is no file “none.png” in the folder of the import"),
    (solution("x", logo="text.png"), "logo: “text.png” is not an image that can be read"),
    (solution("x", logo="records.ndjson"), "logo: “records.ndjson” is not of a kind that is taken here: gif, jpg, jpeg, png, webp, avif"),
    (solution("x", locale="xx"), "locale: “xx” is not a language of this site"),
    (solution("x", locale="de", translationOf="none"), "there is no solution “none”"),
    (solution("x", body=[{"type": "nonsense", "value": {}}]), "body.block 1: “nonsense” is not a kind of block; known are "),
    (solution("x", body=[{"type": "paragraph", "value": {"txt": ""}}]), "body.block 1.(paragraph): unknown field “txt” (did you mean “text”?)"),
    (solution("x", body=[{"type": "heading", "value": {"text": "", "level": "h2"}}]), "body: block 1.text: This field is required."),
    (solution("x", body="text"), "body: must be a list, not text"),
    (event("x", endsAt="2027-03-01T08:00"), "endsAt: The event ends before it starts."),
    (event("x", startsAt="2027-03-28T02:30"), "startsAt: clocks in Europe/Berlin skip 2027-03-28 02:30: choose another time"),
    (event("x", startsAt="2027-03-01T09:00Z"), "startsAt: “2027-03-01T09:00Z” is not a local time: write it as 2027-03-01T09:00"),
    (event("x", startsAt=None), "startsAt: This field cannot be null."),
    (event("x", timeZone="Mars/Base"), "timeZone: “Mars/Base” is not an IANA time zone. Example: Europe/Berlin."),
    (event("x", recurrence="FREQ=SECONDLY"), "recurrence: Events can repeat no more than once a day. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY."),
    (event("x", startsAt="9999-12-31T23:00", timeZone="America/New_York"), "startsAt: The year 9999 is out of range: enter one from 1970 to 2200."),
    (event("x", startsAt="0001-01-01T00:00", timeZone="Asia/Tokyo"), "startsAt: The year 1 is out of range: enter one from 1970 to 2200."),
    (event("x", registrationClosesAt="9999-12-31T23:59"), "registrationClosesAt: The year 9999 is out of range: enter one from 1970 to 2200."),
    (event("x", recurrence="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "recurrence: By this rule the event never takes place: check its days and its end."),
    (event("x", recurrence="FREQ=DAILY;COUNT=99999999999"), "recurrence: COUNT must be a number from 1 to 1000."),
    (event("x", venue=None), "venue: People who come in person need a venue."),
    (event("x", attendanceMode="ONLINE"), "joinUrl: People who take part online need an address to join."),
    (event("x", organiser="absent"), "organiser: there is no vendor “absent”"),
    (event("x", solutions=["none"]), "solutions: there is no solution “none”"),
    (review("r-1", "none"), "solution: there is no solution “none”"),
    (review("r-1", "known", author="other", rating=6), "rating: Give 1 to 5 stars."),
    (review("r-1", "known", author="other", rating=0), "rating: Give 1 to 5 stars."),
    (review("r-1", "known", author="other", ratings={"support": 9}), "support: Give 1 to 5 stars."),
    (review("r-1", "known", author="other", ratings={"speed": 3}), "ratings: unknown field “speed”; known are easeOfUse, features, support, value"),
    (review("r-1", "known", author="other", state="MAYBE"), "state: “MAYBE” is not one of PENDING, PUBLISHED, REJECTED, SPAM, WITHDRAWN"),
    (review("r-1", "known", author="other", createdAt="yesterday"), "createdAt: “yesterday” is not a moment: write it as 2026-10-31T09:00:00Z"),
    (review("r-1", "known", author="other", createdAt="9999-05-01T10:00:00Z"), "createdAt: This time is in the future: enter one in the past."),
    (review("r-1", "known", author="other", publishedAt="2099-05-01T10:00:00Z"), "publishedAt: This time is in the future: enter one in the past."),
    (review("r-1", "known", author="<b>"), "author: Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    (review("r-1", "known", createdAt="2026-06-01T10:00:00Z"), "solution: mira has a live review of “known” already"),
    (review("r-1", "known", author="other", title="\u200b"), "title: This field cannot be blank."),
    (review("r-1", "known", author="other", title="a\nb"), "title: This text must be a single line."),
    (review("r-1", "known", author="other", language="<b>"), "language: This is not a language code. Examples: en, de-AT."),
    (review("r-1", "known", author="other", reply={"body": "\u200b"}), "reply.body: This field cannot be blank."),
    (review("r-1", "known", author="other", reply={"body": "x" * 3001}), "reply.body: has 3001 characters where at most 3000 are allowed: shorten it"),
    (review("", "known"), "externalId: must be given"),
    ({"kind": "tag", "slug": "t", "name": "<i>x</i>"}, "name: contains HTML (“<i>x</i>”): give plain text"),
    ({"kind": "vendor", "slug": "v", "name": "V", "country": "XX"}, "country: “XX” is not one of "),
    ({"kind": "category", "slug": "c", "name": "C", "parent": "none"}, "parent: there is no category “none”"),
    ({"kind": "collection", "slug": "c", "title": "C", "summary": "S", "items": [{"solution": "none"}]}, "items.1.solution: there is no solution “none”"),
    ({"kind": "secret", "slug": "x"}, "kind: “secret” is not a kind: give one of "),
    (solution("known"), "Duplicate of line 2: “known”"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "reason"), REFUSED, ids=[reason[:60] for _, reason in REFUSED])
def test_a_bad_line_is_refused_and_the_others_are_kept(
    tmp_path: Path, record: dict[str, Any], reason: str
) -> None:
    (tmp_path / "text.png").write_text("no picture")
    run = run_import(ndjson(tmp_path, *START, record, solution("last")))
    [(line, told)] = reasons(run)
    assert (line, told if not reason.endswith(("are ", "of ")) else told[: len(reason)]) == (4, reason)
    assert counts(run) == (4, 0, 0, 1)
    assert set(Solution.objects.values_list("slug", flat=True)) == {"known", "last"}
    assert (Event.objects.count(), Review.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("x" * 300 + ".png", "x" * 254 + "…"),
        ("é" * 200 + ".png", "é" * 200 + ".png"),
        ("/".join(["folder"] * 900) + "/logo.png", "logo.png"),
        ("y" * 300 + "/logo.png", "logo.png"),
    ],
)
def test_a_path_that_no_file_system_takes_is_a_missing_file(tmp_path: Path, path: str, told: str) -> None:
    with capture_logs() as logs:
        run = run_import(ndjson(tmp_path, *START, solution("x", logo=path), solution("last")))
    assert reasons(run) == [(4, f"logo: there is no file “{told}” in the folder of the import")]
    assert set(Solution.objects.values_list("slug", flat=True)) == {"known", "last"}
    assert "import_line_failed" not in [entry["event"] for entry in logs]


LINES: list[tuple[bytes, str]] = [
    (
        b"{broken\n",
        "is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ),
    (b"[1]\n", "is not a JSON object"),
    (b'{"kind":"tag","slug":"\xe4"}\n', "is not UTF-8 (byte 0xe4 at 23): save the file as UTF-8"),
    (b'{"kind":"tag","slug":"t","name":"a","name":"b"}\n', "is not JSON: the field “name” is given twice"),
    (b'{"kind":"tag","slug":NaN}\n', "is not JSON: NaN is not a JSON number"),
    (b"[" * 100_000 + b"\n", "is nested too deeply"),
    (
        b'{"kind":"tag","slug":"' + b"a" * 10 * MAX_LINE + b'"}\n',
        "the line is longer than 1024 KiB: split the record",
    ),
]


@pytest.mark.parametrize(("line", "reason"), LINES, ids=[reason[:40] for _, reason in LINES])
def test_a_line_that_cannot_be_read_is_refused(tmp_path: Path, line: bytes, reason: str) -> None:
    path = ndjson(tmp_path, CATEGORY)
    after = json.dumps(solution("after")).encode()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + line + b"\n" + after)
    run = run_import(path)
    assert reasons(run) == [(2, reason)]
    assert counts(run) == (2, 0, 0, 1)


class Compared(str):
    """A name that counts how often it is compared."""

    comparisons = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.comparisons += 1
        return super().__eq__(other)


@pytest.mark.parametrize("place", [0, 500, 999])
def test_a_repeated_name_is_found_in_one_pass(monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    monkeypatch.setattr(Compared, "comparisons", 0)
    pairs: list[tuple[str, Any]] = [(Compared(f"n{number}"), number) for number in range(1_000)]
    assert reject_repeated_names(pairs) == {f"n{number}": number for number in range(1_000)}
    with pytest.raises(ValueError, match=f"the field “n{place}” is given twice"):
        reject_repeated_names([*pairs, (Compared(f"n{place}"), 0)])
    assert Compared.comparisons < 5_000


HEADER = "name,publisher,category,summary,version,last_release,popularity\n"
ROWS: list[tuple[str, str]] = [
    ("bad,Acme,Agents,Text.,1,2026-13,\n", "last_release: “2026-13” is not a date: write it as 2026-10-31"),
    ("bad,Acme,Agents,Text.,1,2026-10,many\n", "popularity: must be a whole number, not 'many'"),
    ('bad,"Acme"x,Agents,Text.,1,2026-10,\n', "is not CSV (',' expected after '\"'): check the quotes"),
    ("bad,<b>A</b>,Agents,Text.,1,2026-10,\n", "publisher: contains HTML (“<b>A</b>”): give plain text"),
    (
        f"bad,{'V' * 121},Agents,Text.,1,2026-10,\n",
        f"publisher: the vendor “{'V' * 121}” cannot be created: name: has 121 characters where at most 120 are allowed: shorten it, or import with --truncate name",
    ),
    ("good,Acme,Agents,Text.,1,2026-10,\n", "Duplicate of line 2: “packages:good”"),
    (f"bad,Acme,Agents,{'x' * 10 * MAX_LINE},1,2026-10,\n", "the line is longer than 1024 KiB: split the record"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "reason"), ROWS, ids=[reason[:40] for _, reason in ROWS])
def test_a_bad_row_of_a_csv_file_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    path = tmp_path / "packages.csv"
    good = "good,Acme,Agents,@tool is fine and so is <name>.,1,2026-10,7\n"
    path.write_text(HEADER + good + row + "last,Acme,Agents,Text.,1,2026-10,\n")
    run = run_import(path, create_missing=["vendor", "category"])
    assert reasons(run) == [(3, reason)]
    assert set(Solution.objects.values_list("slug", flat=True)) == {"good", "last"}


def test_rows_that_need_a_refused_row_fall_with_it(tmp_path: Path) -> None:
    run = run_import(
        ndjson(
            tmp_path, CATEGORY, solution("a", alternatives=["b"]), solution("b", alternatives=["c"]),
            solution("c", title="<b>Bold</b>"), solution("d"),
        )
    )  # fmt: skip
    assert reasons(run) == [
        (2, "the solution “b” (line 3) was rejected: correct it first"),
        (3, "alternatives: the solution “c” (line 4) was rejected: correct it first"),
        (4, f"title: {HTML}"),
    ]
    assert list(Solution.objects.values_list("slug", flat=True)) == ["d"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "secret.png").write_bytes(png().getvalue())
    (tmp_path / "out" / "link.png").symlink_to(tmp_path / "secret.png")
    run = run_import(ndjson(tmp_path / "out", CATEGORY, solution("x", logo="link.png")))
    assert reasons(run) == [
        (2, "logo: “link.png” is outside the folder of the import file: use a path within it")
    ]


def test_a_report_tells_every_refused_line(tmp_path: Path) -> None:
    bad = ndjson(tmp_path, CATEGORY, solution("=x"), solution("x", rating=6))
    run_import(bad, report=tmp_path / "report.jsonl")
    told = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["file"], row["line"], row["kind"], row["key"]) for row in told] == [
        ("records.ndjson", 2, "solution", "=x"),
        ("records.ndjson", 3, "solution", "x"),
    ]
    run_import(bad, report=tmp_path / "report.csv")
    assert "records.ndjson,2,solution,'=x,\"slug: may have" in (tmp_path / "report.csv").read_text(
        encoding="utf-8"
    )


def category(slug: str, parent: str | None) -> dict[str, Any]:
    return {"kind": "category", "slug": slug, "name": slug.title(), "parent": parent}


@pytest.mark.parametrize(
    ("parents", "told"),
    [
        ({"a": "a"}, ["parent: a category cannot be its own descendant"]),
        (
            {"a": "b", "b": "a"},
            [
                "parent: a category cannot be its own descendant: “a” below “b” below “a”",
                "parent: a category cannot be its own descendant: “b” below “a” below “b”",
            ],
        ),
        (
            {"a": "b", "b": "c", "c": "a", "below": "a"},
            [
                "parent: a category cannot be its own descendant: “a” below “b” below “c” below “a”",
                "parent: a category cannot be its own descendant: “b” below “c” below “a” below “b”",
                "parent: a category cannot be its own descendant: “c” below “a” below “b” below “c”",
                "parent: a category cannot be its own descendant: “below” below “a” below “b” below “c” below “a”",
            ],
        ),
    ],
)
@pytest.mark.parametrize("size", [500, 1])
def test_categories_below_themselves_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, parents: dict[str, str], told: list[str]
) -> None:
    monkeypatch.setattr(engine, "BATCH", size)
    rows = [category(slug, parent) for slug, parent in parents.items()]
    run = run_import(ndjson(tmp_path, *rows, category("child", "top"), category("top", None)))
    assert reasons(run) == list(enumerate(told, 1))
    assert counts(run) == (2, 0, 0, len(told))
    assert set(Category.objects.values_list("slug", flat=True)) == {"child", "top"}


def test_what_no_database_takes_is_told_as_an_escape(tmp_path: Path) -> None:
    path = tmp_path / "packages.csv"
    path.write_text(HEADER + "b\x00d,Acme,Agents,Text.,1,2026-10,\nlast,Acme,Agents,Text.,1,2026-10,\n")
    run = run_import(path, create_missing=["vendor", "category"], report=tmp_path / "report.csv")
    [problem] = run.problems.all()
    assert (problem.line, problem.key) == (2, "packages:b\\x00d")
    assert problem.reason == "name: contains a control character: remove it"
    assert "b\\x00d" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    half = run_import(ndjson(tmp_path, solution("a\ud800\x00"), {"kind": "a\ud800", "slug": "b"}))
    assert set(half.problems.values_list("kind", "key")) == {("solution", "a\\ud800\\x00"), ("a\\ud800", "")}
    assert Solution.objects.get().slug == "last"


@pytest.mark.parametrize("step", ["prepare", "identify", "finish", "write"])
def test_a_line_that_trips_the_code_up_is_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    real = getattr(SolutionImporter, step)

    def trips(self: Any, given: Any) -> Any:
        if any(row.record["slug"] == "bad" for row in (given if isinstance(given, list) else [given])):
            raise ZeroDivisionError("division by zero")
        return real(self, given)

    monkeypatch.setattr(SolutionImporter, step, trips)
    run = run_import(ndjson(tmp_path, CATEGORY, solution("a"), solution("bad"), solution("b"), solution("c")))
    assert reasons(run) == [(3, "could not be read: ZeroDivisionError")]
    assert counts(run) == (4, 0, 0, 1)
    [logged] = [vars(record)["msg"] for record in caplog.records if "import_line_failed" in str(record.msg)]
    assert (logged["line"], str(logged["exc_info"])) == (3, "division by zero")


def test_a_refused_review_takes_no_place(tmp_path: Path) -> None:
    wrong, right = review("q-1", "known", author="newp", rating=6), review("q-2", "known", author="newp")
    run = run_import(ndjson(tmp_path, *START, wrong, right, review("q-3", "known", author="newp")))
    assert reasons(run) == [
        (4, "rating: Give 1 to 5 stars."),
        (6, "solution: newp has a live review of “known” already"),
    ]
    assert set(Review.objects.values_list("external_id", flat=True)) == {"r-0", "q-2"}
    again = run_import(
        ndjson(
            tmp_path,
            review("r-0", "known", rating=6, state="REJECTED"),
            review("r-9", "known", createdAt="2026-04-01T10:00:00Z"),
        )
    )
    assert reasons(again) == [
        (1, "rating: Give 1 to 5 stars."),
        (2, "solution: mira has a live review of “known” already"),
    ]
