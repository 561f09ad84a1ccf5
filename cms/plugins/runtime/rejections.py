"""Rejections: exceptions by which a plugin answers that the caller sent something wrong. They are no failures of the
plugin, so no circuit breaker counts them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError

from cms.plugins.api.errors import Conflict

__all__ = ["REJECTIONS", "run_rejecting"]

REJECTIONS = (ValidationError, PermissionDenied, ObjectDoesNotExist, Conflict)
logger = structlog.get_logger(__name__)

VALUES = {
    "StringDataRightTruncation": "A text is too long.",
    "NumericValueOutOfRange": "A number is out of range.",
    "CheckViolation": "A value is not allowed here.",
}
"""What to say of a value that PostgreSQL rejected, by the class of psycopg's exception."""
OTHER_VALUE = "A value is not of a form that can be used."
CONFLICTS = ("UniqueViolation", "ExclusionViolation")
BUGS = ("DivisionByZero", "NotNullViolation", "ForeignKeyViolation")


def run_rejecting(function: Callable[[], Any]) -> Any:
    """What the function answers. A value of the caller that only the database rejects, such as a text that is too long
    or a name that is taken, is raised as ValidationError or Conflict."""
    try:
        return function()
    except (DataError, IntegrityError) as error:
        if (rejection := translate_database_error(error)) is None:
            raise
        logger.warning(
            "plugin_rejected_by_database", reason=type(error.__cause__).__name__,
            remedy="validate it first, so that the message names the field",
        )  # fmt: skip
        raise rejection from error


def translate_database_error(error: DataError | IntegrityError) -> Exception | None:
    """The rejection that stands for a database error; None when the plugin's own code is wrong."""
    kind = type(error.__cause__).__name__
    if kind in CONFLICTS:
        return Conflict("This exists already.")
    if kind in VALUES:
        return ValidationError(VALUES[kind])
    if kind in BUGS or isinstance(error, IntegrityError):
        return None
    return ValidationError(OTHER_VALUE)
