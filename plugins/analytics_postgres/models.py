"""Events, in a partition for each month (UTC), and how many there were in each hour and on each day."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class VisitRecord(models.Model):
    """An event. The table is partitioned by time, so its primary key in the database is id and time.

    number: rises in the order in which events were stored, by which the count of days knows what it has counted.
    """

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
    number = models.BigIntegerField(null=True, editable=False)

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


class DailyCount(models.Model):
    """How many events of a type a subject has on a day, or the whole site, and about how many visitors sent them.

    prop and value: of events with this value only; both empty for all. seen: the visitors while they are few; sketch:
    a HyperLogLog of them otherwise.
    """

    day = models.DateField()
    whole = models.BooleanField()
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    path = models.TextField()
    type = models.CharField(max_length=100)
    prop = models.CharField(max_length=100)
    value = models.TextField()
    events = models.BigIntegerField()
    visitors = models.BigIntegerField()
    seen = ArrayField(models.UUIDField(), null=True)
    sketch = models.BinaryField(null=True)

    class Meta:
        db_table = "analytics_postgres_day"
        indexes = [
            models.Index(fields=["type", "prop", "whole", "day"], name="analytics_postgres_day_type"),
            models.Index(fields=["day"], name="analytics_postgres_day_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "path", "whole", "prop", "type", "day", "value"],
                name="analytics_postgres_day_once",
            )
        ]


class RollupProgress(models.Model):
    """One row: the number of the last event that days have counted. finished_at, seconds, rows: of the last run, and in
    how many rows of days it counted."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    finished_at = models.DateTimeField(null=True)
    seconds = models.FloatField(db_default=0)
    rows = models.BigIntegerField(db_default=0)

    class Meta:
        db_table = "analytics_postgres_progress"
