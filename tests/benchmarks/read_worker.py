"""The process of one checkout in the benchmark of reading: it fills its database, and answers when it is told to.

It is run by path, with another checkout's Python and folder, so it imports only what both have.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

RELATIONS = "title slug summary path vendor { name slug } category { name slug } tags { name slug }"
SIX = "CATEGORIES, VENDOR, TAGS, PRICING_MODEL, OPEN_SOURCE, DEPLOYMENT"
FACETS = "facets(names: [%s], first: 20) { name label values { value label count } }" % SIX
BROWSE = "{ solutions(first: 24, orderBy: [TITLE_ASC]%s) { totalCount %s nodes { %s } } }"
WITHIN = ', filter: {category: "category-03"}'
READS = {
    "W1": "{ solutions(first: 20, orderBy: [TITLE_ASC]) { nodes { %s } } }" % RELATIONS,
    "W2": '{ solution(slug: "tool-7") { %s body { __typename ... on ParagraphBlock { text } } '
    "reviews(first: 20) { nodes { rating title body createdAt } } } }" % RELATIONS,
    "W3": "{ solutions(first: 100, orderBy: [TITLE_ASC]) { nodes { %s reviews(first: 5) { nodes { rating title } } } } }"
    % RELATIONS,
    "W4": "{ solutions(first: 20, offset: 40, orderBy: [POPULARITY_DESC], filter: {pricingModel: [FREE]}) "
    "{ totalCount nodes { %s } } }" % RELATIONS,
    "W5": '{ search(query: "agent", first: 20) { totalCount nodes { ... on Solution { title path summary } } } }',
    "total": "{ solutions(first: 20, orderBy: [TITLE_ASC]) { totalCount nodes { %s } } }" % RELATIONS,
    "W6": BROWSE % ("", FACETS, RELATIONS),
    "W6-list": BROWSE % ("", "", RELATIONS),
    "W6-category": BROWSE % (WITHIN, FACETS, RELATIONS),
    "W6-category-list": BROWSE % (WITHIN, "", RELATIONS),
}
"""The reads of the design, W1 to W5, the first with the number of all, and a browse page with six facets and without, of all solutions and of a category."""
MONTH = "{ events(first: 24, orderBy: [NEXT_ASC], filter: {between: {%s}}) { %s nodes { title path nextOccurrence { startsAt } } } }"


def list_event_reads() -> dict[str, str]:
    """The first events of the next month, with their number (E1) and without (E2)."""
    start = (date.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (start + timedelta(days=32)).replace(day=1)
    span = f'from: "{start}T00:00:00Z", to: "{end}T00:00:00Z"'
    return {"E1": MONTH % (span, "totalCount"), "E2": MONTH % (span, "")}


def build_reader(query: str) -> Callable[[], bytes]:
    """A function that posts the query to the WSGI application, front included; SystemExit when it is not answered."""
    from cms.config.wsgi import application

    return build_poster(application, "/graphql", query)


def build_poster(application: Callable[..., Any], path: str, query: str) -> Callable[[], bytes]:
    """A function that posts the query to an application at a path."""
    body = json.dumps({"query": query}).encode()
    seen: list[str] = []

    def read() -> bytes:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "REMOTE_ADDR": "127.0.0.1", "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        }  # fmt: skip
        response = application(environ, lambda status, headers, error=None: seen.append(status))
        content = b"".join(response)
        getattr(response, "close", lambda: None)()
        if seen.pop() != "200 OK" or b'"errors"' in content or content.count(b'"title"') < 1:
            raise SystemExit(f"Not answered: {query}\n{content[:500]!r}")
        return content

    return read


def backend_pids() -> Iterator[int]:
    """The server processes of this database's connections, without its background ones."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        for (pid,) in cursor.fetchall():
            yield pid


def postgres_seconds(pids: list[int]) -> dict[int, float]:
    """CPU that each of these server processes has used; without those that have ended, or are on another machine."""
    found = {}
    for pid in pids:
        with suppress(OSError):
            found[pid] = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return found


def count_seconds(before: dict[int, float]) -> float:
    """What these processes have used since; nothing of one that has ended meanwhile, whose figure is lost."""
    now = postgres_seconds(list(before))
    return sum(seconds - before[pid] for pid, seconds in now.items())


