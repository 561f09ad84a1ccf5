"""What an import writes is told to plugins as a save is: each kind of record, new and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cms.exchange.kinds.registry import kinds
from cms.publishing.models import OutboxEvent
from content_types.events.actions import register
from content_types.events.models import Event, Registration
from content_types.reviews.models import Review
from tests.factories.content import make_site, png
from tests.support.importing import CATEGORY, counts, event, ndjson, review, run_import, solution

pytestmark = pytest.mark.django_db
PICTURE, LEAFLET = "pictures/logo.png", "papers/leaflet.txt"
COLLECTION = {"slug": "a", "title": "A", "summary": "Some.", "items": [{"solution": "a"}]}
CHANGED: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "image": ("media.image", {"path": PICTURE}, {"path": PICTURE, "title": "New"}),
    "document": ("media.document", {"path": LEAFLET}, {"path": LEAFLET, "title": "New"}),
    "category": ("taxonomy.category", CATEGORY, {**CATEGORY, "name": "New"}),
    "tag": ("taxonomy.tag", {"slug": "a", "name": "A"}, {"slug": "a", "name": "New"}),
    "use_case": ("taxonomy.usecase", {"slug": "a", "name": "A"}, {"slug": "a", "name": "New"}),
    "vendor": ("vendors.vendor", {"slug": "a", "name": "A"}, {"slug": "a", "name": "New"}),
    "solution": ("solutions.solution", solution("b"), solution("b", title="New")),
    "event": ("events.event", event("a"), event("a", title="New")),
    "collection": ("pages.collection", COLLECTION, {**COLLECTION, "title": "New"}),
    "review": ("reviews.review", review("r", "a"), review("r", "a", title="New")),
}
"""The kind of its events, a record of each kind, and another of the same row."""
SHOWN_WHEN_NEW = set(CHANGED) - {"image", "document"}
"""Nothing shows a file before something else is saved that names it."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """A folder with files and what the records name."""
    make_site()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "papers").mkdir()
    (tmp_path / PICTURE).write_bytes(png().getvalue())
    (tmp_path / LEAFLET).write_text("Words")
    run_import(ndjson(tmp_path, CATEGORY, solution("a")))
    return tmp_path


def import_alone(folder: Path, record: dict[str, Any]) -> list[str]:
    """The kinds that plugins are told of when a record is imported."""
    OutboxEvent.objects.all().delete()
    run = run_import(ndjson(folder, record))
    assert counts(run)[3] == 0, list(run.problems.values_list("reason", flat=True))
    told = OutboxEvent.objects.filter(hook="content_published").order_by("created_at")
    return [row.payload["kind"] for row in told]


def test_every_kind_of_record_is_compared() -> None:
    assert set(kinds()) == set(CHANGED)


@pytest.mark.parametrize("kind", sorted(CHANGED))
def test_content_published_is_told_of_what_an_import_writes(folder: Path, kind: str) -> None:
    label, first, second = CHANGED[kind]
    new = import_alone(folder, {"kind": kind, **first})
    assert (label in new) == (kind in SHOWN_WHEN_NEW and kind != "category"), "the category was there before"
    assert import_alone(folder, {"kind": kind, **second}) == [label]
    assert import_alone(folder, {"kind": kind, **second}) == []


def test_reviews_are_told_once_however_many_come_and_after_their_ratings(
    folder: Path, monkeypatch: Any
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(
        "content_types.reviews.importer.ratings.recompute_or_try_again",
        lambda: seen.append(OutboxEvent.objects.filter(payload__kind="reviews.review").count()),
    )
    OutboxEvent.objects.all().delete()
    run_import(ndjson(folder, *(review(f"r{number}", "a", author=f"p{number}") for number in range(30))))
    (told,) = OutboxEvent.objects.filter(payload__kind="reviews.review")
    assert (told.payload["key"], seen) == (Review.objects.latest("pk").pk, [0])


def test_a_dry_run_tells_nothing(folder: Path) -> None:
    OutboxEvent.objects.all().delete()
    for kind, (_label, first, _second) in CHANGED.items():
        run_import(ndjson(folder, {"kind": kind, **first}), dry_run=True)
    assert not OutboxEvent.objects.exists()


def test_a_capacity_that_an_import_raises_goes_to_those_who_wait(folder: Path) -> None:
    run_import(ndjson(folder, event("a", capacity=1)))
    page = Event.objects.get(slug="a")
    for name in ("ada", "bob"):
        register(page, name=name, email=f"{name}@example.com")
    run_import(ndjson(folder, event("a", capacity=2)))
    assert set(Registration.objects.values_list("name", "state")) == {
        ("ada", "confirmed"),
        ("bob", "confirmed"),
    }
