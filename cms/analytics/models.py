"""What is trending: a snapshot for each hour, and what the hours before the last two days added up to."""

from __future__ import annotations

from django.db import models

__all__ = ["TrendingEntry", "TrendingProgress", "TrendingSnapshot", "TrendingSum", "TrendingWindow"]


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
    shown, is asked by whoever reads it."""

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
