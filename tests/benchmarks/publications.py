"""How long a publication takes from its commit until the website shows it.

    python manage.py shell --no-imports -c "from tests.benchmarks.publications import report; report('http://127.0.0.1:3000')"

It publishes in the database of a demo that runs, whose background tasks tell the website. Pauses between publications
differ, so that they meet the tasks' looks for work at any moment. `make bench-theme` runs it.
"""

from __future__ import annotations

import random
import time
from statistics import median
from urllib.error import HTTPError
from urllib.request import urlopen

from cms.publishing.models import Delivery
from content_types.solutions.models import Solution

ROUNDS = 15
PAUSE = (1.0, 2.5)
POLL_SECONDS = 0.02
PATIENCE_SECONDS = 60.0
SLUG = "chatgpt"


def report(address: str) -> None:
    """Print median and greatest of the times until the website is told, and until its page is right, in seconds."""
    page = Solution.objects.get(slug=SLUG, locale__language_code="en")
    title = page.title
    try:
        rounds = [measure(address, page, f"{title} {number}") for number in range(ROUNDS)]
    finally:
        publish(page, title)
    for name, times in zip(("told", "shown"), zip(*rounds, strict=True), strict=True):
        print(
            f"publication {name:<6} median {median(times):5.2f} s   greatest {max(times):5.2f} s   of {ROUNDS}"
        )


def publish(page: Solution, title: str) -> None:
    page.refresh_from_db()
    page.title = title
    page.save_revision().publish()


def measure(address: str, page: Solution, title: str) -> tuple[float, float]:
    """Seconds from the commit until the call to the website has returned, and until its page has the title."""
    time.sleep(random.uniform(*PAUSE))
    publish(page, title)
    committed = time.monotonic()
    while f'<h1 class="text-title">{title}</h1>' not in read(f"{address}/solutions/{SLUG}/"):
        if time.monotonic() - committed > PATIENCE_SECONDS:
            raise SystemExit(
                "The website does not show what was published: does the demo run with its tasks?"
            )
        time.sleep(POLL_SECONDS)
    shown = time.monotonic() - committed
    while (last := Delivery.objects.filter(subscriber="nextjs_revalidate").latest("pk")).delivered_at is None:
        time.sleep(POLL_SECONDS)
    return (last.delivered_at - last.event.created_at).total_seconds(), shown


def read(address: str) -> str:
    """A page; an empty text where the website has none to show, as while the API is busy."""
    try:
        with urlopen(address, timeout=PATIENCE_SECONDS) as answer:
            return str(answer.read().decode())
    except HTTPError:
        return ""
