"""Statements whose text is kept give what a fresh one would, for every caller, site and moment."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.declarations import registry
from cms.media.models import Image
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime.decisions import forget
from cms.testing.workshop import Workshop
from content_api.access.context import ReadContext
from content_api.model.collection_query import CollectionQuery
from content_api.model.sql_templates import store
from content_api.model.sql_templates.instances import instance_maker, is_plain
from content_api.model.sql_templates.slots import KEYS, NOW, RESERVED, NotTemplatable
from content_types.events.models import Event
from content_types.reviews.models import Review
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Tag
from content_types.testing.factories import index_page
from content_types.vendors.models import Vendor
from plugins.embargo.models import Embargo
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    make_event,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)

pytestmark = pytest.mark.django_db
SOLUTIONS = "{ solutions { totalCount nodes { title vendor { name } tags { name } } } }"


@pytest.fixture(autouse=True)
def _no_templates() -> Iterator[None]:
    make_site()
    store.clear_templates()
    yield
    store.clear_templates()


@pytest.fixture
def atlas() -> Solution:
    return make_solution("Atlas", vendor=make_vendor("Maker"), tags=("rag",))


def warm(client: Client, query: str) -> Any:
    """The answer to the second time a query is asked."""
    ask(client, query)
    return ask(client, query)


def templates() -> int:
    """How many statements are kept."""
    kept = [each for family in store._families.values() for each in family.members.values()]
    return sum(each is not None for each in kept)


def at(moment: datetime) -> Any:
    return patch("django.utils.timezone.now", lambda: moment)


def expire(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(expire_at=timezone.now() + timedelta(hours=1))


@pytest.mark.parametrize(
    ("make", "query", "shown", "hidden"),
    [
        (lambda: make_solution("Soon over"), "{ found: solutions { totalCount nodes { title } } }",
         {"totalCount": 1, "nodes": [{"title": "Soon over"}]}, {"totalCount": 0, "nodes": []}),
        (lambda: make_event("Soon over"), "{ found: events { nodes { title } } }",
         {"nodes": [{"title": "Soon over"}]}, {"nodes": []}),
        (lambda: make_solution("Lasting", vendor=make_vendor("Soon over")).vendor,
         "{ found: solutions { nodes { vendor { name } } } }",
         {"nodes": [{"vendor": {"name": "Soon over"}}]}, {"nodes": [{"vendor": None}]}),
        (lambda: make_solution("Soon over", tags=("rag",)), "{ found: tags { nodes { name } } }",
         {"nodes": [{"name": "rag"}]}, {"nodes": []}),
        (lambda: make_review(make_solution("Soon over", vendor=make_vendor("Maker"))).solution,
         "{ found: vendors(first: 2) { nodes { solutions(first: 2) { totalCount nodes { reviews(first: 2) { totalCount } } } } } }",
         {"nodes": [{"solutions": {"totalCount": 1, "nodes": [{"reviews": {"totalCount": 1}}]}}]},
         {"nodes": [{"solutions": {"totalCount": 0, "nodes": []}}]}),
    ],
)  # fmt: skip
def test_what_expires_is_gone_in_the_next_request(
    client: Client, make: Callable[[], Any], query: str, shown: Any, hidden: Any
) -> None:
    expire(make())
    assert warm(client, query)["found"] == shown
    assert templates() > 0
    with at(timezone.now() + timedelta(hours=2)):
        assert ask(client, query)["found"] == hidden
    assert ask(client, query)["found"] == shown


def test_an_embargo_ends_at_its_moment_with_the_same_text(client: Client, atlas: Solution) -> None:
    Embargo.objects.create(solution=atlas, until=timezone.now() + timedelta(hours=1))
    assert warm(client, SOLUTIONS)["solutions"]["totalCount"] == 0
    kept = templates()
    with at(timezone.now() + timedelta(hours=2)):
        assert ask(client, SOLUTIONS)["solutions"]["totalCount"] == 1
    assert kept > 0


def switch_embargo_off() -> None:
    PluginSwitch.objects.create(plugin="embargo", site=None, enabled=False)
    forget()


def restrict_solutions() -> None:
    index_page(SolutionIndex).view_restrictions.create(restriction_type="login")


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (switch_embargo_off, [], ["Atlas"]),
        (lambda: Embargo.objects.all().delete(), [], ["Atlas"]),
        (lambda: Embargo.objects.update(until=timezone.now() - timedelta(days=1)), [], ["Atlas"]),
    ],
)
def test_what_frees_a_row_is_seen_in_the_next_request(
    client: Client, atlas: Solution, change: Callable[[], Any], before: list[str], after: list[str]
) -> None:
    Embargo.objects.create(solution=atlas, until=timezone.now() + timedelta(days=1))
    assert [each["title"] for each in warm(client, SOLUTIONS)["solutions"]["nodes"]] == before
    change()
    try:
        assert [each["title"] for each in ask(client, SOLUTIONS)["solutions"]["nodes"]] == after
    finally:
        forget()


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (restrict_solutions, 0),
        (lambda: Page.objects.filter(slug="atlas").update(live=False), 0),
        (lambda: Site.objects.update(root_page=make_event("Alone")), 0),
        (lambda: Vendor.objects.update(live=False), 1),
    ],
)
def test_what_hides_a_row_is_seen_in_the_next_request(
    client: Client, atlas: Solution, change: Callable[[], Any], left: int
) -> None:
    assert warm(client, SOLUTIONS)["solutions"]["totalCount"] == 1
    change()
    found = ask(client, SOLUTIONS)["solutions"]
    assert found["totalCount"] == left
    assert [each["vendor"] for each in found["nodes"]] == [None] * left


def test_sites_do_not_share_what_they_show(client: Client, atlas: Solution) -> None:
    Site.objects.create(hostname="other.example", port=80, root_page=make_event("Elsewhere"))
    query = "{ solutions { totalCount } events { nodes { title } } }"
    here = {"solutions": {"totalCount": 1}, "events": {"nodes": [{"title": "Elsewhere"}]}}
    there = {"solutions": {"totalCount": 0}, "events": {"nodes": [{"title": "Elsewhere"}]}}
    for _ in range(3):
        assert ask(client, query) == here
        assert ask(Client(headers={"host": "other.example"}), query) == there


def test_a_list_has_a_text_with_the_version_of_the_structure_and_one_without(
    client: Client, atlas: Solution
) -> None:
    query = "{ a: solutions { nodes { title } } b: solutions { nodes { title } } }"
    ask(client, query)  # from here on the current structure is kept
    store.clear_templates()
    assert ask(client, query) == {name: {"nodes": [{"title": "Atlas"}]} for name in "ab"}
    assert templates() == 2
    assert [sql.count("content_api_structure") for sql in statements(client, query)] == [1, 0]


@pytest.mark.parametrize(
    ("change", "kept", "titles"),
    [
        (lambda: None, 1, ["Atlas"]),
        (restrict_solutions, 0, []),
        (lambda: Site.objects.update(hostname="other.example"), 0, ["Atlas"]),
    ],
)
def test_no_text_is_kept_of_a_structure_that_its_own_transaction_changed(
    atlas: Solution, change: Callable[[], Any], kept: int, titles: list[str]
) -> None:
    context = ReadContext.for_site()
    assert context.gate.site.roots
    change()
    found = CollectionQuery.of(registry.collections["solutions"], {}, context.reader).execute()
    assert [row.title for row in found.rows] == titles
    assert templates() == kept


def test_nothing_is_kept_for_people_who_are_signed_in(client: Client, atlas: Solution) -> None:
    restrict_solutions()
    client.force_login(make_user())
    assert warm(client, SOLUTIONS)["solutions"]["totalCount"] == 1
    assert templates() == 0
    assert warm(Client(), SOLUTIONS)["solutions"]["totalCount"] == 0


RULE = """
from cms.plugin_api import *
from datetime import timedelta
from django.db.models import Q
shown = [%s]

