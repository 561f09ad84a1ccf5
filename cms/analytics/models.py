"""What is trending: a snapshot for each hour, and what the hours before the last two days added up to. And what
visitors viewed on the same day."""

from __future__ import annotations

from django.db import models

__all__ = [
    "TrendingEntry",
    "TrendingProgress",
    "TrendingSnapshot",
    "TrendingSum",
    "TrendingWindow",
    "ViewedDay",
    "ViewedPair",
]


class TrendingWindow(models.TextChoices):
    """Over how long a time something is compared."""

    NOW = "NOW", "What has drawn more attention in the last two days than in the last four weeks."
    MONTH = "MONTH", "What has drawn most attention in the last four weeks."


class TrendingProgress(models.Model):
    """One row. settled: the hour to whose beginning the sums go; the hours after it may still get late events."""

    settled = models.DateTimeField()


class TrendingSum(models.Model):
    """What was added to a row of the catalogue until the settled hour: logarithms to the base 2 of sums that decay.

    short and long: of weights, with half-lives of 48 hours and 28 days; visitors: of visitors, with 28 days.
    """

    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    short = models.FloatField()
    long = models.FloatField()
    visitors = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="analytics_trendingsum_once")]


class TrendingSnapshot(models.Model):
    """What was trending at the beginning of an hour (UTC).

    inputs: SHA-256 of everything that it was computed from, in hexadecimal digits; the same inputs give the same
    entries.
    """

    hour = models.DateTimeField(unique=True)
    inputs = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now=True)


class TrendingEntry(models.Model):
    """A row of the catalogue in a snapshot. place: from 1, in its kind and window. Whether the row exists, and may be
    shown, is checked when the snapshot is read."""

    snapshot = models.ForeignKey(TrendingSnapshot, on_delete=models.CASCADE, related_name="entries")
    window = models.CharField(max_length=8, choices=TrendingWindow)
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    place = models.PositiveIntegerField()
    score = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "kind", "window", "place"], name="analytics_trendingentry_place"
            )
        ]


class ViewedDay(models.Model):
    """A day (UTC) of which is known what visitors viewed together, for a kind of rows."""

    kind = models.CharField(max_length=40)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="analytics_viewedday_once")]


class ViewedPair(models.Model):
    """A row of the catalogue, and another one that at least five of its visitors viewed on the same day. Both rows have
    an entry of the other. Whether they exist, and may be shown, is checked when the entry is read."""

    viewed_day = models.ForeignKey(ViewedDay, on_delete=models.CASCADE, related_name="pairs")
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    other = models.BigIntegerField()
    visitors = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "-visitors"], name="analytics_viewedpair_most")]
