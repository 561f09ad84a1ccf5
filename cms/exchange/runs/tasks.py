"""Imports in the background."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from django_tasks import task

from cms.exchange.errors import UnusableFile
from cms.exchange.formats.sources import open_source
from cms.exchange.kinds.registry import find_created_unasked
from cms.exchange.models import ImportRun, RunState, UploadStorage
from cms.exchange.records import Options
from cms.exchange.runs.engine import run_import
from cms.exchange.runs.locks import fail, hold_run, is_held
from cms.exchange.runs.shared_progress import share_progress

logger = structlog.get_logger(__name__)


@task()
def import_upload(run_id: int) -> None:
    """Import the uploaded file of a run, which keeps account of it and of any failure. A run whose worker died goes on
    where that one stopped; one that is over, or that another worker imports, is left alone."""
    run = ImportRun.objects.get(pk=run_id)
    is_interrupted = run.state == RunState.RUNNING and not is_held(run)
    if run.state != RunState.WAITING and not is_interrupted:
        return
    if is_interrupted:
        logger.warning("import_run_resumed", run=run.pk, position=run.position)
    with hold_run(run):
        try:
            import_file(run)
        except UnusableFile as error:
            fail(run, error.reason)
        except BaseException as error:
            if run.state != RunState.FAILED:
                fail(run, f"{type(error).__name__}: {error}")
            raise
    logger.info("import_run", run=run.pk, state=run.state, created=run.created, refused=run.refused)


def import_file(run: ImportRun) -> None:
    run.state = RunState.RUNNING
    run.save()
    with find_on_disk(run.upload) as path:
        source = open_source(path, run.options.get("format", "auto"), build_mapping(run))
        run.options = {**run.options, "read_as": source.describe().to_json()}
        run_import(run, [source], build_options(run), progress=share_progress)


@contextmanager
def find_on_disk(upload: Any) -> Iterator[Path]:
    """The path of an uploaded file; of one in a bucket that of a copy, which is deleted at the end."""
    if isinstance(upload.storage, UploadStorage):
        yield Path(upload.path)
    else:
        with TemporaryDirectory() as folder:
            path = Path(folder) / PurePosixPath(upload.name).name
            with upload.open("rb") as source, path.open("wb") as target:
                copyfileobj(source, target)
            yield path


def build_mapping(run: ImportRun) -> dict[str, Any] | None:
    """The source that its rows are known by, because the stored file may have another name."""
    source = run.options.get("source")
    return {"source": source} if source else None


def build_options(run: ImportRun) -> Options:
    given: dict[str, Any] = run.options
    return Options(
        locale=given.get("locale", "en"),
        create_missing=frozenset(given.get("create_missing", find_created_unasked())),
        user_id=run.started_by_id,
        dry_run=run.dry_run,
        allow_duplicates=bool(given.get("allow_duplicates")),
    )
