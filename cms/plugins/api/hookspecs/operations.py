"""Running the site: background jobs, health, metrics and addresses."""

from __future__ import annotations

from cms.plugins.api.contributions import HealthCheck, Job, Metric, Url
from cms.plugins.api.markers import Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", returns=Job)
def jobs() -> list[Job]:
    """Work that returns every so often. Called once at start; `manage.py plugins run-jobs` runs what is due.

    @hookimpl
    def jobs() -> list[Job]:
        return [Job(name="tidy", run=tidy, every=timedelta(days=1), description="Removes old rows.")]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=HealthCheck)
def health_checks() -> list[HealthCheck]:
    """Questions that the readiness page asks. Called once at start; a failing check marks the site as degraded.

    @hookimpl
    def health_checks() -> list[HealthCheck]:
        return [HealthCheck(name="fresh", check=check_last_recompute)]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=Metric)
def metrics() -> list[Metric]:
    """Gauges for operators, read when they are scraped. Called once at start.

    @hookimpl
    def metrics() -> list[Metric]:
        return [Metric(name="bookmarks", help="Bookmarks kept.", read=lambda: [Sample(count())])]
    """
    raise NotImplementedError


@hookspec(Kind.COLLECT, since="1.0", returns=Url)
def urls() -> list[Url]:
    """Addresses under /plugins/<plugin>/, each with a policy. Called once at start.

    @hookimpl
    def urls() -> list[Url]:
        return [Url(name="export", path="export.csv", view=export, policy=STAFF)]
    """
    raise NotImplementedError
