"""What is worked out from rows of other kinds tells a key no more than those rows would."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission

from cms.declarations import registry
from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, create_key
from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.reviews import ratings
from content_types.solutions.models import Solution, SolutionIndex
from content_types.solutions.parts import AttributeValue
from content_types.taxonomy.models import AttributeDefinition, UseCase
from tests.content_api.client import statements
from tests.factories.content import (
    index_page,
    make_category,
    make_event,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db
SOLUTIONS = "solutions.solution"
RATED = """{ solutions(orderBy: RATING_DESC) { nodes { title jsonLd rating { average count } subRatings { support } }
    facets(names: [MIN_RATING]) { values { value count } } }
    low: solutions(filter: {minRating: 4.5}) { totalCount } top: solutions(filter: {topRated: true}) { totalCount } }"""
FACETS = "{ solutions { facets(names: [%s]) { name values { value label count } } } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    key_checks.forget_keys()
    return make_site()


@pytest.fixture
def editor() -> User:
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def make_key(owner: User, *kinds: str, **limits: Any) -> str:
    return create_key(f"{owner}-{kinds}-{limits}", owner, KeyLimits(kinds=kinds, **limits))[1]


def ask(token: str, query: str) -> Any:
    headers: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    answer = Client().post("/graphql", {"query": query}, content_type="application/json", **headers).json()
    assert "errors" not in answer, answer
    return answer["data"]


class TestRatings:
    @pytest.fixture(autouse=True)
    def rate_solutions(self) -> None:
        for title, stars in (("Apt", 2), ("Better", 5)):
            for _ in range(2):
                make_review(
                    make_solution(title) if _ == 0 else Solution.objects.get(title=title), rating=stars
                )
        ratings.recompute()

    @pytest.mark.parametrize("rows", [False, True])
    def test_ratings_are_null_and_neither_filter_nor_order_for_keys_without_reviews(
        self, editor: User, settings: Any, rows: bool
    ) -> None:
        settings.API_ROWS_TIER = rows
        found = ask(make_key(editor, SOLUTIONS), RATED)
        assert [each["title"] for each in found["solutions"]["nodes"]] == ["Apt", "Better"]
        assert all(
            each["rating"] is None and each["subRatings"] is None for each in found["solutions"]["nodes"]
        )
        assert "aggregateRating" not in json.dumps(found) and '"review"' not in json.dumps(found)
        assert found["low"]["totalCount"] == found["top"]["totalCount"] == 0
        assert all(not each["values"] for each in found["solutions"]["facets"])

    def test_ratings_are_told_to_keys_that_read_reviews(self, editor: User) -> None:
        found = ask(make_key(editor, SOLUTIONS, "reviews.review"), RATED)
        assert [each["title"] for each in found["solutions"]["nodes"]] == ["Better", "Apt"]
        assert found["solutions"]["nodes"][0]["rating"]["count"] == 2 and found["low"]["totalCount"] == 1
        assert "aggregateRating" in json.dumps(found)
        assert any(each["count"] for each in found["solutions"]["facets"][0]["values"])

    def test_they_cost_a_key_without_reviews_no_statement(self, editor: User) -> None:
        client = Client(HTTP_AUTHORIZATION=f"Bearer {make_key(editor, SOLUTIONS)}")
        plain = "{ solutions { nodes { title } } }"
        statements(client, plain)
        rated = statements(client, plain.replace("title", "title rating { average }"))
        assert len(rated) == len(statements(client, plain))


def relate_by_hidden_kinds() -> None:
    """Pairs of solutions that share a category, a tag or an attribute alone."""
    category = make_category("Hiddencategory")
    for title in ("Cat one", "Cat two"):
        make_solution(title, category=category)
    definition = AttributeDefinition.objects.create(
        category=make_category("Another"), name="Hiddenattribute", key="hidden", type="text"
    )
    for title in ("One", "Two"):
        tagged, alike = (
            make_solution(f"{how} {title}", category=make_category(f"{how} {title}"))
            for how in ("Tagged", "Alike")
        )
        tagged.tags.add("hiddentag")
        tagged.save()
        AttributeValue.objects.create(page=alike, definition=definition, value="7")


RELATED = "{ solutions { nodes { title related { reason text solution { title } } } } }"


def test_reasons_of_related_solutions_name_no_rows_of_other_kinds(editor: User) -> None:
    relate_by_hidden_kinds()
    everything = json.dumps(ask(make_key(editor), RELATED))
    assert all(word in everything for word in ("Hiddencategory", "hiddentag", "Hiddenattribute"))
    hidden = json.dumps(ask(make_key(editor, SOLUTIONS), RELATED))
    assert "idden" not in hidden and not {"CATEGORY", "TAGS", "ATTRIBUTES"} & set(hidden.split('"'))
    tags = json.dumps(ask(make_key(editor, SOLUTIONS, "taxonomy.tag"), RELATED))
    assert "hiddentag" in tags and "Hiddencategory" not in tags


@pytest.mark.parametrize("rows", [False, True])
def test_no_facet_counts_values_of_other_kinds(editor: User, settings: Any, rows: bool) -> None:
    settings.API_ROWS_TIER = rows
    relate_by_hidden_kinds()
    solution = make_solution("Full", vendor=make_vendor("Hiddenvendor"))
    solution.use_cases.add(UseCase.objects.create(name="Hiddencase", slug="hiddencase"))
    make_review(solution, rating=5)
    ratings.recompute()
    names = registry.collections["solutions"].facets
    query = FACETS % ", ".join("".join(f"_{c}" if c.isupper() else c for c in name).upper() for name in names)
    everything = json.dumps(ask("", query))
    assert everything.count("idden") >= 4
    for _ in range(2):
        assert "idden" not in json.dumps(ask(make_key_once(editor), query))


def make_key_once(owner: User) -> str:
    from cms.identity.models import ApiKey

    ApiKey.objects.all().delete()
    key_checks.forget_keys()
    return make_key(owner, SOLUTIONS)


SEARCH = '{ search(query: "%s") { totalCount didYouMean } }'


class TestSearch:
    @pytest.fixture(autouse=True)
    def tag_solution(self) -> None:
        solution = make_solution("Alpha")
        solution.tags.add("quuxtagging")
        solution.save()
        solution.save_revision().publish()

    def count(self, token: str, text: str) -> int:
        return int(ask(token, SEARCH % text)["search"]["totalCount"])

    def test_words_of_tags_find_nothing_for_keys_without_tags(self, editor: User) -> None:
        narrow, wide = make_key(editor, SOLUTIONS), make_key(editor, SOLUTIONS, "taxonomy.tag")
        assert self.count("", "quuxtagging") == self.count(wide, "quuxtagging") == 1
        assert self.count(narrow, "quuxtagging") == 0 and self.count(narrow, "alpha") == 1
        assert self.count(narrow, "alpha -quuxtagging") == 1 and self.count("", "alpha -quuxtagging") == 0

    def test_corrections_name_no_tag(self, editor: User) -> None:
        narrow = make_key(editor, SOLUTIONS)
        assert ask("", SEARCH % "quxxtagging")["search"]["didYouMean"] == "quuxtagging"
        assert ask(narrow, SEARCH % "quxxtagging")["search"] == {
            "totalCount": 0,
            "didYouMean": None,
        }
        assert ask(narrow, SEARCH % "alhpa")["search"]["didYouMean"] == "alpha"

    def test_a_key_for_one_language_finds_nothing_in_another(self, editor: User) -> None:
        german = make_language("de")
        make_solution("Beta", under=index_page(SolutionIndex, german))
        token = make_key(editor, locales=("de",))
        assert self.count(token, "beta") == 1 and self.count(token, "alpha") == 0
        found = ask(
            token, '{ search(query: "alpha", locale: "en") { totalCount } suggest(query: "alp") { text } }'
        )
        assert found == {"search": {"totalCount": 0}, "suggest": []}


def test_warm_answers_are_never_those_of_another_caller(editor: User) -> None:
    """Each caller gets the same answer again and again, no matter who asked before."""
    relate_by_hidden_kinds()
    make_solution("Draft", live=False)
    make_event("Party")
    query = (
        "{ solutions { totalCount nodes { title tags { name } category { name } } } events { totalCount } }"
    )
    callers = [
        "", make_key(editor), make_key(editor, SOLUTIONS), make_key(editor, SOLUTIONS, reads_drafts=True),
        make_key(editor, "events.event"), make_key(make_user("visitor"), SOLUTIONS, reads_drafts=True),
    ]  # fmt: skip
    first = [ask(token, query) for token in callers]
    for _ in range(2):
        assert [ask(token, query) for token in reversed(callers)] == first[::-1]
    assert first[2] != first[0] and first[3] != first[2] and first[5] == first[2]
    assert first[4]["solutions"]["totalCount"] == 0 and first[4]["events"]["totalCount"] == 1


class TestDrafts:
    @pytest.mark.parametrize(
        ("permission", "count"), [("change_page", 1), ("publish_page", 0), ("lock_page", 0)]
    )
    def test_drafts_of_pages_are_for_those_who_may_change_them(self, permission: str, count: int) -> None:
        group = Group.objects.create(name="Some")
        GroupPagePermission.objects.create(
            group=group, page=index_page(SolutionIndex).get_root(),
            permission=Permission.objects.get(codename=permission),
        )  # fmt: skip
        make_solution("Draft", live=False)
        token = make_key(make_user("some", groups=("Some",)), SOLUTIONS, reads_drafts=True)
        assert ask(token, "{ solutions { totalCount } }")["solutions"]["totalCount"] == count

    @pytest.mark.parametrize(("action", "count"), [("change", 1), ("view", 0), ("publish", 0)])
    def test_drafts_of_rows_are_for_those_who_may_change_them(self, action: str, count: int) -> None:
        vendor = make_vendor("Unpublished")
        vendor.unpublish()
        user = make_user("some")
        user.user_permissions.add(Permission.objects.get(codename=f"{action}_vendor"))
        token = make_key(user, "vendors.vendor", reads_drafts=True)
        assert ask(token, "{ vendors { totalCount } }")["vendors"]["totalCount"] == count


@pytest.mark.parametrize("path", ["/events/calendar.ics", "/events/party.ics"])
def test_calendars_refuse_wrong_keys(path: str) -> None:
    make_event("Party", slug="party")
    assert Client().get(path).status_code == 200
    wrong = Client().get(path, HTTP_AUTHORIZATION="Bearer aix_wrong")
    assert wrong.status_code == 401 and b"BEGIN" not in wrong.content