WRITES = {
    "solutions": ["UPDATE solutions_solution SET summary = summary WHERE false"],
    "one that is shown or hidden": [
        "UPDATE solutions_solution SET summary = summary WHERE false",
        "UPDATE wagtailcore_page SET live = NOT live WHERE slug = 'tool-77'",
    ],
    "what a publication writes": ["-- publish"],
    "what a publication with other tags writes": ["-- publish", "-- change tags"],
    "links of one": [
        "UPDATE solutions_taggedsolution t SET tag_id = tag_id FROM wagtailcore_page p "
        "WHERE p.id = t.content_object_id AND p.slug = 'tool-79'",
        "UPDATE solutions_solution_categories c SET category_id = category_id FROM wagtailcore_page p "
        "WHERE p.id = c.solution_id AND p.slug = 'tool-79'",
        "UPDATE solutions_solution SET summary = summary WHERE false",
    ],
}
"""What gives tables new versions, as writes do: statements, and publications, which are made as the form makes them. The
first two leave the tables of tags and categories alone."""


def measure(read: Callable[[], bytes], times: int, written: str = "") -> dict[str, float]:
    """Milliseconds of CPU for one request, of Python and of PostgreSQL. written: what is written before each, so that
    no kept count holds; it is not counted."""
    repeats, each = (times, 1) if written else (1, times)
    spent = {"python": 0.0, "postgres": 0.0}
    for _ in range(repeats):
        write(written)
        before, python = postgres_seconds(list(backend_pids())), time.process_time()
        for _ in range(each):
            read()
        spent["python"] += (time.process_time() - python) * 1000 / times
        spent["postgres"] += count_seconds(before) * 1000 / times
    return spent


def write(what: str) -> None:
    """Give tables new versions; an empty name writes nothing."""
    from django.db import connection

    texts = WRITES.get(what, [])
    if "-- publish" in texts:
        publish("-- change tags" in texts)
        return
    with connection.cursor() as cursor:
        for text in texts:
            cursor.execute(text)


EXTRA = "measured"


def publish(with_other_tags: bool) -> None:
    """Publish a solution, whose tags a form has set: to those that it has, or with one more or less."""
    from content_types.solutions.models import Solution

    page = Solution.objects.get(slug="tool-78")
    names = sorted(tag.name for tag in page.tags.all())
    if with_other_tags:
        names = [name for name in names if name != EXTRA] if EXTRA in names else [*names, EXTRA]
    page.tags.set(names)
    page.save_revision().publish()


def count_statements(read: Callable[[], bytes]) -> int:
    """The fewest statements of three reads: once in a while a read has a few more."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            read()
        return len(captured)

    return min(count() for _ in range(3))


def load_catalogue() -> Any:
    """The module catalogue.py next to this file."""
    spec = importlib.util.spec_from_file_location("catalogue", Path(__file__).with_name("catalogue.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_memory() -> float:
    """MiB of this process in memory."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def list_readers(way: str) -> dict[str, Callable[[], bytes]]:
    """How each read is made: by the site, or in a way of references.py, which has some of them."""
    if way == "sql":
        from tests.benchmarks.references import SQL, build_sql_reader

        return {name: build_sql_reader(name) for name in SQL}
    if way == "plain Grapple":
        from django.core.wsgi import get_wsgi_application

        from tests.benchmarks.plain_grapple.reads import PLAIN_READS

        application = get_wsgi_application()
        return {name: build_poster(application, "/graphql/", query) for name, query in PLAIN_READS.items()}
    return {name: build_reader(query) for name, query in {**READS, **list_event_reads()}.items()}


def main() -> None:
    """Take orders as lines of JSON: {"fill": [solutions, reviews]}, {"read": name, "times": n,
    "written": what is written before each}, {"statements": name}, {"has": name}, {"memory": true}."""
    sys.path.remove(str(Path(__file__).resolve().parent))  # its plugins.py would hide the package of plugins
    import django

    django.setup()
    way = os.environ.get("AIXPLORE_READ_BY", "")
    readers = list_readers(way)
    from content_api.testing.leaks import unlimited

    with nullcontext() if way else unlimited():
        for line in sys.stdin:
            order = json.loads(line)
            answer: Any = None
            if "fill" in order:
                load_catalogue().fill(*order["fill"])
            elif "fill_events" in order:
                from tests.benchmarks.event_worker import fill_events

                fill_events(*order["fill_events"])
            elif "memory" in order:
                answer = measure_memory()
            elif "has" in order:
                answer = order["has"] in readers
            elif "statements" in order:
                answer = count_statements(readers[order["statements"]])
            else:
                answer = measure(readers[order["read"]], order["times"], order.get("written", ""))
            print("=" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