@hookimpl
def permission_filter():
    return [PermissionFilter(name="pick", model="solutions.Solution", rule=lambda viewer: %s)]
"""


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("Q(title__in=list(shown))", True),
        ("Q(title=shown[0])", True),
        ("Q(Q(expire_at=None) | Q(expire_at__gt=viewer.now), title__in=shown)", True),
        ("Q(Q(expire_at=None) | Q(expire_at__gt=viewer.now + timedelta(hours=1)), title__in=shown)", False),
    ],
)
def test_a_plugin_is_asked_in_every_request(
    plugin_workshop: Workshop, site_with_plugins: Any, client: Client, rule: str, kept: bool
) -> None:
    plugin_workshop.write("picky", RULE % ("'One'", rule), guards=["solutions.Solution"])
    platform = site_with_plugins()
    make_solution("One"), make_solution("Two")
    query = "{ solutions { nodes { title } } }"
    assert warm(client, query) == {"solutions": {"nodes": [{"title": "One"}]}}
    assert (templates() > 0) is kept
    for module in find_modules(platform, "picky"):
        module.shown[:] = ["Two"]
    assert ask(client, query) == {"solutions": {"nodes": [{"title": "Two"}]}}


def find_modules(platform: Any, name: str) -> list[Any]:
    import sys

    return [each for path, each in sys.modules.items() if name in path and hasattr(each, "shown")]


SAME = {
    "list": "{ solutions(first: 2, offset: 1, orderBy: [TITLE_DESC]) { totalCount nodes { id title path publishedAt } "
    "pageInfo { endCursor hasNextPage } } }",
    "filters": '{ solutions(filter: {slug: ["s-1", "s-2"], openSource: false}) { totalCount nodes { slug } } }',
    "nested": "{ vendors { nodes { solutions(first: 1) { totalCount nodes { title reviews { totalCount nodes { title "
    "createdAt } } } } } } }",
    "relations": "{ solutions { nodes { vendor { name } category { name } categories { name } tags { name } logo { alt } "
    "pricingPlans { price } ancestors { title } children { totalCount } } } }",
    "numbers that stand for others": "{ reviews(filter: {minRating: %d}) { totalCount } }" % KEYS,
    "moments": '{ solutions(filter: {publishedSince: "2000-01-01T00:00:00Z"}) { nodes { title verifiedAt } } }',
    "events": "{ events(filter: {upcoming: true}) { nodes { title startsAt occurrences { startsAt } venue { name } } } }",
    "bodies": "{ solutions { nodes { bodyHtml bodyJson body { __typename } } } }",
}


def unsign(answer: Any) -> Any:
    """An answer whose cursors are without their signatures, which differ from second to second."""
    return json.loads(re.sub(r'("endCursor": "[^":]+):[^"]+"', r'\1"', json.dumps(answer)))


@pytest.mark.parametrize("query", SAME.values(), ids=SAME)
def test_a_kept_statement_answers_as_a_fresh_one(client: Client, query: str) -> None:
    maker = make_vendor("Maker")
    for number in range(4):
        make_review(make_solution(f"S {number}", vendor=maker, tags=("rag", f"t{number}")))
    make_event("Meeting")
    with patch("content_api.model.sql_templates.store.gate_key", return_value=None):
        fresh = unsign(warm(client, query))
        costs = len(statements(client, query))
    assert templates() == 0
    assert [unsign(ask(client, query)) for _ in range(3)] == [fresh] * 3
    assert len(statements(client, query)) == costs


def test_every_statement_of_nested_lists_is_kept(client: Client, atlas: Solution) -> None:
    make_review(atlas)
    query = "{ solutions { nodes { title reviews(first: 2, offset: 0) { totalCount nodes { title } } } } }"
    warm(client, query)
    found: list[Any] = []

    def find(*arguments: Any) -> Any:
        found.append(find_template(*arguments))
        return found[-1]

    find_template = store.find_template
    with patch("content_api.model.sql_templates.store.find_template", find):
        assert ask(client, query)["solutions"]["nodes"][0]["reviews"]["totalCount"] == 1
    assert len(found) == len(statements(client, query)) == 3
    assert None not in found


@pytest.mark.parametrize(("prepare_threshold", "kept"), [(5, True), (None, False)])
def test_the_server_keeps_the_plans_of_lists_that_come_often_unless_an_operator_says_no(
    client: Client, atlas: Solution, prepare_threshold: int | None, kept: bool
) -> None:
    query = "{ solutions { nodes { title vendor { website } } } }"
    with patch.dict(connection.settings_dict["OPTIONS"], prepare_threshold=prepare_threshold):
        answers = [ask(client, query) for _ in range(8)]
    assert answers == [answers[0]] * 8 and answers[0]["solutions"]["nodes"][0]["title"] == "Atlas"
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%website%'")
        found = [text for (text,) in cursor.fetchall()]
    assert bool(found) is kept
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


@pytest.mark.parametrize("model", [Solution, Vendor, Tag, Review, Image, Event])
def test_rows_are_made_as_django_makes_them(model: Any) -> None:
    make_review(make_solution("Atlas", vendor=make_vendor("Maker", logo=make_image()), tags=("rag",)))
    make_event("Meeting")
    names = [field.attname for field in model._meta.concrete_fields]
    (row,) = model._default_manager.values_list(*names)[:1]
    plain, made = model.from_db("default", names, row), instance_maker(model, names, "default")(row)
    assert is_plain(model) is (model is not Image)
    assert type(made) is model
    assert (made._state.db, made._state.adding) == ("default", False)
    without = {"_state", "body"}
    assert {k: v for k, v in vars(made).items() if k not in without} == {
        k: v for k, v in vars(plain).items() if k not in without
    }


def test_nothing_can_be_worked_out_from_the_moment_of_a_template() -> None:
    for use in (
        lambda: NOW - timedelta(hours=1), lambda: NOW + timedelta(1), lambda: NOW.date(), lambda: NOW.year,
        lambda: timezone.now() > NOW, lambda: f"{NOW}", lambda: NOW.isoformat(), lambda: timezone.localtime(NOW),
        lambda: timezone.now() - NOW,
    ):  # fmt: skip
        with pytest.raises(NotTemplatable):
            use()


def test_a_filter_that_is_refused_is_refused_when_statements_are_kept(
    client: Client, atlas: Solution
) -> None:
    query = "query($slug: [String!]) { solutions(filter: {slug: $slug}) { totalCount } }"
    assert ask(client, query, slug=["atlas"]) == ask(client, query, slug=["atlas"])
    assert codes(post(client, query, slug=["x" * 201])) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("number", sorted(RESERVED))
def test_a_number_that_stands_for_others_is_one_like_any_other_in_a_filter(
    client: Client, atlas: Solution, number: int
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reviews_review DROP CONSTRAINT reviews_rating_1_to_5")
    make_review(
        atlas, rating=atlas.pk
    )  # so that keys of solutions in place of numbers of stars would find it
    query = """query($rating: [Int!]) {
        solutions { nodes { reviews(filter: {rating: $rating}) { totalCount nodes { rating } } } }
        reviews(filter: {rating: $rating}) { totalCount }
    }"""
    none = {"totalCount": 0}
    for _ in range(2):
        answer = ask(client, query, rating=[number])
        assert answer == {"solutions": {"nodes": [{"reviews": {**none, "nodes": []}}]}, "reviews": none}
