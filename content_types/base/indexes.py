"""Indexes for orders of lists, which put rows without a value last."""

from __future__ import annotations

from django.db import models
from django.db.models import F

__all__ = ["index_descending"]


def index_descending(column: str, key: str, name: str) -> models.Index:
    """The index for the descending order of a column that may be null: values from the highest, then nulls.

    key: the primary key, which every order ends in.
    """
    return models.Index(F(column).desc(nulls_last=True), F(key), name=name)
