"""How an import goes: tried out, interrupted and resumed, with helpers, and with its account kept."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from cms.exchange.models import ImportProblem, ImportRun, RunState
from cms.exchange.runs import engine, workers
from content_types.events.models import Event
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.factories.content import make_site, png
from tests.support.importing import (
    CATEGORY,
    SAMPLE,
    counts,
    event,
    import_sample,
    ndjson,
    reasons,
    review,
    run_import,
    solution,
)

ACCOUNT = {"importing.importrun", "importing.importproblem"}


def everything() -> dict[str, int]:
    """How many rows each table has, but for the account of imports."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in ACCOUNT]
    return {model._meta.label: model._base_manager.count() for model in models if model._meta.managed}


@pytest.mark.django_db
def test_a_dry_run_tells_what_would_happen_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    records = [CATEGORY, solution("a", logo="logo.png"), solution("b", alternatives=["a"]), review("r", "a")]
    path = ndjson(tmp_path, *records, solution("c", vendor="absent"))
    make_site()
    before = everything()
    run = run_import(path, dry_run=True)
    assert (counts(run), run.dry_run) == ((4, 0, 0, 1), True)
    assert reasons(run) == [(5, "vendor: there is no vendor “absent”")]
    assert everything() == before
    assert counts(run_import(path)) == (4, 0, 0, 1)
    assert counts(run_import(path, dry_run=True)) == (0, 0, 4, 1)


@pytest.mark.django_db
def test_the_status_is_1_when_a_line_was_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="1 of 3 lines were rejected; the others were kept") as error:
        call_command(
            "import_catalogue", str(ndjson(tmp_path, CATEGORY, solution("a"), solution("b", rating=6))),
            stdout=StringIO(), stderr=StringIO(),
        )  # fmt: skip
    assert error.value.returncode == 1
    assert Solution.objects.get().slug == "a"


