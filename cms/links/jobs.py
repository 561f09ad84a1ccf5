"""The jobs that find links to other sites, and check them a few at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from functools import partial
from time import monotonic

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.links.checking import Outcome, check_host
from cms.links.finding import store_links
from cms.links.models import Link, LinkResult, LinkUse
from cms.links.sources import list_owners
from cms.plugins.api.contributions import Job
from cms.plugins.runtime.core_jobs import declare_job

__all__ = ["FAILED", "check_links", "collect_links", "register"]

FAILED = (LinkResult.BROKEN, LinkResult.SILENT, LinkResult.REFUSED)
OFF = "Switched off: LINK_CHECK_DAYS is 0."
HOSTS_AT_ONCE = 8
LINKS_PER_HOST = 10
LINKS_PER_RUN = 1000
RUN_SECONDS = 30.0
"""The scheduler runs one job after the other, and publishing by the clock must not wait for slow servers."""
AGAIN = timedelta(days=1)
"""After which a link that failed is requested again."""
logger = structlog.get_logger(__name__)


def collect_links() -> str:
    """Store the links of published content; a line for the log."""
    if not settings.LINK_CHECK_DAYS:
        return OFF
    owners = list_owners()
    for model in owners:
        store_links(model)
    kinds = ContentType.objects.get_for_models(*owners).values()
    LinkUse.objects.exclude(content_type__in=kinds).delete()  # of what no longer has links that visitors see
    unused = Link.objects.filter(uses=None).delete()[0]
    return f"{Link.objects.count()} links in {LinkUse.objects.count()} places, {unused} forgotten"


def check_links() -> str:
    """Request links that are due, those never checked first; a line for the log."""
    if not settings.LINK_CHECK_DAYS:
        return OFF
    counts: Counter[str] = Counter()
    until = monotonic() + RUN_SECONDS
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        for outcomes in pool.map(partial(check_host, until=until), select_due()):
            save_outcomes(outcomes)
            counts.update(outcome.result for _address, outcome in outcomes)
    waiting = Link.objects.filter(is_due()).count()
    logger.info("links_checked", **counts, waiting=waiting)
    failed = sum(counts[each] for each in FAILED)
    return f"{counts.total()} links checked, {failed} of them broken, {waiting} waiting"


def is_due() -> Q:
    return Q(next_check_at=None) | Q(next_check_at__lte=timezone.now())


def select_due() -> list[list[str]]:
    """The addresses to request now, by host; at most LINKS_PER_HOST of each."""
    hosts: dict[str, list[str]] = defaultdict(list)
    due = Link.objects.filter(is_due()).order_by(F("next_check_at").asc(nulls_first=True), "pk")
    for address, host in due.values_list("url", "host")[: LINKS_PER_RUN * 10]:
        if len(hosts[host]) < LINKS_PER_HOST:
            hosts[host].append(address)
    return list(hosts.values())[:LINKS_PER_RUN]


def save_outcomes(outcomes: Iterable[tuple[str, Outcome]]) -> None:
    """Write down what requests came to, and when each link is requested again."""
    found = dict(outcomes)
    links, now = list(Link.objects.filter(url__in=found)), timezone.now()
    for link in links:
        outcome = found[link.url]
        is_failed = outcome.result in FAILED
        link.result, link.status, link.target = outcome.result, outcome.status, outcome.target
        link.reason, link.checked_at = outcome.reason[:300], now
        link.failing_since = (link.failing_since or now) if is_failed else None
        link.next_check_at = now + (AGAIN if is_failed else timedelta(days=settings.LINK_CHECK_DAYS))
    columns = ["result", "status", "target", "reason", "checked_at", "failing_since", "next_check_at"]
    Link.objects.bulk_update(links, columns)


def register() -> None:
    declare_job(
        Job(
            name="collect_links",
            run=collect_links,
            at=time(2, 40),
            description=_("Finds the links of published content to other sites."),
        )
    )
    declare_job(
        Job(
            name="check_links",
            run=check_links,
            every=timedelta(minutes=5),
            description=_("Requests some of these links, to find broken ones; see LINK_CHECK_DAYS."),
        )
    )
