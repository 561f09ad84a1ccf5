"""What becomes of a record that something is wrong with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError
from wagtail.models import Page

from cms.importing.errors import Missing, Refusal
from cms.importing.records import WAITING, Item, Row
from cms.importing.registry import importer_for

logger = structlog.get_logger(__name__)


@contextmanager
def judged(row: Row) -> Iterator[None]:
    """Turn a refusal into the state of the row: it waits for a row that may come with a later line.

    A line that trips the code up is refused as well, and logged; what the database says is left to `run_batch`.
    """
    try:
        yield
    except Missing as missing:
        if not row.final and may_come(missing.kind, row.item.kind):
            row.state = WAITING
        else:
            row.refuse(missing)
    except Refusal as refusal:
        row.refuse(refusal)
    except DatabaseError:
        raise
    except Exception as error:
        row.refuse(unreadable(row.item, error))


def unreadable(item: Item, error: Exception) -> str:
    """Why a line is refused that nobody foresaw; the log tells the whole story."""
    logger.error("import_line_failed", file=item.file, line=item.line, kind=item.kind, exc_info=error)
    return f"could not be read: {type(error).__name__}"


def may_come(missing: str, kind: str) -> bool:
    """Whether a row of the kind `missing` may come with a later line: one of the same kind, or any page."""
    return missing in (kind, "page") or issubclass(importer_for(missing).model, Page)


@contextmanager
def named(key: str) -> Iterator[None]:
    """Say in a refusal which field it is about."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.inside(key) from None