@pytest.mark.django_db
def test_the_summary_counts_and_times(tmp_path: Path) -> None:
    told = StringIO()
    call_command("import_catalogue", str(ndjson(tmp_path, CATEGORY, solution("a"))), stdout=told)
    *progress, last = told.getvalue().splitlines()
    assert progress == ["records.ndjson: one JSON object a line", "50 % of 2 lines", "100 % of 2 lines"]
    assert last.startswith("Now: 2 created, 0 updated, 0 unchanged, 0 rejected; ")
    assert last.endswith(" rows/s")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"report": "nowhere/report.csv"}, "--report .*nowhere/report.csv: the file cannot be written"),
        ({"report": ""}, "--report .*: the file cannot be written"),
        ({"media": "nowhere"}, "--media .*nowhere: there is no such folder"),
        ({"media": "records.ndjson"}, "--media .*records.ndjson: there is no such folder"),
        ({"workers": 0}, "--workers 0: give 1 or more"),
        ({"workers": -1}, "--workers -1: give 1 or more"),
    ],
)
def test_options_that_cannot_be_followed_are_refused_before_anything_changes(
    tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    path = ndjson(tmp_path, CATEGORY)
    named = {name: tmp_path / value if isinstance(value, str) else value for name, value in options.items()}
    with pytest.raises(CommandError, match=message):
        run_import(path, **named)
    assert not ImportRun.objects.exists() and not Category.objects.exists()


class Crash(Exception):
    """The machine goes down."""


@pytest.fixture
def crash_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`crash_after(2)` lets two batches through and then stops everything."""

    def arrange(batches: int) -> None:
        left = [batches]
        real = workers.run_batch

        def run_batch(*job: Any) -> Any:
            if not left[0]:
                raise Crash
            left[0] -= 1
            return real(*job)

        monkeypatch.setattr(engine, "run_batch", run_batch)

    monkeypatch.setattr(engine, "BATCH", 30)
    yield arrange
    monkeypatch.undo()


@pytest.mark.django_db
def test_an_interrupted_run_goes_on_where_it_stopped(
    crash_after: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash_after(3)
    with pytest.raises(Crash):
        import_sample()
    stopped = ImportRun.objects.get()
    assert (stopped.state, stopped.position, counts(stopped)) == (RunState.FAILED, 90, (90, 0, 0, 0))
    assert Solution.objects.count() == 90
    crash_after(99)
    resumed = import_sample(resume=True)
    assert (resumed.pk, resumed.state, counts(resumed)) == (stopped.pk, RunState.FINISHED, (200, 0, 0, 0))
    assert Solution.objects.count() == 200


@pytest.mark.django_db
def test_lines_that_wait_for_others_survive_an_interruption(tmp_path: Path, crash_after: Any) -> None:
    first = solution("s-0", alternatives=["s-59"])
    path = ndjson(tmp_path, CATEGORY, first, *(solution(f"s-{n}") for n in range(1, 60)), solution("=x"))
    crash_after(2)
    with pytest.raises(Crash):
        run_import(path)
    stopped = ImportRun.objects.get()
    assert (stopped.waiting, counts(stopped)) == ([1], (30, 0, 0, 0))
    crash_after(99)
    resumed = run_import(path, resume=True)
    assert (counts(resumed), resumed.waiting) == ((61, 0, 0, 1), [])
    assert Solution.objects.get(slug="s-0").alternative_links.get().alternative.slug == "s-59"
    assert ImportProblem.objects.count() == 1


@pytest.mark.django_db
def test_only_an_interrupted_run_of_the_same_files_can_be_resumed(tmp_path: Path, crash_after: Any) -> None:
    path = ndjson(tmp_path, CATEGORY, *(solution(f"s-{n}") for n in range(40)))
    with pytest.raises(CommandError, match="There is no interrupted run of these files"):
        run_import(path, resume=True)
    crash_after(2)
    with pytest.raises(Crash):
        run_import(path)
    ndjson(tmp_path, CATEGORY)
    with pytest.raises(CommandError, match="There is no interrupted run of these files"):
        run_import(path, resume=True)


@pytest.mark.django_db
def test_solutions_that_name_each_other_across_batches_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BATCH", 3)
    ring = [solution(f"s-{n}", alternatives=[f"s-{(n + 1) % 10}"]) for n in range(10)]
    path = ndjson(tmp_path, CATEGORY, *ring)
    assert counts(run_import(path)) == (11, 0, 0, 0)
    links = Solution.objects.values_list("slug", "alternative_links__alternative__slug")
    assert set(links) == {(f"s-{n}", f"s-{(n + 1) % 10}") for n in range(10)}
    assert counts(run_import(path)) == (0, 0, 11, 0)


@pytest.mark.django_db
def test_kinds_that_name_each_other_in_a_ring_are_written(tmp_path: Path) -> None:
    to_event = [{"type": "paragraph", "value": {"text": '<p>See <a href="event:meeting">it</a></p>'}}]
    path = ndjson(
        tmp_path, CATEGORY, solution("a", body=to_event, alternatives=["b"]), solution("b", alternatives=["a"]),
        event("meeting", solutions=["a"]), solution("c", body=to_event),
    )  # fmt: skip
    assert counts(run_import(path)) == (5, 0, 0, 0)
    link = f'<a id="{Event.objects.get().pk}" linktype="page">'
    assert all(link in Solution.objects.get(slug=slug).body[0].value["text"].source for slug in "ac")
    assert counts(run_import(path)) == (0, 0, 5, 0)


@pytest.mark.django_db
def test_files_may_come_in_any_order(tmp_path: Path) -> None:
    files = [
        ndjson(tmp_path, review("r", "a"), name="1.ndjson"),
        ndjson(tmp_path, solution("a", tags=["chat"]), name="2.ndjson"),
        ndjson(tmp_path, {"kind": "tag", "slug": "chat", "name": "Chat"}, CATEGORY, name="3.ndjson"),
    ]
    assert counts(run_import(*files)) == (4, 0, 0, 0)
    again = ndjson(tmp_path, solution("a"), name="4.ndjson")
    assert reasons(run_import(*files, again)) == [(1, "Duplicate of line 1 of 2.ndjson: “a”")]


@pytest.mark.django_db
def test_what_the_database_refuses_costs_one_line_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(ndjson(tmp_path, CATEGORY))
    monkeypatch.setattr("cms.exchange.fields.validation.validate", lambda obj, fields: None)
    monkeypatch.setattr("cms.exchange.kinds.importer.find_errors", lambda *args, **options: [])
    records = [solution(f"s-{n}") for n in range(9)]
    records[4]["licence"] = "L" * 100
    run = run_import(ndjson(tmp_path, *records))
    assert counts(run) == (8, 0, 0, 1)
    assert reasons(run) == [(5, "the database refuses it: value too long for type character varying(80)")]
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_two_workers_write_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BATCH", 25)
    make_site()
    assert counts(import_sample(workers=2)) == (200, 0, 0, 0)
    assert Solution.objects.count() == 200
    assert (Vendor.objects.filter(name="Independent").count(), Category.objects.count()) == (1, 12)
    assert Page.find_problems() == ([], [], [], [], [])
    assert counts(import_sample(workers=2)) == (0, 0, 200, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT path), count(*) FROM wagtailcore_page")
        assert len(set(cursor.fetchone())) == 1


@pytest.mark.django_db
def test_the_benchmark_measures_both_ways_and_leaves_nothing() -> None:
    before, told = everything(), StringIO()
    call_command("import_benchmark", str(SAMPLE), rows=20, stdout=told)
    lines = told.getvalue().splitlines()
    assert lines[0] == "20 rows of ai-packages-sample.csv, in turns"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["in bulk", "page by page", "ratio"]
    assert float(lines[3].split()[1]) > 1
    assert everything() == before


@pytest.mark.django_db
def test_reviews_bring_accounts_that_nobody_can_use(tmp_path: Path) -> None:
    run_import(
        ndjson(
            tmp_path, CATEGORY, solution("a"), review("r-1", "a", ratings={"easeOfUse": 5, "value": None}),
            review("r-2", "a", author="jo", state="PENDING"), review("r-3", "a", author=None),
        )
    )  # fmt: skip
    published, pending, anonymous = Review.objects.order_by("external_id")
    author = published.author
    assert (author.username, author.display_name, author.email) == ("mira", "Mira K.", "")
    assert (author.is_active, author.has_usable_password()) == (False, False)
    assert (published.published_at, pending.published_at, anonymous.author) == (
        published.created_at,
        None,
        None,
    )
    assert (published.ease_of_use, published.value_for_money) == (5, None)
