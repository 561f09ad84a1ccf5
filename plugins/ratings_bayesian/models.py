"""One aggregate for each solution with published reviews, the priors, and the rankings of past nights."""

from __future__ import annotations

from django.db import models


def weight_field() -> models.DecimalField:
    """A whole number of units, see `compute_units`. It doubles every 540 days: 60 digits last two centuries."""
    return models.DecimalField(max_digits=60, decimal_places=0, default=0)


class Aggregate(models.Model):
    """What the reviews of a solution amount to. count_k, weight_k: number and units of those with k stars.

    category: key of the solution's primary category. as_of: the moment that score, lower_bound and weight_sum are of.
    prior_mean, prior_weight: the prior that the score was worked out with.
    """

    solution = models.OneToOneField(
        "solutions.Solution", on_delete=models.CASCADE, related_name="ratings_bayesian"
    )
    category = models.BigIntegerField(null=True)
    count_1 = models.PositiveIntegerField(default=0)
    count_2 = models.PositiveIntegerField(default=0)
    count_3 = models.PositiveIntegerField(default=0)
    count_4 = models.PositiveIntegerField(default=0)
    count_5 = models.PositiveIntegerField(default=0)
    weight_1 = weight_field()
    weight_2 = weight_field()
    weight_3 = weight_field()
    weight_4 = weight_field()
    weight_5 = weight_field()
    count = models.PositiveIntegerField(default=0)
    average = models.FloatField(default=0)
    score = models.FloatField(default=0)
    lower_bound = models.FloatField(default=0)
    weight_sum = models.FloatField(default=0)
    prior_mean = models.FloatField(default=0)
    prior_weight = models.FloatField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-score", "-lower_bound"], name="ratings_bayesian_best_first")]


class Prior(models.Model):
    """What is believed of a solution of a category before its reviews; the one without category is for the others."""

    category = models.BigIntegerField(null=True)
    mean = models.FloatField()
    weight = models.FloatField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category"], nulls_distinct=False, name="ratings_bayesian_one_prior_per_category"
            )
        ]


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
