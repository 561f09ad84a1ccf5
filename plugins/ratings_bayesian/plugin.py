"""Hooks of the Bayesian ratings."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import (
    DashboardPanel,
    HealthCheck,
    Job,
    MergeRule,
    Metric,
    RatingProvider,
    hookimpl,
    permission,
)
from plugins.ratings_bayesian import recomputing, services, status


@hookimpl
def rating_provider() -> list[RatingProvider]:
    return [
        RatingProvider(
            name="bayesian",
            methodology=services.METHODOLOGY,
            load=services.load,
            apply=services.apply,
            recompute=recomputing.recompute,
            order=("-ratings_bayesian__score", "-ratings_bayesian__lower_bound"),
            average="ratings_bayesian__average",
            top={"ratings_bayesian__weight_sum__gte": services.TOP_WEIGHT},
        )
    ]


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="recompute",
            run=recomputing.recompute_published,
            every=timedelta(days=1),
            description=_(
                "Recomputes ratings by the age of reviews and new priors, and stores the rankings."
            ),
        )
    ]


@hookimpl
def health_checks() -> list[HealthCheck]:
    return [HealthCheck(name="recomputed", check=status.check_last_recompute)]


@hookimpl
def metrics() -> list[Metric]:
    return [
        Metric(name="rated", help="Solutions with a rating.", read=status.count_rated),
        Metric(name="age", help="Seconds since the last recompute.", read=status.measure_recompute_age),
    ]


@hookimpl
def dashboard_panels() -> list[DashboardPanel]:
    policy = permission("solutions.change_solution")
    return [
        DashboardPanel(
            name="best", title=_("Top rated"), data=status.show_best, icon="pick", policy=policy, order=230
        )
    ]


@hookimpl
def merge_rules() -> list[MergeRule]:
    """Aggregates follow the reviews, which are counted where they are."""
    return [
        MergeRule(name="aggregates", model="ratings_bayesian.Aggregate", field="solution", action="leave")
    ]
