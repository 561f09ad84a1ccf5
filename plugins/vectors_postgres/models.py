"""Vectors as arrays of PostgreSQL's own type, so that the table is there with or without the extension pgvector."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RealField(models.FloatField):
    """A number of four bytes."""

    def db_type(self, connection: Any) -> str:
        return "real"


class Vector(models.Model):
    """The vector of one row's text. model: what made it. mark: tells the text from others."""

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    locale = models.CharField(max_length=100)
    model = models.CharField(max_length=100)
    mark = models.CharField(max_length=32)
    numbers = ArrayField(RealField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="vectors_postgres_vector_once")]
