"""Which processes of the site live, so that what a dead one left can be taken up."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models.functions import Now


class Role(StrEnum):
    """What a process does. Of schedulers there is one."""

    WORKER = "worker"
    SCHEDULER = "scheduler"


class RunningProcess(models.Model):
    """A process that says every few seconds that it lives. Times are those of the database's clock.

    name: of a worker the one that its tasks carry.
    """

    name = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=20)
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    started_at: Any = models.DateTimeField(db_default=Now())
    seen_at: Any = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(role="scheduler"), name="operations_one_scheduler"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pid} ({self.host})"
