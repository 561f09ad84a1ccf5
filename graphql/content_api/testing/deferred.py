"""Rows of the API have every column that is asked of them: a column loaded later costs a statement for each row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db.models import Model

__all__ = ["DeferredLoad", "no_deferred_loads"]


class DeferredLoad(AssertionError):
    """A column that was not loaded with a row was asked for."""


@contextmanager
def no_deferred_loads() -> Iterator[None]:
    """DeferredLoad wherever a row that came through the API's loaders would load a column by itself."""
    load = Model.refresh_from_db

    def refresh_from_db(self: Any, using: Any = None, fields: Any = None, **options: Any) -> None:
        missing = [name for name in fields or () if name not in vars(self)]
        if missing and hasattr(self, "_batch"):
            raise DeferredLoad(
                f"{self._meta.label}.{', '.join(missing)} was not loaded: name it in the columns of the field that "
                "reads it."
            )
        load(self, using, fields, **options)

    with patch.object(Model, "refresh_from_db", refresh_from_db):
        yield
