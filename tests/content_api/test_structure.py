"""What is kept between requests of sites, languages and private subtrees is never older than the last commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from wagtail.models import Collection, Page, PageViewRestriction, Site

from content_api.access import structure
from content_api.access.sites import HostAddress
from content_api.access.structure import current_structure
from content_types.solutions.models import SolutionIndex
from content_types.testing.factories import index_page, make_language, make_site, make_solution
from tests.content_api.client import ask, statements

TITLES = "{ solutions { nodes { title path } } }"


def titles(client: Client, host: str = "testserver") -> list[str]:
    answer = client.post(
        "/graphql", {"query": TITLES}, content_type="application/json", headers={"host": host}
    )
    return [node["title"] for node in answer.json()["data"]["solutions"]["nodes"]]


def execute(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def restrict(page: Page) -> None:
    execute(
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password) VALUES (%s, 'login', '')",
        page.pk,
    )


@pytest.fixture
def page(db: None) -> Page:
    make_site()
    return make_solution("Atlas")


def versions(write: Callable[[], object]) -> bool:
    """Whether a write changes the version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM content_api_structure")
        before = cursor.fetchone()
        write()
        cursor.execute("SELECT version FROM content_api_structure")
        return cursor.fetchone() != before


def test_a_second_request_reads_the_version_in_the_statement_of_its_list(page: Page, client: Client) -> None:
    statements(client, TITLES)
    again = statements(client, TITLES)
    assert len(again) == 1 and "(SELECT version FROM content_api_structure)" in again[0]
    assert "wagtailcore_site" not in again[0] and "viewrestriction" not in again[0]


def test_raw_sql_that_restricts_and_releases_counts_at_once(page: Page, client: Client) -> None:
    assert titles(client) == ["Atlas"]
    restrict(page)
    assert titles(client) == []
    execute("UPDATE wagtailcore_pageviewrestriction SET page_id = %s", index_page(SolutionIndex).pk)
    assert titles(client) == []
    execute("DELETE FROM wagtailcore_pageviewrestriction")
    assert titles(client) == ["Atlas"]


def test_groups_added_by_raw_sql_count_at_once(page: Page, client: Client, django_user_model: Any) -> None:
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="Readers")
    user = django_user_model.objects.create_user("reader", password="x")
    user.groups.add(group)
    client.force_login(user)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    assert titles(client) == []
    execute(
        "INSERT INTO wagtailcore_pageviewrestriction_groups (pageviewrestriction_id, group_id) VALUES (%s, %s)",
        restriction.pk, group.pk,
    )  # fmt: skip
    assert titles(client) == ["Atlas"]


def test_a_private_page_that_moves_stays_private(page: Page, client: Client) -> None:
    other = make_solution("Borealis")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles(client) == ["Borealis"]
    execute("UPDATE wagtailcore_page SET path = path || 'X' WHERE id = %s", page.pk)
    assert titles(client) == ["Borealis"]
    execute("UPDATE wagtailcore_page SET path = replace(path, 'X', '') WHERE id = %s", page.pk)
    PageViewRestriction.objects.all().delete()
    assert titles(client) == [page.title, other.title]


def test_sites_home_pages_and_languages_count_at_once(page: Page, client: Client) -> None:
    ask(client, TITLES)
    execute("UPDATE wagtailcore_site SET site_name = 'Renamed'")
    assert ask(client, "{ site { name } }") == {"site": {"name": "Renamed"}}
    codes = "{ site { locales { code } } }"
    assert ask(client, codes)["site"]["locales"] == [{"code": "en"}]
    make_language("de")
    assert ask(client, codes)["site"]["locales"] == [{"code": "en"}, {"code": "de"}]
    execute("UPDATE wagtailcore_locale SET language_code = 'fr' WHERE language_code = 'de'")
    assert ask(client, codes)["site"]["locales"] == [{"code": "en"}, {"code": "fr"}]


