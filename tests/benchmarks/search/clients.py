"""How long searches take while 16 clients ask at once, over HTTP and with the server's own processes."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.catalogue import SUBJECTS
from tests.benchmarks.search.worker import READS
from tests.support.serving import serving

__all__ = ["CLIENTS", "measure_clients"]

CLIENTS, SEARCHES, WARM = 16, 25, 2
MOST_SPREAD = 5
NO_LIMITS = {
    "API_LIMITS": json.dumps({"anonymous": {"bucket": 10**9, "restore": 10**8, "concurrent": 1000}}),
    "RATE_BUCKETS": json.dumps({"search": {"amount": 10**9, "seconds": 1}}),
}


def measure_clients(given: dict[str, str]) -> None:
    """Print the median and the 99th percentile of searches with facets. given: of a site that is filled."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving({**given, **NO_LIMITS}, Path(folder) / "server.log") as port,
    ):
        search(port, [next(list_texts(number)) for number in range(WARM * CLIENTS)])
        with ThreadPoolExecutor(CLIENTS) as clients:
            work = [[next(texts) for _ in range(SEARCHES)] for texts in map(list_texts, range(CLIENTS))]
            found = [each for own in clients.map(lambda texts: search(port, texts), work) for each in own]
    answered = [seconds * 1000 for seconds, is_answered in found if is_answered]
    if not answered:
        raise SystemExit(f"None of {len(found)} searches by {CLIENTS} clients was answered.")
    middle, slow = median(answered), quantiles(answered, n=100)[98]
    print(
        f"{CLIENTS} clients, {len(found)} searches: median {middle:.0f} ms, p99 {slow:.0f} ms, "
        f"p99 / median {slow / middle:.1f} (target < {MOST_SPREAD}); {len(found) - len(answered)} not answered"
    )


def list_texts(client: int) -> Iterator[str]:
    """Two words, so that texts differ and each has many hits; each client begins with other ones."""
    count, number = len(SUBJECTS), client * 7
    while True:
        yield f"{SUBJECTS[number % count]} {SUBJECTS[(number // count + number + 1) % count]}"
        number += 1


def search(port: int, texts: Sequence[str]) -> list[tuple[float, bool]]:
    """Seconds of each search, one after the other, and whether it was answered."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for text in texts:
        body = json.dumps({"query": READS["search"].replace('"agent"', json.dumps(text))})
        started = time.perf_counter()
        connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read())
        found.append((time.perf_counter() - started, "errors" not in answer))
    connection.close()
    return found
