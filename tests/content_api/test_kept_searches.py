"""Searches that are kept between requests are never older than the last commit of any writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.base.measures import SEARCHES_KEPT
from cms.relevance.models import PinnedPage, PinnedSearch, Synonym
from content_api.access.table_triggers import attach_triggers
from content_api.model.search import watch
from content_api.model.search.watch import clear_kept_searches
from content_api.model.sql_templates.store import clear_templates
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.vendors.models import Vendor
from plugins.embargo.models import Embargo
from plugins.search_postgres.models import Entry
from tests.content_api.client import ask, statements
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.calendar import set_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
QUERY = """query($q: String!, $filter: SearchFilter, $first: Int, $offset: Int) {
  search(query: $q, filter: $filter, kinds: [SOLUTION], first: $first, offset: $offset) {
    totalCount nodes { ... on Solution { title } } facets { name values { value label count } } } }"""
Answer = tuple[int, list[str], list[tuple[str, str, int]]]


@pytest.fixture(scope="module", autouse=True)
def agents(commit_once: Any) -> None:
    commit_once(plant_rows)


def plant_rows() -> None:
    """Three visible agents of one vendor, and a draft."""
    attach_triggers()
    make_site()
    vendor = make_vendor("Maker")
    for title in ("Atlas", "Boreas", "Ceres", "Draft"):
        make_solution(f"{title} agent", vendor=vendor, tags=("rag",), live=title != "Draft")


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    clear_templates()
    clear_kept_searches()
    yield
    clear_templates()
    clear_kept_searches()


@pytest.fixture
def other() -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody else, in a transaction of its own."""
    given = connection.get_connection_params()
    names = [each for each in ("host", "port", "user", "password", "dbname") if given.get(each)]
    with psycopg.connect(**{name: given[name] for name in names}) as made:
        yield made


def search(client: Client, q: str = "agent", **given: Any) -> Answer:
    found = ask(client, QUERY, q=q, **given)["search"]
    values = [value for facet in found["facets"] for value in facet["values"]]
    titles = [node["title"].partition(" ")[0] for node in found["nodes"]]
    return found["totalCount"], titles, [(each["value"], each["label"], each["count"]) for each in values]


def search_uncached(client: Client, **given: Any) -> Answer:
    """The same of a process that keeps nothing."""
    clear_templates()
    clear_kept_searches()
    return search(client, **given)


def count_heavy(client: Client, **given: Any) -> list[str]:
    """The statements that match, ask the gate or count facets."""
    found = statements(client, QUERY, **{"q": "agent", **given})
    return [
        each for each in found if "search_postgres_entry" in each or "array_agg" in each or "WITH " in each
    ]


def test_pages_facets_and_counts_of_one_search_share_its_work(client: Client) -> None:
    search(client, q="boreas")  # the structure of the site is read by now
    assert len(count_heavy(client)) == 3
    assert count_heavy(client) == count_heavy(client, first=1) == count_heavy(client, first=1, offset=1) == []
    assert (
        len(statements(client, QUERY, q="agent")) == 3
    )  # versions of tables, rows of the page, and of the structure
    assert search(client, first=1)[1] + search(client, first=2, offset=1)[1] == ["Atlas", "Ceres", "Boreas"]
    assert search(client) == search_uncached(client)


def test_another_text_filter_or_language_is_another_search(client: Client) -> None:
    search(client)
    assert search(client, q="boreas")[1] == ["Boreas"]
    assert search(client, filter={"vendor": "none"})[0] == 0
    assert search(client, filter={"vendor": "maker"})[0] == 3


def unpublish() -> None:
    Page.objects.get(title="Atlas agent").specific.unpublish()


def pin() -> None:
    search = PinnedSearch.objects.create(text="agent")
    PinnedPage.objects.create(search=search, page=Page.objects.get(title="Ceres agent"))
    PinnedPage.objects.create(search=search, page=Page.objects.get(title="Boreas agent"), sort_order=1)


def restrict() -> None:
    page = Page.objects.get(title="Atlas agent")
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def embargo() -> None:
    solution = Solution.objects.get(title="Atlas agent")
    Embargo.objects.create(solution=solution, until=timezone.now() + timedelta(days=1))


