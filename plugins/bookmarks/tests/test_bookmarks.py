"""Keeping solutions: graphql_fields, graphql_queries, graphql_mutations, and what becomes of personal data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from graphql_relay import to_global_id

from plugins.bookmarks import plugin, services
from plugins.bookmarks.models import Bookmark
from plugins.bookmarks.settings import Settings
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_site, make_solution, make_user

pytestmark = pytest.mark.django_db
BOOKMARK = "mutation($input: BookmarkInput!) { bookmark(input: $input) { kept errors { code field } } }"
FIELDS = "{ solutions { nodes { title bookmarked bookmarkCount } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def reader(client: Client) -> Any:
    user = make_user("reader")
    client.force_login(user)
    return user


def send(client: Client, solution: Any, **more: Any) -> Any:
    given = {"solution": to_global_id("Solution", str(solution.pk)), **more}
    return ask(client, BOOKMARK, input=given)["bookmark"]


def test_graphql_mutations_and_graphql_queries(client: Client, reader: Any) -> None:
    first, second = make_solution("One"), make_solution("Two")
    for solution in (first, second, first):
        assert send(client, solution) == {"kept": True, "errors": []}
    assert ask(client, "{ bookmarks { title } }") == {"bookmarks": [{"title": "Two"}, {"title": "One"}]}
    assert send(client, second, keep=False) == {"kept": False, "errors": []}
    Bookmark.objects.create(user=make_user(), solution=second)
    first.unpublish()
    assert ask(client, "{ bookmarks { title } }") == {"bookmarks": []}


def test_graphql_fields_hide_small_numbers(client: Client, reader: Any) -> None:
    few, many = make_solution("Few"), make_solution("Many")
    for number in range(5):
        user = make_user()
        Bookmark.objects.create(user=user, solution=many)
        if number < 4:
            Bookmark.objects.create(user=user, solution=few)
    Bookmark.objects.create(user=reader, solution=few)
    Bookmark.objects.filter(solution=few).exclude(user=reader).first().delete()
    assert ask(client, FIELDS)["solutions"]["nodes"] == [
        {"title": "Few", "bookmarked": True, "bookmarkCount": None},
        {"title": "Many", "bookmarked": False, "bookmarkCount": 5},
    ]


def test_fields_of_a_hundred_solutions_are_two_statements(client: Client, reader: Any) -> None:
    make_solution("One")
    statements(client, FIELDS)  # the structure of the site is kept from here on
    few = len(statements(client, FIELDS))
    for _ in range(10):
        make_solution()
    assert len(statements(client, FIELDS)) == few


def test_strangers_keep_nothing(client: Client) -> None:
    solution = make_solution("One")
    assert send(client, solution) == {"kept": None, "errors": [{"code": "UNAUTHENTICATED", "field": None}]}
    answer = post(client, "{ bookmarks { title } solutions { nodes { bookmarkCount bookmarked } } }")
    assert codes(answer) == ["UNAUTHENTICATED", "UNAUTHENTICATED"]
    assert answer["data"] == {
        "bookmarks": None,
        "solutions": {"nodes": [{"bookmarkCount": None, "bookmarked": None}]},
    }


def test_what_is_hidden_cannot_be_kept(client: Client, reader: Any) -> None:
    hidden = make_solution("Hidden", live=False)
    assert send(client, hidden)["errors"] == [{"code": "NOT_FOUND", "field": "solution"}]
    assert not Bookmark.objects.exists()


def test_a_person_keeps_so_many_and_no_more(
    client: Client, reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "settings_of", lambda model: Settings(most=1))
    first = make_solution("One")
    send(client, first)
    assert send(client, make_solution("Two"))["errors"] == [{"code": "CONFLICT", "field": None}]
    assert send(client, first)["kept"] is True


def test_export_personal_data_and_erase_personal_data(reader: Any) -> None:
    made = Bookmark.objects.create(user=reader, solution=make_solution("One"))
    expected = {"bookmarks": [{"solution": "One", "since": made.created_at.isoformat()}]}
    assert plugin.export_personal_data(reader.pk) == expected
    assert (plugin.erase_personal_data(reader.pk), Bookmark.objects.count()) == (1, 0)


def test_admin_panels_and_urls_show_visible_solutions_that_many_keep(reader: Any) -> None:
    many, few, draft = make_solution("Many"), make_solution("Few"), make_solution("Draft", live=False)
    for solution, number in ((many, 5), (few, 4), (draft, 6)):
        Bookmark.objects.bulk_create(Bookmark(user=make_user(), solution=solution) for _ in range(number))
    report = {"solutions": [{"title": "Many", "bookmarks": 5}]}
    for role, expected in (("Vendor", report), ("Moderator", report)):
        staff = Client()
        staff.force_login(make_user(groups=(role,)))
        assert staff.get("/plugins/bookmarks/report.json").json() == expected
        assert staff.get("/admin/plugins/bookmarks/most_kept/").status_code == 302
        assert "/admin/plugins/bookmarks/" not in staff.get("/admin/").content.decode()
    editor = Client()
    editor.force_login(make_user(groups=("Editor",)))
    page = editor.get("/admin/plugins/bookmarks/most_kept/").content.decode()
    assert f'href="/admin/pages/{many.pk}/edit/">Many</a></td><td>5</td>' in page and "Few" not in page
    assert "/admin/plugins/bookmarks/most_kept/" in editor.get("/admin/").content.decode()
    assert editor.get("/plugins/bookmarks/report.json").json() == {
        "solutions": [{"title": "Draft", "bookmarks": 6}, {"title": "Many", "bookmarks": 5}]
    }
    assert Client().get("/plugins/bookmarks/report.json").status_code == 403


@pytest.mark.parametrize(
    ("shown_from", "told"),
    [(5, "No solution has been bookmarked by 5 people yet."), (1, "There are no bookmarks yet.")],
)
def test_the_panel_of_editors_says_why_it_is_empty(
    monkeypatch: pytest.MonkeyPatch, shown_from: int, told: str
) -> None:
    make_site()
    monkeypatch.setattr(services, "settings_of", lambda kind: Settings(shown_from=shown_from))
    editor = Client()
    editor.force_login(make_user(groups=("Editor",)))
    page = " ".join(editor.get("/admin/plugins/bookmarks/most_kept/").content.decode().split())
    assert told in page and 'href="/admin/solutions/"' in page and 'class="listing"' not in page


def test_metrics_count_all_bookmarks(reader: Any) -> None:
    Bookmark.objects.create(user=reader, solution=make_solution("One"))
    assert [sample.value for sample in plugin.metrics()[0].read()] == [1]


def test_json_ld_counts_bookmarks_for_machines(client: Client) -> None:
    solution = make_solution("One")
    for _ in range(5):
        Bookmark.objects.create(user=make_user(), solution=solution)
    described = ask(client, '{ solution(slug: "one") { jsonLd } }')["solution"]["jsonLd"]
    assert (described["name"], described["interactionStatistic"]["userInteractionCount"]) == ("One", 5)
