"""Records of imports and journals of merges end after JOURNAL_DAYS."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from cms.exchange.models import ImportProblem, ImportRun, uploads
from cms.exchange.retention import prune_imports
from cms.exchange.runs import locks
from cms.merging.models import Merge
from cms.merging.retention import prune_merges
from cms.plugins.runtime.core_jobs import list_core_jobs
from content_types.reviews.models import Review
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.factories.content import make_review, make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client
from tests.support.importing import CATEGORY, counts, ndjson, reasons, run_import, solution
from tests.support.merging import merge, messages_in, undo, undo_page

pytestmark = pytest.mark.django_db
OFF = "Switched off: JOURNAL_DAYS is 0."


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Administrator")


def age_merges(days: int) -> None:
    Merge.objects.update(done_at=timezone.now() - timedelta(days=days))


def test_both_jobs_run_each_night() -> None:
    jobs = {job.name: job for job in list_core_jobs()}
    for name, run in (("prune_merges", prune_merges), ("prune_imports", prune_imports)):
        assert jobs[name].run is run and jobs[name].every == timedelta(days=1)


def test_an_old_merge_stays_and_can_no_longer_be_undone(editor: Client) -> None:
    kept, gone = make_solution("Atlas"), make_solution("Atlas 2", summary="Private words")
    make_review(gone, title="Fine")
    merge(editor, kept, gone)
    age_merges(364)
    assert prune_merges() == "0 merges can no longer be undone, 0 undone ones deleted"
    age_merges(366)
    assert prune_merges() == "1 merges can no longer be undone, 0 undone ones deleted"
    stored = json.dumps(Merge.objects.get().record)
    assert "Private words" not in stored and "reviews." not in stored
    answer = undo(editor)
    assert "What was needed to undo this merge was deleted on" in messages_in(answer)
    assert b"undo-form" not in editor.get(undo_page()).content
    assert Solution.objects.get() == kept and Review.objects.get().solution_id == kept.pk
    assert prune_merges() == "0 merges can no longer be undone, 0 undone ones deleted"


def test_an_undone_merge_is_deleted(editor: Client) -> None:
    merge(editor, make_vendor("Acme"), make_vendor("Acme Inc"))
    undo(editor)
    age_merges(366)
    assert prune_merges() == "0 merges can no longer be undone, 1 undone ones deleted"
    assert not Merge.objects.exists() and Vendor.objects.count() == 2


def test_an_import_still_finds_the_record_that_stayed(editor: Client, tmp_path: Path) -> None:
    """Otherwise the next version of a list would bring back what somebody merged."""
    kept = make_vendor("Acme")
    merge(editor, kept, make_vendor("Acme Inc"))
    merge(editor, make_solution("Atlas", vendor=kept), make_solution("Atlas 2", vendor=kept))
    age_merges(366)
    prune_merges()
    lines = CATEGORY, solution("atlas-2", vendor="acme-inc"), solution("other", vendor={"name": "ACME INC"})
    run = run_import(ndjson(tmp_path, *lines))
    assert counts(run) == (2, 1, 0, 0), reasons(run)
    assert Vendor.objects.get() == kept
    assert set(Solution.objects.values_list("slug", "vendor")) == {("atlas", kept.pk), ("other", kept.pk)}


def test_old_imports_are_deleted_with_lines_and_files(settings: Any, tmp_path: Path) -> None:
    runs = [ImportRun.objects.create(file_name=f"{number}.csv") for number in range(3)]
    for run in runs:
        ImportProblem.objects.create(run=run, file=run.file_name, line=1, reason="no")
        run.upload.save(f"test-{run.pk}/a.csv", ContentFile(b"x"))
    old, held, recent = runs
    ImportRun.objects.exclude(pk=recent.pk).update(created_at=timezone.now() - timedelta(days=366))
    with locks.hold_run(held):
        assert prune_imports() == "1 imports deleted"
    assert set(ImportRun.objects.all()) == {held, recent} and ImportProblem.objects.count() == 2
    assert [uploads().exists(run.upload.name) for run in runs] == [False, True, True]
    assert prune_imports() == "1 imports deleted"
    uploads().delete(recent.upload.name)
    assert old.file_name == "0.csv"


def test_the_journal_can_be_kept_for_good(editor: Client, settings: Any) -> None:
    settings.JOURNAL_DAYS = 0
    merge(editor, make_vendor("Acme"), make_vendor("Acme Inc"))
    age_merges(5000)
    ImportRun.objects.create(file_name="a.csv", created_at=timezone.now() - timedelta(days=5000))
    assert prune_merges() == prune_imports() == OFF
    assert ImportRun.objects.exists()
    undo(editor)
    assert Vendor.objects.count() == 2