WRITES: dict[str, Callable[[], Any]] = {
    "unpublish": unpublish, "pin": pin, "restrict": restrict, "embargo": embargo,
    "publish": lambda: Page.objects.get(title="Draft agent").specific.save_revision().publish(),
    "more popular": lambda: Solution.objects.filter(title="Boreas agent").update(popularity=10**6),
    "expired": lambda: Page.objects.filter(title="Atlas agent").update(expire_at=timezone.now() - timedelta(days=1)),
    "vendor renamed": lambda: Vendor.objects.update(name="Makers"),
    "vendor hidden": lambda: Vendor.objects.update(live=False),
    "tag renamed": lambda: Tag.objects.filter(slug="rag").update(slug="retrieval"),
    "index changed": lambda: Entry.objects.filter(name="atlas agent").delete(),
    "synonym": lambda: Synonym.objects.create(word="agent", others="copilot") and make_solution("Delos copilot"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_every_kind_of_write_counts_in_the_next_search(client: Client, name: str) -> None:
    before = search(client)
    assert search(client) == before and before[:2] == (3, ["Atlas", "Ceres", "Boreas"])
    WRITES[name]()
    found = search(client)
    assert found != before and found == search_uncached(client)


def test_what_others_write_counts_once_it_is_committed(client: Client, other: Any) -> None:
    before = search(client)
    other.execute("UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas agent'")
    assert search(client) == before
    other.commit()
    assert search(client)[:2] == (2, ["Ceres", "Boreas"])


def test_what_expires_is_gone_without_a_write(client: Client, monkeypatch: Any) -> None:
    moment = timezone.now() + timedelta(hours=1)
    Page.objects.filter(title="Atlas agent").update(expire_at=moment)
    assert search(client)[0] == search(client)[0] == 3
    set_now(monkeypatch, moment + timedelta(minutes=1))
    assert search(client)[:2] == (2, ["Ceres", "Boreas"])


def test_nothing_is_shared_with_those_who_see_more(client: Client) -> None:
    restrict()
    editor = Client()
    editor.force_login(make_user(is_superuser=True, is_staff=True))
    assert [search(each)[0] for each in (editor, client, editor, client)] == [3, 2, 3, 2]


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_facets_do_not_count_what_is_unpublished_before_they_are_counted(
    client: Client, other: Any, is_signed_in: bool
) -> None:
    if is_signed_in:
        client.force_login(make_user())

    def interfere(execute: Any, text: str, params: Any, many: bool, context: Any) -> Any:
        if text.startswith("WITH "):
            other.execute("UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas agent'")
            other.commit()
        return execute(text, params, many, context)

    with connection.execute_wrapper(interfere):
        values = search(client)[2]
    assert ("maker", "Maker", 2) in values and ("rag", "rag", 2) in values


def test_only_so_much_is_kept(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(watch, "MAX_SEARCHES", 3)
    for number in range(5):
        search(client, q=f"agent OR word{number}")
    assert len(watch._kept) == 3
    monkeypatch.setattr(watch, "MAX_KEPT_SIZE", 2)
    clear_kept_searches()
    assert search(client)[0] == 3 and not watch._kept


def count_outcomes(client: Client, **given: Any) -> dict[tuple[str, str], int]:
    """How the metric grows while somebody searches."""

    counter: Any = SEARCHES_KEPT

    def read() -> dict[tuple[str, str], int]:
        return {key: int(child._value.get()) for key, child in counter._metrics.items()}

    before = read()
    search(client, **given)
    return {key: more for key, value in read().items() if (more := value - before.get(key, 0))}


def test_the_metric_says_what_was_kept_made_outdated_and_unkept(client: Client, monkeypatch: Any) -> None:
    search(client, q="agent OR maker")  # the structure of the site is read by now
    made = {("hits", "made"): 1, ("facets", "made"): 1}
    assert count_outcomes(client) == made
    assert count_outcomes(client) == {("hits", "kept"): 1, ("facets", "kept"): 1}
    make_solution("Delos agent")
    assert count_outcomes(client) == {**made, ("hits", "outdated"): 1, ("facets", "outdated"): 1}
    monkeypatch.setattr(watch, "MAX_KEPT_SIZE", 0)
    assert count_outcomes(client, q="agent OR ceres") == {("hits", "unkept"): 1, ("facets", "unkept"): 1}
    client.force_login(make_user())
    assert count_outcomes(client) == {("hits", "unkept"): 1, ("facets", "unkept"): 1}
