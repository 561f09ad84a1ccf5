"""Lists that plugins add to `viewer`: one's own alone, through the gate, in pages; what does not fit is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.plugins.api.errors import ContributionError
from cms.plugins.api.lists import ViewerRows
from cms.plugins.loader.records import State
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime.decisions import forget
from cms.plugins.runtime.platform import Platform
from plugins.bookmarks.models import Bookmark
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_site, make_solution, make_user
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
PAGE = """query($first: Int, $last: Int, $after: String, $before: String, $offset: Int) { viewer {
  bookmarks(first: $first, last: $last, after: $after, before: $before, offset: $offset) {
    totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
TITLES = "{ viewer { bookmarks { totalCount nodes { title vendor { name } } } } }"
CODE = """
from cms.plugin_api import ViewerRows, hookimpl

@hookimpl
def viewer_rows():
    return [ViewerRows(%s, description="X.")]
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def reader(client: Client) -> Any:
    user = make_user("reader")
    client.force_login(user)
    return user


def keep(user: Any, *titles: str) -> list[Any]:
    found = [make_solution(title) for title in titles]
    for solution in found:
        Bookmark.objects.create(user=user, solution=solution)
    return found


def read(client: Client, **given: Any) -> Any:
    return ask(client, PAGE, **given)["viewer"]["bookmarks"]


def titles(page: Any) -> list[str]:
    return [each["title"] for each in page["nodes"]]


def test_viewer_rows_have_pages_in_both_directions(client: Client, reader: Any) -> None:
    keep(reader, "A", "B", "C", "D", "E")
    first = read(client, first=2)
    assert (titles(first), first["totalCount"], first["pageInfo"]["hasNextPage"]) == (["E", "D"], 5, True)
    second = read(client, first=2, after=first["pageInfo"]["endCursor"])
    assert titles(second) == ["C", "B"] and second["pageInfo"]["hasPreviousPage"]
    assert titles(read(client, last=2, before=second["pageInfo"]["startCursor"])) == ["E", "D"]
    assert titles(read(client, first=2, offset=4)) == ["A"]


def test_others_and_what_is_hidden_are_neither_shown_nor_counted(client: Client, reader: Any) -> None:
    keep(make_user("other"), "Theirs")
    _seen, hidden = keep(reader, "Seen", "Hidden")
    hidden.unpublish()
    page = read(client)
    assert (titles(page), page["totalCount"]) == (["Seen"], 1)
    assert ask(Client(), TITLES) == {"viewer": None}


def test_a_page_takes_the_same_statements_for_each_length(client: Client, reader: Any) -> None:
    keep(reader, "One")
    statements(client, TITLES)  # the structure of the site is kept from here on
    few = len(statements(client, TITLES))
    keep(reader, *"ABCDEFGH")
    assert len(statements(client, TITLES)) == few


@pytest.mark.parametrize(
    "given", [{"first": -1}, {"first": 100_000}, {"after": "x"}, {"first": 1, "last": 1}, {"offset": -1}]
)
def test_wrong_arguments_are_errors(client: Client, reader: Any, given: dict[str, Any]) -> None:
    assert codes(post(client, PAGE, **given)) == ["BAD_USER_INPUT"]


def test_a_plugin_that_is_off_leaves_the_rest_of_the_viewer(client: Client, reader: Any) -> None:
    keep(reader, "A")
    PluginSwitch.objects.create(plugin="bookmarks", site=None, enabled=False)
    forget()
    answer = post(client, "{ viewer { displayName bookmarks { totalCount } } }")
    assert codes(answer) == ["FEATURE_DISABLED"]
    assert answer["data"]["viewer"]["bookmarks"] is None and answer["data"]["viewer"]["displayName"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ('name="email", rows="reviews.Review", link="solution"', "is a field of AiXplore"),
        ('name="x", rows="bookmarks.Nothing", link="solution"', "Nothing"),
        ('name="x", rows="reviews.Review", link="solution", owner="author"', "is not a model of the plugin"),
    ],
)
def test_what_does_not_fit_refuses_the_plugin(
    workshop: Workshop, site_with: Callable[..., Platform], given: str, reason: str
) -> None:
    workshop.write("lists", CODE % given)
    platform = site_with()
    post(Client(), "{ __typename }")  # the schema is built
    found = platform.plugins["lists"]
    assert found.state is State.REFUSED and reason in str(found.reason)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"link": "user"}, "is not a foreign key to rows that the API shows"),
        ({"owner": "solution"}, "is not a foreign key to users"),
        ({"link": "created_at"}, "is not a foreign key to rows that the API shows"),
        ({"order": ["-nothing"]}, "nothing"),
        ({"order": ["solution"]}, "is a foreign key or may be null"),
    ],
)
def test_columns_are_checked_against_the_model(given: dict[str, Any], reason: str) -> None:
    from content_api.schema.build import build_schema
    from content_api.schema.plugin_fields.viewer_lists import find_viewer_problem

    item = ViewerRows(
        **{"name": "x", "rows": "bookmarks.Bookmark", "link": "solution", "description": "X.", **given}
    )
    assert reason in str(find_viewer_problem("bookmarks", item, build_schema()))


def test_a_model_says_that_nobody_keeps_a_row_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    from content_api.schema.build import build_schema
    from content_api.schema.plugin_fields.viewer_lists import find_viewer_problem

    item = ViewerRows(name="x", rows="bookmarks.Bookmark", link="solution", description="X.")
    assert find_viewer_problem("bookmarks", item, build_schema()) == ""
    monkeypatch.setattr(Bookmark._meta, "total_unique_constraints", [])
    assert "add a unique constraint over user, solution" in str(
        find_viewer_problem("bookmarks", item, build_schema())
    )


@pytest.mark.parametrize(
    "given", [{"rows": "Bookmark"}, {"link": "a__b"}, {"link": ""}, {"order": "created_at"}, {"order": []},
              {"description": ""}, {"name": "snake_case"}],
)  # fmt: skip
def test_wrong_contributions_are_refused_when_they_are_made(given: dict[str, Any]) -> None:
    with pytest.raises(ContributionError):
        ViewerRows(**{"name": "x", "rows": "a.B", "link": "solution", "description": "X.", **given})
