"""Counts and facets that are kept between requests are never older than the last commit of any writer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from psycopg import sql
from wagtail.models import Page, PageViewRestriction

from cms.declarations import registry
from content_api.access import table_versions
from content_api.access.table_triggers import attach_triggers, list_versioned_tables
from content_api.model.sql_templates import kept_rows
from content_api.model.sql_templates.reads import find_next_change
from content_api.model.sql_templates.store import clear_templates
from content_api.model.sql_templates.template import Slot
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category, Tag
from content_types.vendors.models import Vendor
from plugins.badges.models import Badge
from plugins.embargo.models import Embargo
from tests.content_api.client import ask, statements
from tests.factories.content import (
    index_page,
    make_category,
    make_event,
    make_site,
    make_solution,
    make_vendor,
)
from tests.support.calendar import set_now

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
QUERY = """query($filter: SolutionFilter) { solutions(first: 1, filter: $filter) { totalCount
  facets(names: [VENDOR, TAGS, CATEGORY, BADGES]) { values { value label count } } } }"""


@pytest.fixture(scope="module", autouse=True)
def catalogue(commit_once: Any) -> None:
    commit_once(plant_rows)


def plant_rows() -> None:
    """Two visible solutions of one vendor, and a draft."""
    attach_triggers()
    make_site()
    vendor, category = make_vendor("Maker"), make_category("Speech")
    for title in ("Atlas", "Whisper", "Draft"):
        make_solution(title, vendor=vendor, category=category, tags=("rag",), live=title != "Draft")


@pytest.fixture(autouse=True)
def atlas() -> Iterator[Solution]:
    """The first of them; nothing is kept."""
    clear_templates()
    yield Solution.objects.get(title="Atlas")
    clear_templates()


@pytest.fixture
def other() -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody else, in a transaction of its own."""
    with psycopg.connect(dsn()) as made:
        yield made


def dsn() -> str:
    given = connection.get_connection_params()
    return psycopg.conninfo.make_conninfo(
        **{name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
    )


def count(client: Client, **given: Any) -> tuple[int, list[tuple[str, str, int]]]:
    found = ask(client, QUERY, filter=given or None)["solutions"]
    values = [value for facet in found["facets"] for value in facet["values"]]
    return found["totalCount"], [(each["value"], each["label"], each["count"]) for each in values]


def count_fresh(client: Client, **given: Any) -> tuple[int, list[tuple[str, str, int]]]:
    """The same of a process that keeps nothing."""
    clear_templates()
    return count(client, **given)


BEFORE = (2, [("maker", "Maker", 2), ("rag", "rag", 2), ("speech", "Speech", 2)])


def test_a_second_request_counts_nothing(client: Client) -> None:
    assert count(client) == count(client) == BEFORE
    again = statements(client, QUERY)
    assert [("content_api_table_change" in each) for each in again] == [
        False,
        True,
    ]  # the list, and the versions
    assert "COUNT(" not in "".join(again).upper()


def publish() -> None:
    Page.objects.get(title="Draft").specific.save_revision().publish()


def unpublish() -> None:
    Page.objects.get(title="Atlas").specific.unpublish()


def expire() -> None:
    Solution.objects.filter(title="Atlas").update(expire_at=timezone.now() - timedelta(days=1))


def embargo() -> None:
    Embargo.objects.create(
        solution=Solution.objects.get(title="Atlas"), until=timezone.now() + timedelta(days=1)
    )


def move_to_another_vendor() -> None:
    Solution.objects.filter(title="Atlas").update(vendor=make_vendor("Other"))


def add_tag() -> None:
    solution = Solution.objects.get(title="Atlas")
    solution.tags.add("ocr")
    solution.save()


WRITES: dict[str, Callable[[], Any]] = {
    "publish": publish, "unpublish": unpublish, "expire": expire, "embargo": embargo,
    "another vendor": move_to_another_vendor, "a tag": add_tag,
    "vendor renamed": lambda: Vendor.objects.filter(slug="maker").update(name="Makers"),
    "vendor hidden": lambda: Vendor.objects.filter(slug="maker").update(live=False),
    "category renamed": lambda: Category.objects.update(name="Voice"),
    "tag renamed": lambda: Tag.objects.filter(slug="rag").update(slug="retrieval"),
    "a badge": lambda: Badge.objects.create(solution=Solution.objects.get(title="Atlas"), kind="accessible"),
    "deleted": lambda: Page.objects.get(title="Atlas").delete(),
    "private": lambda: PageViewRestriction.objects.create(page=index_page(SolutionIndex), restriction_type="login"),
    "made": lambda: make_solution("New", vendor=Vendor.objects.get(slug="maker")),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_every_kind_of_write_counts_in_the_next_request(client: Client, name: str) -> None:
    assert count(client) == count(client) == BEFORE
    WRITES[name]()
    found = count(client)
    assert found != BEFORE and found == count_fresh(client)


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas'",
        "UPDATE vendors_vendor SET name = 'Makers'",
        "DELETE FROM solutions_taggedsolution",
        "TRUNCATE solutions_taggedsolution",
        "UPDATE wagtailcore_page SET expire_at = now() - interval '1 hour' WHERE title = 'Whisper'",
    ],
)
def test_raw_sql_of_another_connection_counts_at_once(client: Client, other: Any, text: str) -> None:
    assert count(client) == BEFORE
    other.execute(text)
    assert (
        count(client) == BEFORE if "TRUNCATE" not in text else True
    )  # it is not committed; TRUNCATE locks readers
    other.commit()
    found = count(client)
    assert found != BEFORE and found == count_fresh(client)