def test_each_host_has_its_own_site(page: Page, client: Client) -> None:
    assert titles(client) == ["Atlas"]
    other = make_site("other.example", default=False)
    assert titles(client, "other.example") == []
    make_solution("Borealis", under=index_page(SolutionIndex, other.root_page))
    assert (titles(client, "other.example"), titles(client)) == (["Borealis"], ["Atlas"])
    Site.objects.filter(pk=other.pk).update(hostname="gone.example")
    assert titles(client, "other.example") == ["Atlas"]


def test_what_is_undone_is_forgotten(page: Page, client: Client) -> None:
    from django.db import transaction

    assert titles(client) == ["Atlas"]
    with transaction.atomic():
        restrict(page)
        assert titles(client) == []
        transaction.set_rollback(True)
    assert titles(client) == ["Atlas"]


UNRELATED = {
    "a draft": lambda page: page.save_revision(),
    "a publication": lambda page: page.save_revision().publish(),
    "another title": lambda page: Page.objects.filter(pk=page.pk).update(title="Other"),
    "no row at all": lambda page: Site.objects.filter(hostname="none.example").update(port=81),
    "a public page that moves": lambda page: Page.objects.filter(pk=page.pk).update(url_path="/home/x/"),
    "a new page": lambda page: make_solution("Zephyr"),
    "a collection": lambda page: Collection.objects.filter(depth=1).first().add_child(name="Logos"),
}


@pytest.mark.parametrize("write", UNRELATED.values(), ids=UNRELATED.keys())
def test_other_writes_leave_the_version_alone(page: Page, write: Callable[[Page], object]) -> None:
    assert versions(lambda: write(page)) is False


def test_a_missing_version_keeps_nothing(page: Page, client: Client) -> None:
    execute("DELETE FROM content_api_structure")
    assert titles(client) == ["Atlas"]
    execute("ALTER TABLE wagtailcore_pageviewrestriction DISABLE TRIGGER USER")
    restrict(page)
    assert titles(client) == []


@pytest.fixture
def second() -> Iterator[psycopg.Connection]:
    """A connection of another process, as far as the database can tell."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: given[name] for name in names if name in given}, autocommit=True) as other:
        yield other


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_what_another_process_commits_counts_for_the_next_request(
    client: Client, second: psycopg.Connection
) -> None:
    make_site()
    page = make_solution("Atlas")
    assert titles(client) == ["Atlas"]
    for _ in range(5):
        with second.transaction():
            second.execute(
                "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password) "
                "VALUES (%s, 'login', '')",
                [page.pk],
            )
            assert titles(client) == ["Atlas"]
        assert titles(client) == []
        second.execute("TRUNCATE wagtailcore_pageviewrestriction CASCADE")
        assert titles(client) == ["Atlas"]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("private_pages", lambda page: restrict(page)),
        ("locales", lambda page: execute("INSERT INTO wagtailcore_locale (language_code) VALUES ('xx')")),
        ("private_collections", lambda page: restrict_files()),
        ("site", lambda page: execute("UPDATE wagtailcore_site SET site_name = 'Rolled back'")),
    ],
)
def test_nothing_is_kept_of_a_change_that_is_rolled_back(
    page: Page, rf: Any, monkeypatch: pytest.MonkeyPatch, part: str, change: Any
) -> None:
    """The version was read before the change, the part after it, in one transaction."""

    def read(kept: Any) -> Any:
        address = HostAddress.of_request(rf.get("/"))
        return kept.site_map(address).site.site_name if part == "site" else getattr(kept, part)

    monkeypatch.setattr(structure, "_kept", None)
    before = current_structure()
    kept = structure._kept
    with transaction.atomic():
        change(page)
        changed = read(before)
        transaction.set_rollback(True)
    assert structure._kept is kept
    assert read(current_structure()) != changed


def restrict_files() -> None:
    execute(
        "INSERT INTO wagtailcore_collectionviewrestriction (collection_id, restriction_type, password)"
        " VALUES (%s, 'login', '')",
        Collection.objects.first().pk,
    )
