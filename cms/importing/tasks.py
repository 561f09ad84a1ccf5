"""Imports in the background."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import structlog
from django.utils import timezone
from django_tasks import task

from cms.importing.engine import run_import
from cms.importing.errors import UnusableFile
from cms.importing.models import ImportRun, RunState
from cms.importing.records import Options
from cms.importing.sources import open_source

logger = structlog.get_logger(__name__)


@task()
def import_upload(run_id: int) -> None:
    """Import the uploaded file of a run, which keeps account of it. A run that was started already is left alone."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.WAITING:
        return
    try:
        source = open_source(Path(run.upload.path), run.options.get("format", "auto"), mapping_of(run))
        run_import(run, [source], options_of(run))
    except UnusableFile as error:
        run.state, run.message, run.finished_at = RunState.FAILED, str(error), timezone.now()
        run.save()
    logger.info("import_run", run=run.pk, state=run.state, created=run.created, refused=run.refused)


def mapping_of(run: ImportRun) -> dict[str, Any] | None:
    """The source that its rows are known by, because the stored file may have another name."""
    source = run.options.get("source")
    return {"source": source} if source else None


def options_of(run: ImportRun) -> Options:
    given: dict[str, Any] = run.options
    return Options(
        locale=given.get("locale", "en"),
        create_missing=frozenset(given.get("create_missing", ["vendor"])),
        user_id=run.started_by_id,
        rehearsal=run.dry_run,
    )
