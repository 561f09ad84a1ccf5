"""`related` lists what a visitor of a solution may want to see as well, each once, with the reason, and never itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative, AttributeValue
from content_types.solutions.related import MAX_LINKS
from content_types.taxonomy.models import AttributeDefinition, Tag
from content_types.testing.factories import make_category, make_site, make_solution, make_user
from tests.benchmarks.catalogue import copy_row
from tests.content_api.client import ask, codes, post, statements

pytestmark = pytest.mark.django_db
QUERY = """query($slug: String!, $n: Int) { solution(slug: $slug) { related(first: $n) {
    reason text solution { title vendor { name } } } } }"""


@pytest.fixture
def shelf() -> dict[str, Any]:
    """Solutions that are related to "own" in each way, and one that is not."""
    make_site()
    speech, other = make_category("Speech"), make_category("Other")
    names = ("own", "editorial", "category", "popular", "tagged", "alike", "unrelated")
    rows: dict[str, Any] = {
        name: make_solution(name, category=speech if name in ("own", "category", "popular") else other)
        for name in names
    }
    Solution.objects.filter(title="popular").update(popularity=900)
    for name in ("rag", "agents"):
        tag = Tag.objects.create(name=name, slug=name)
        for each in ("own", "tagged", "category"):
            rows[each].tags.add(tag)
            rows[each].save()
    languages = AttributeDefinition.objects.create(
        category=other, name="Languages", key="languages", type="text"
    )
    for each in ("own", "alike"):
        AttributeValue.objects.create(page=rows[each], definition=languages, value="40")
    Alternative.objects.create(page=rows["own"], alternative=rows["editorial"])
    return rows


def list_related(client: Client, slug: str = "own", first: int = 10) -> list[tuple[str, str, str]]:
    found = ask(client, QUERY, slug=slug, n=first)["solution"]["related"]
    return [(each["solution"]["title"], each["reason"], each["text"]) for each in found]


def test_related_solutions_come_with_their_reasons(client: Client, shelf: Any) -> None:
    assert list_related(client) == [
        ("editorial", "EDITORIAL", "An alternative that editors chose"),
        ("popular", "CATEGORY", "Also in Speech"),
        ("category", "CATEGORY", "Also in Speech"),
        ("tagged", "TAGS", "Shares the tags: agents, rag"),
        ("alike", "ATTRIBUTES", "The same in: Languages"),
    ]


@pytest.mark.parametrize(("first", "count"), [(0, 0), (1, 1), (3, 3), (5, 5), (100, 5)])
def test_as_many_are_listed_as_were_asked_for(client: Client, shelf: Any, first: int, count: int) -> None:
    assert len(list_related(client, first=first)) == count


def test_of_a_huge_category_the_most_popular_solutions_alone_are_looked_at(
    client: Client, shelf: Any
) -> None:
    """What is private among them is not made up for, so that no category costs more than another."""
    row = fill_category(shelf)
    hidden = [
        PageViewRestriction(page_id=row.pk + 1000 + n, restriction_type=PageViewRestriction.LOGIN)
        for n in range(1, MAX_LINKS)
    ]
    PageViewRestriction.objects.bulk_create(hidden)
    assert list_related(client)[1] == ("popular", "CATEGORY", "Also in Speech")
    Solution.objects.filter(pk=row.pk).update(popularity=1)
    Solution.objects.filter(pk=shelf["category"].pk).update(popularity=2)
    assert list_related(client)[1] == ("category", "CATEGORY", "Also in Speech")
    assert "popular" not in [title for title, *_ in list_related(client)]


@pytest.mark.parametrize("kept_from", ["drafts", "another language"])
def test_many_drafts_and_other_languages_take_no_place(client: Client, shelf: Any, kept_from: str) -> None:
    german = Locale.objects.get_or_create(language_code="de")[0]
    given = {"live": "false"} if kept_from == "drafts" else {"locale_id": str(german.pk)}
    row = fill_category(shelf, **given)
    Solution.objects.filter(pk=row.pk).update(popularity=1)
    assert "popular" in [title for title, *_ in list_related(client)]


def fill_category(shelf: Any, **given: str) -> Any:
    """The row "popular", after more popular ones were added to its category, as many as are looked at but for it."""
    row, series = shelf["popular"], f"generate_series(1, {MAX_LINKS - 1}) n"
    page = {"id": f"{row.pk + 1000} + n", "path": f"left('{row.path}', -4) || to_char(n, 'FM9000')"}
    page |= {"slug": "'copy-' || n", "translation_key": "gen_random_uuid()", **given}
    copy_row(Page, row.pk, page, series)
    own = {"page_ptr_id": f"{row.pk + 1000} + n", "popularity": "1000 + n", "external_id": "'copy-' || n"}
    copy_row(Solution, row.pk, own, series)
    with connection.cursor() as cursor:  # as autovacuum does: without statistics the plan takes seconds
        cursor.execute(f"ANALYZE {Page._meta.db_table}, {Solution._meta.db_table}")
    return row


@pytest.mark.parametrize("first", [-1, 101])
def test_a_number_out_of_range_is_rejected(client: Client, shelf: Any, first: int) -> None:
    assert codes(post(client, QUERY, slug="own", n=first)) == ["BAD_USER_INPUT"]


@pytest.mark.parametrize("name", ["editorial", "popular", "tagged", "alike"])
def test_what_the_caller_may_not_see_is_related_to_nothing(client: Client, shelf: Any, name: str) -> None:
    PageViewRestriction.objects.create(page=shelf[name], restriction_type=PageViewRestriction.LOGIN)
    titles = [title for title, _reason, _text in list_related(client)]
    assert name not in titles and len(titles) == 4 and len(list_related(client, first=4)) == 4
    client.force_login(make_user())
    assert name in [title for title, _reason, _text in list_related(client)]


def test_a_list_of_solutions_costs_as_many_statements_as_one(client: Client, shelf: Any) -> None:
    query = "query($n: Int!) { solutions(first: $n) { nodes { title related(first: 3) { solution { title vendor { name } tags { name } } } } } }"
    ask(client, query, n=1)
    assert len(statements(client, query, n=1)) == len(statements(client, query, n=7))


def test_reasons_name_records_in_the_language_of_the_solution(client: Client) -> None:
    make_site()
    models = make_category("Models", translations={"de": {"name": "Modelle"}})
    pages = [make_solution(title, category=models, tags=("open",)) for title in ("Own", "Other")]
    Tag.objects.filter(slug="open").update(translations={"de": {"name": "offen"}})
    german, _ = Locale.objects.get_or_create(language_code="de")
    for page in pages:
        copy = page.copy_for_translation(german, copy_parents=True)
        copy.save_revision().publish()
    query = """{ solutions(locale: "de") { nodes { related { solution { locale } text } } } }"""
    found = ask(client, query)["solutions"]["nodes"]
    assert found == [{"related": [{"solution": {"locale": "de"}, "text": "Auch in Modelle"}]}] * 2


def test_nothing_is_related_to_what_stands_alone(client: Client) -> None:
    make_site()
    make_solution("own", category=make_category("Alone"))
    assert list_related(client) == []
