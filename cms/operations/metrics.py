"""What is measured, in the text format of Prometheus.

Counters are those of all processes that share PROMETHEUS_MULTIPROC_DIR (cms.base.measures); what lies in the database,
and what plugins measure, is read at each scrape.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric as Family
from prometheus_client.registry import Collector

from cms.analytics.waiting import collect_waiting
from cms.base.measures import collect_counted
from cms.operations.models import Role
from cms.operations.presence import find_living
from cms.plugins.api.contributions import Metric
from cms.plugins.api.errors import CallFailed
from cms.plugins.api.markers import Budget
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.decisions import is_on
from cms.plugins.runtime.overview import overviews
from cms.publishing.models import Delivery

__all__ = ["exposition"]

READ = Budget(1.0, 10)
MOST_SAMPLES = 1000
"""Of one metric of a plugin: a label with a value for each visitor would fill any Prometheus."""
LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def exposition() -> bytes:
    """Everything, collected now."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(AllMetricsCollector())
    return generate_latest(registry)


class AllMetricsCollector(Collector):
    """Plugins' own metrics come first, so that their failures are in the counters that follow."""

    def collect(self) -> Iterable[Family]:
        yield from [*collect_plugin_metrics(), *collect_counted(), *collect_plugin_states(), *outbox()]
        yield from [*collect_tasks(), *collect_processes(), *collect_waiting()]


def collect_plugin_metrics() -> Iterator[Family]:
    """`aixplore_plugin_<plugin>_<metric>` for each metric; one that fails or is malformed is left out."""
    taken: set[str] = set()
    for found in platform().contributions(Metric):
        if is_on(found.plugin):
            name = f"aixplore_plugin_{found.plugin}_{found.item.name}"
            place = f"metrics.{found.item.name}"
            try:
                yield platform().call(
                    found.plugin, place, family, READ, series=name, item=found.item, taken=taken
                )
                taken.add(name)
            except CallFailed:
                continue


def family(series: str, item: Metric, taken: Container[str]) -> Family:
    """The samples of a plugin's metric, which all have the same labels and never the same values of them."""
    if series in taken:
        raise ValueError(f"{series} exists already, from another plugin: rename the metric")
    samples = [
        (float(each.value), {key: str(text) for key, text in each.labels.items()}) for each in item.read()
    ]
    labels = list(samples[0][1]) if samples else []
    if len(samples) > MOST_SAMPLES:
        raise ValueError(f"{len(samples)} samples, of at most {MOST_SAMPLES}")
    if not all(LABEL.fullmatch(label) for label in labels):
        raise ValueError(f"{labels} are not valid label names: use letters, digits and _")
    if any(set(given) != set(labels) for _value, given in samples):
        raise ValueError("its samples have different labels")
    if len({tuple(sorted(given.items())) for _value, given in samples}) < len(samples):
        raise ValueError("two samples have the same labels")
    made = GaugeMetricFamily(series, item.help, labels=labels)
    for value, given in samples:
        made.add_metric([given[label] for label in labels], value)
    generate_latest(
        SingleFamilyRegistry(made)
    )  # what cannot be written raises here, where it hurts this metric alone
    return made


class SingleFamilyRegistry(CollectorRegistry):
    """A registry of one family."""

    def __init__(self, made: Family) -> None:
        super().__init__(auto_describe=False)
        self.made = made

    def collect(self) -> Iterable[Family]:
        yield self.made


def collect_plugin_states() -> Iterator[Family]:
    made = GaugeMetricFamily(
        "aixplore_plugin", "A plugin and its state.", labels=["plugin", "version", "state"]
    )
    for each in overviews():
        made.add_metric([each.name, each.version, each.condition.value], 1)
    yield made


def outbox() -> Iterator[Family]:
    """Deliveries that wait and that are dead, by plugin; one statement. Left out while the database is away."""
    waiting = GaugeMetricFamily("aixplore_outbox_waiting", "Deliveries that wait.", labels=["plugin"])
    oldest = GaugeMetricFamily("aixplore_outbox_oldest_seconds", "Age of the oldest.", labels=["plugin"])
    dead = GaugeMetricFamily("aixplore_outbox_dead", "Deliveries given up.", labels=["plugin"])
    due = Q(dead=False)
    open_ones = Delivery.objects.filter(delivered_at=None).values("subscriber").order_by("subscriber")
    try:
        rows = list(
            open_ones.annotate(
                waits=Count("pk", filter=due),
                gone=Count("pk", filter=~due),
                first=Min("event__created_at", filter=due),
            )
        )
    except DatabaseError:
        return
    for row in rows:
        waiting.add_metric([row["subscriber"]], row["waits"])
        dead.add_metric([row["subscriber"]], row["gone"])
        if row["first"]:
            oldest.add_metric([row["subscriber"]], (timezone.now() - row["first"]).total_seconds())
    yield from (waiting, oldest, dead)


def collect_tasks() -> Iterator[Family]:
    """Tasks that wait and that run; one statement. Left out while the database is away."""
    waiting = GaugeMetricFamily("aixplore_tasks", "Tasks by state: ready (due) or running.", labels=["state"])
    oldest = GaugeMetricFamily("aixplore_tasks_oldest_seconds", "How long the oldest due task has waited.")
    ready = Q(status=TaskResultStatus.READY)
    due = ready & (Q(run_after=get_date_max()) | Q(run_after__lte=Now()))
    try:
        found = DBTaskResult.objects.exclude(finished_at__isnull=False).aggregate(
            ready=Count("pk", filter=due),
            running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
            first=Min("enqueued_at", filter=due),
        )
    except DatabaseError:
        return
    for state in ("ready", "running"):
        waiting.add_metric([state], found[state])
    age = (timezone.now() - found["first"]).total_seconds() if found["first"] else 0.0
    oldest.add_metric([], max(age, 0.0))
    yield from (waiting, oldest)


def collect_processes() -> Iterator[Family]:
    """Living workers and schedulers; one statement. Left out while the database is away."""
    made = GaugeMetricFamily(
        "aixplore_processes", "Processes that have said that they live.", labels=["role"]
    )
    try:
        found = dict(find_living().values_list("role").annotate(Count("pk")))
    except DatabaseError:
        return
    for role in Role:
        made.add_metric([role], found.get(role, 0))
    yield made
