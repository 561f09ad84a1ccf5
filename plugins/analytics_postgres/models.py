"""Events, in a partition for each month (UTC), and how many there were in each hour."""

from __future__ import annotations

from django.db import models


class VisitRecord(models.Model):
    """An event. The table is partitioned by time, so its primary key in the database is id and time."""

    id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=100)
    time = models.DateTimeField()
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    path = models.TextField()
    referrer = models.TextField()
    props = models.JSONField()
    visitor = models.UUIDField()
    site = models.TextField()

    class Meta:
        db_table = "analytics_postgres_event"


class HourlyCount(models.Model):
    """How many events of a type a subject has in an hour."""

    hour = models.DateTimeField()
    type = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    path = models.TextField()
    events = models.BigIntegerField()

    class Meta:
        db_table = "analytics_postgres_hour"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "path", "kind", "hour", "type"], name="analytics_postgres_hour_once"
            )
        ]
