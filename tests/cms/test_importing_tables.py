"""Every table of the database after a write in bulk holds what it holds after Wagtail's own calls for each page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import Item, Options
from cms.exchange.runs.benchmark import build_single_importer
from content_types.events.models import Event
from content_types.solutions.models import Solution
from tests.cms.test_importing_pages import AROUND, RICH
from tests.factories.content import make_user, png
from tests.support.importing import event, ndjson, run_import, solution

pytestmark = pytest.mark.django_db
Table = dict[Any, dict[str, Any]]
Tables = dict[type[models.Model], Table]
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)")
CHILD = re.compile(r"(?<=[a-z_])\.\d+\.")
"""The key of a child row within a path of the reference index."""
INNER_KEY = re.compile(r'"pk": \d+')
"""The key of a child row within a revision."""
KEYS = ("id", "pk", "content_path_hash")
FIRST_KEY = 7_654_000
NEW_KEY = re.compile(r"\b7654\d\d\d\b")


@pytest.fixture(autouse=True)
def _around(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(png().getvalue())
    run_import(
        ndjson(tmp_path, *AROUND, solution("known", vendor="acme", tags=["rag"]), event("known-event"))
    )


def read_tables() -> Tables:
    """All rows of all tables, by model and primary key; links of many to many among them."""
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    return {
        model: {
            row[model._meta.pk.attname]: row
            for row in model._base_manager.values(
                *(field.attname for field in model._meta.local_concrete_fields)
            )
        }
        for model in every
    }


class Changes:
    """What a write changed, without the keys and moments that differ for every write."""

    def __init__(self, before: Tables, after: Tables, started: datetime) -> None:
        self.started = started
        self.tables = {
            model._meta.db_table: rows for model in after if (rows := self.rows(before[model], after[model]))
        }

    def rows(self, before: Table, after: Table) -> list[str]:
        """What is there now and was not, and what was there and is not; a row written again under a new key is the
        same row."""
        here = Counter(self.show(after[key]) for key in after if after[key] != before.get(key))
        gone = Counter(self.show(before[key]) for key in before if before[key] != after.get(key))
        return sorted([*(here - gone).elements(), *(f"not {row}" for row in (gone - here).elements())])

    def show(self, row: dict[str, Any]) -> str:
        moments = {name: self.name_moment(value) for name, value in row.items() if name not in KEYS}
        return self.normalise(json.dumps(moments, default=str, sort_keys=True))

    def normalise(self, text: str) -> str:
        text = MOMENT.sub(lambda found: self.name_moment(datetime.fromisoformat(found[0])), text)
        text = INNER_KEY.sub('"pk": key', text)
        return NEW_KEY.sub("new", CHILD.sub(".child.", UUID.sub("uuid", text)))

    def name_moment(self, value: Any) -> Any:
        """Moments since the write began are "now"."""
        if not isinstance(value, datetime):
            return value
        return "now" if value >= self.started else value.isoformat()


@contextmanager
def distinctive_keys() -> Iterator[None]:
    """Let new rows have keys that nothing else in the database looks like. Sequences know no transactions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value FROM pg_sequences"
        )
        before = cursor.fetchall()
        cursor.executemany("SELECT setval(%s, %s)", [(name, FIRST_KEY) for name, _ in before])
        try:
            yield
        finally:
            cursor.executemany("SELECT setval(%s, %s)", [(name, last or 1) for name, last in before])


@pytest.fixture
def measure_changes(
    django_capture_on_commit_callbacks: Any,
) -> Callable[[Callable[[], Any]], dict[str, list[str]]]:
    def measure(write: Callable[[], Any]) -> dict[str, list[str]]:
        before, started = read_tables(), timezone.now()
        with distinctive_keys(), transaction.atomic():
            with django_capture_on_commit_callbacks(execute=True):
                write()
            found = Changes(before, read_tables(), started)
            transaction.set_rollback(True)
        return found.tables

    return measure


@pytest.mark.parametrize(
    ("kind", "record", "least"),
    [
        ("solution", solution("plain"), {"solutions_solution", "wagtailcore_page", "wagtailcore_revision"}),
        ("solution", solution("rich", **RICH), {"solutions_pricingplan", "wagtailcore_referenceindex"}),
        ("event", event("fair"), {"events_event", "wagtailcore_pagelogentry"}),
        (
            "event",
            event("day", solutions=["other"], title="Ünï Day"),
            {"events_event", "wagtailsearch_indexentry"},
        ),
    ],
)
def test_a_new_page_leaves_the_same_rows_in_every_table(
    tmp_path: Path, measure_changes: Any, kind: str, record: dict[str, Any], least: set[str]
) -> None:
    bulk, options = importer_for(kind), Options(user_id=None)
    assert isinstance(bulk, PageImporter)
    item = Item(str(tmp_path / "x.ndjson"), 1, kind, record)
    found = [
        measure_changes(partial(way.run, [item], options)) for way in (bulk, build_single_importer(bulk))
    ]
    assert found[0] == found[1]
    assert least <= found[0].keys()


@pytest.mark.parametrize(
    ("model", "slug", "field", "name", "value"),
    [
        (Solution, "known", "summary", "summary", "Another summary."),
        (Solution, "known", "title", "title", "Renamed"),
        (Event, "known-event", "summary", "summary", "Another summary."),
    ],
)
def test_a_page_that_is_published_again_leaves_the_same_rows_in_every_table(
    tmp_path: Path, measure_changes: Any, model: Any, slug: str, field: str, name: str, value: str
) -> None:
    kind = model._meta.model_name
    item = Item(str(tmp_path / "x.ndjson"), 1, kind, {"kind": kind, "slug": slug, name: value})
    user = make_user("importer", is_superuser=True)

    def by_call() -> None:
        page = model.objects.get(slug=slug)
        setattr(page, field, value)
        page.save_revision(user=user).publish(user=user)

    bulk = measure_changes(lambda: importer_for(kind).run([item], Options(user_id=user.pk)))
    assert bulk == measure_changes(by_call)
    assert {"wagtailcore_page", "wagtailcore_revision", "wagtailcore_pagelogentry"} <= bulk.keys()
