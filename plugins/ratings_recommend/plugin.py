"""Hooks of the ratings by recommendation."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from cms.plugin_api import DashboardPanel, HealthCheck, Job, MergeRule, Metric, RatingProvider, hookimpl
from plugins.ratings_recommend import recomputing, services, status


@hookimpl
def rating_provider() -> list[RatingProvider]:
    return [
        RatingProvider(
            name="recommend",
            methodology=services.METHODOLOGY,
            load=services.load,
            apply=services.apply,
            recompute=recomputing.recompute,
            order=("-ratings_recommend__score", "-ratings_recommend__count"),
            average="ratings_recommend__average",
            top={"ratings_recommend__count__gte": services.TOP_COUNT},
        )
    ]


@hookimpl
def jobs() -> list[Job]:
    return [
        Job(
            name="recompute",
            run=recomputing.recompute_published,
            every=timedelta(days=1),
            description=_("Recounts all reviews and stores the rankings."),
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
    return [
        DashboardPanel(
            name="best", title=_("Most recommended"), data=status.show_best, icon="pick", order=230
        )
    ]


@hookimpl
def merge_rules() -> list[MergeRule]:
    """Aggregates follow the reviews, which are counted where they are."""
    return [
        MergeRule(name="aggregates", model="ratings_recommend.Aggregate", field="solution", action="leave")
    ]