def test_a_write_of_another_process_counts_at_once(client: Client) -> None:
    assert count(client) == BEFORE
    code = f"import psycopg; psycopg.connect({dsn()!r}, autocommit=True).execute('UPDATE vendors_vendor SET live = false')"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert count(client) == (2, BEFORE[1][1:])


def test_counts_that_are_filled_while_a_transaction_is_open_end_with_its_commit(
    client: Client, other: Any
) -> None:
    other.execute("UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas'")
    assert count(client) == count(client) == BEFORE  # filled and used, while the other one is not committed
    other.commit()
    assert count(client)[0] == 1


def test_a_transaction_that_is_rolled_back_changes_nothing(client: Client, other: Any) -> None:
    assert count(client) == BEFORE
    other.execute("UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas'")
    other.rollback()
    assert len(statements(client, QUERY)) == 2 and count(client) == BEFORE  # still kept
    with transaction.atomic():
        unpublish()
        assert count(client)[0] == 1  # its own eyes see it, and keep nothing
        transaction.set_rollback(True)
    assert count(client) == BEFORE


def test_rows_that_change_while_counts_are_filled_are_counted_again(
    client: Client, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit between the version and the rows: these are newer, and are not taken for those of the next version."""
    read = find_next_change

    def commit_between(*given: Any) -> datetime:
        other.execute("UPDATE wagtailcore_page SET live = false WHERE title = 'Atlas'")
        other.commit()
        return read(*given)

    monkeypatch.setattr(kept_rows, "find_next_change", commit_between)
    count(client)
    monkeypatch.undo()
    assert count(client) == count_fresh(client) and count(client)[0] == 1


def test_savepoints_that_are_rolled_back_hide_no_later_write(client: Client) -> None:
    assert count(client) == BEFORE
    with transaction.atomic():
        with transaction.atomic():
            Vendor.objects.update(name="Gone")
            transaction.set_rollback(True)
        Vendor.objects.update(name="Makers")
    assert count(client)[1][0] == ("maker", "Makers", 2)


@pytest.mark.parametrize("what", ["expiry", "embargo", "vendor"])
def test_what_changes_with_the_clock_counts_at_its_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    start = datetime(2026, 11, 28, 9, tzinfo=UTC)
    moment = start + timedelta(hours=1)
    atlas = Solution.objects.filter(title="Atlas")
    set_now(monkeypatch, start)
    if what == "expiry":
        atlas.update(expire_at=moment)
    elif what == "embargo":
        Embargo.objects.create(solution=atlas.get(), until=moment)
    else:
        Vendor.objects.update(expire_at=moment)
    first = count(client)
    for now, is_same in ((moment - timedelta(microseconds=1), True), (moment, False), (start, True)):
        set_now(monkeypatch, now)
        found = count(client)
        assert (found == first) == is_same and found == count_fresh(client)


def test_months_of_events_move_on(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    start = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    set_now(monkeypatch, start)
    make_event("Fair", starts_at=start, ends_at=start + timedelta(days=1), time_zone="UTC")
    query = "{ events { totalCount facets(names: [MONTHS, STATUS]) { values { value count } } } }"
    for minutes, months in ((0, ["2026-11", "2026-12"]), (0.5, ["2026-11", "2026-12"]), (1, ["2026-12"])):
        set_now(monkeypatch, start + timedelta(minutes=minutes))
        found = ask(client, query)["events"]["facets"][0]["values"]
        assert [each["value"] for each in found] == months
    assert len(statements(client, query)) == 2


def test_filters_and_languages_keep_counts_of_their_own(client: Client) -> None:
    make_solution("Other", vendor=make_vendor("Other"), tags=("ocr",), category=make_category("Vision"))
    for given, total in (
        ({}, 3), ({"vendor": ["other"]}, 1), ({"vendor": ["maker"]}, 2), ({"tags": ["rag"]}, 2),
        ({"category": "speech"}, 2), ({"badges": ["ACCESSIBLE"]}, 0),
    ):  # fmt: skip
        first = count(client, **given)
        assert first[0] == total and count(client, **given) == first == count_fresh(client, **given)


@pytest.mark.parametrize("collection", sorted(registry.collections))
def test_everything_that_a_statement_reads_has_a_version(collection: str) -> None:
    """The tables of PostgreSQL's own plan are among those whose versions are compared."""
    facets = registry.collections[collection].facets
    names = " ".join(sorted(to_enum(name) for name in facets))
    selected = f"totalCount facets(names: [{names}]) {{ name }}" if facets else "totalCount"
    ask(Client(), f"{{ {collection} {{ {selected} }} }}")
    kept = {template.sql: template for template, each in kept_rows._kept.items() if each.versions}
    watched = table_versions.are_watched(frozenset(list_versioned_tables()))
    assert watched and len(kept) == 1  # facets count the list, too
    for template in kept.values():
        values = [datetime.now(UTC) if type(each) is Slot else each for each in template.params]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {template.sql}", values)
            plan = str(cursor.fetchone())
        read = {
            name for name in connection.introspection.table_names() if f"'Relation Name': '{name}'" in plan
        }
        reads = kept_rows._kept[template].reads
        assert read and reads and read <= reads.tables


def to_enum(name: str) -> str:
    from graphene.utils.str_converters import to_snake_case

    return str(to_snake_case(name).upper())


def test_a_table_without_its_trigger_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_versions, "_watched", frozenset())
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER content_api_table_changed ON vendors_vendor")
    try:
        assert count(client) == BEFORE
        Vendor.objects.update(name="Makers")
        assert count(client)[1][0] == ("maker", "Makers", 2)
    finally:
        attach_triggers()


def test_rows_of_finished_transactions_become_one_of_the_same_version(other: Any) -> None:
    def read() -> Any:
        return table_versions.read_versions()["vendors_vendor"]

    seen = set()
    for number in range(200):
        Vendor.objects.update(name=f"Maker {number}")
        seen.add(read())
    assert len(seen) == 200  # no version comes twice
    text = sql.SQL("SELECT count(*) FROM content_api_table_change WHERE table_name = 'vendors_vendor'")
    assert 1 <= other.execute(text).fetchone()[0] < 150


def test_writers_do_not_wait_for_each_other(other: Any) -> None:
    other.execute("UPDATE vendors_vendor SET name = 'One' WHERE slug = 'none'")
    with psycopg.connect(dsn()) as second:
        second.execute("SET lock_timeout = '2s'")
        for _ in range(30):
            second.execute("UPDATE vendors_vendor SET name = 'Two'")
            second.commit()
    other.commit()
