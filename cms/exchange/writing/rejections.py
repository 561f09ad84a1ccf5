"""What becomes of a record that something is wrong with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError
from django.utils.translation import gettext_noop as _
from wagtail.models import Page

from cms.base.reasons import Reason
from cms.exchange.errors import MissingReference, Refusal
from cms.exchange.kinds.registry import importer_for
from cms.exchange.records import REFUSED, WAITING, Item, Row

logger = structlog.get_logger(__name__)


@contextmanager
def record_refusals(row: Row) -> Iterator[None]:
    """Turn a refusal into the state of the row: it waits for a row that may come with a later line.

    A line that trips the code up is refused as well, and logged; what the database says is left to `run_batch`.
    """
    try:
        yield
    except Refusal as refusal:
        row.errors += refusal.all()
        settle_row(row)
    except DatabaseError:
        raise
    except Exception as error:
        row.crashed = True
        row.refuse(describe_failure(row.item, error))


def settle_row(row: Row) -> None:
    """Reject a row that has errors. It waits instead when it names a row which may come with a later line."""
    if not row.errors:
        return
    missing = [error for error in row.errors if isinstance(error, MissingReference)]
    if not row.final and any(may_come(error.kind, row.item.kind) for error in missing):
        row.state, row.errors = WAITING, []
    else:
        row.state = REFUSED


def is_consequence(error: Refusal, row: Row) -> bool:
    """Whether an error is about a value that was worked out from another one, which has the same error."""
    if not error.field or error.field.partition(".")[0] in row.record:
        return False
    return any(other.field in row.record and other.reason == error.reason for other in row.errors)


@contextmanager
def tolerate_failures(partial: bool) -> Iterator[None]:
    """Pass over code that fails on a record of which only a part could be read."""
    try:
        yield
    except (Refusal, DatabaseError):
        raise
    except Exception:
        if not partial:
            raise


def describe_failure(item: Item, error: Exception) -> Reason:
    """The reason for a line that failed unexpectedly; the log has the details."""
    logger.error("import_line_failed", file=item.file, line=item.line, kind=item.kind, exc_info=error)
    return Reason(_("could not be read: %(error)s"), {"error": type(error).__name__})


def may_come(missing: str, kind: str) -> bool:
    """Whether a row of the kind `missing` may come with a later line: one of the same kind, or any page."""
    return missing in (kind, "page") or issubclass(importer_for(missing).model, Page)


@contextmanager
def name_field(key: str) -> Iterator[None]:
    """Say in a refusal which field it is about."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.inside(key) from None
