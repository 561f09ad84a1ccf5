"""One aggregate for each solution with published reviews, and the rankings of past nights."""

from __future__ import annotations

from django.db import models


class Aggregate(models.Model):
    """What the reviews of a solution amount to. count_k: number of those with k stars.

    category: key of the solution's primary category. recommending: how many recommend it. score: Wilson's lower bound
    of their share. as_of: when it was worked out.
    """

    solution = models.OneToOneField(
        "solutions.Solution", on_delete=models.CASCADE, related_name="ratings_recommend"
    )
    category = models.BigIntegerField(null=True)
    count_1 = models.PositiveIntegerField(default=0)
    count_2 = models.PositiveIntegerField(default=0)
    count_3 = models.PositiveIntegerField(default=0)
    count_4 = models.PositiveIntegerField(default=0)
    count_5 = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    average = models.FloatField(default=0)
    recommending = models.PositiveIntegerField(default=0)
    score = models.FloatField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-score", "-count"], name="ratings_recommend_best_first")]


class RankSnapshot(models.Model):
    """A ranking as it was: of one category, or of all solutions. Enough to check that it followed from the reviews.

    inputs_hash: SHA-256 of the facts about the reviews behind it. ranking: [solution, score, reviews], best first.
    """

    taken_at = models.DateTimeField(db_index=True)
    category = models.BigIntegerField(null=True)
    methodology = models.CharField(max_length=60)
    inputs_hash = models.CharField(max_length=64)
    ranking = models.JSONField()

    class Meta:
        ordering = ["-taken_at", "category"]
