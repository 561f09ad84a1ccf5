"""Counts of links that are kept while rows change are those that a process counts which keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from wagtail.models import Page

from cms.base.measures import FACETS_COUNTED
from content_api.access.table_triggers import attach_triggers
from content_api.model.facets import kept_links, link_changes, link_log
from content_api.model.facets.link_changes import find_changes
from content_api.model.facets.link_log import attach_link_logs
from content_api.model.sql_templates.store import clear_templates
from content_types.solutions.models import Solution, TaggedSolution
from content_types.solutions.parts import AttributeValue, PricingPlan
from content_types.taxonomy.models import AttributeDefinition, Category, Tag
from content_types.vendors.models import Vendor
from tests.content_api.client import ask, statements
from tests.content_api.test_kept_counts import BEFORE, QUERY, WRITES, count, count_fresh, dsn
from tests.factories.content import make_category, make_site, make_solution, make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture(scope="module", autouse=True)
def catalogue(commit_once: Any) -> None:
    commit_once(plant_rows)


def plant_rows() -> None:
    """Two visible solutions and a draft."""
    attach_triggers()
    attach_link_logs()
    make_site()
    vendor, category = make_vendor("Maker"), make_category("Speech")
    for title in ("Atlas", "Whisper", "Draft"):
        make_solution(title, vendor=vendor, category=category, tags=("rag",), live=title != "Draft")


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The list counts as a large one."""
    monkeypatch.setattr(kept_links, "MANY", 1)
    clear_templates()
    yield
    clear_templates()


def touch() -> None:
    """A write that changes nothing that is counted."""
    Solution.objects.update(summary=F("summary"))


def write_elsewhere(text: str) -> None:
    """A commit of somebody else."""
    with psycopg.connect(dsn(), autocommit=True) as other:
        other.execute(text)


def keep_links(client: Client, **given: Any) -> tuple[int, list[tuple[str, str, int]]]:
    """The counts after which those of links are kept: the list is known to be large from the first on."""
    count(client, **given)
    touch()
    return count(client, **given)


def list_changes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The keys that came and went, each time that links are counted from now on."""
    seen: list[tuple[str, str]] = []

    def find(before: str, now: str) -> tuple[str, str]:
        seen.append(find_changes(before, now))
        return seen[-1]

    monkeypatch.setattr(link_changes, "find_changes", find)
    return seen


@pytest.mark.parametrize("name", WRITES)
def test_every_kind_of_write_counts_in_the_next_request(client: Client, name: str) -> None:
    assert keep_links(client) == BEFORE
    WRITES[name]()
    found = count(client)
    assert found != BEFORE and found == count_fresh(client)


@pytest.mark.parametrize(
    "given", [{"vendor": ["maker"]}, {"pricingModel": ["FREE"]}, {"slug": ["atlas", "draft"]}]
)
def test_lists_with_filters_keep_counts_of_their_own(client: Client, given: Any) -> None:
    Solution.objects.update(pricing_model="free")
    found = keep_links(client, **given)
    assert found == count_fresh(client, **given)
    keep_links(client, **given)
    WRITES["publish"]()
    assert count(client, **given) == count_fresh(client, **given) != found


def test_only_links_of_rows_that_came_or_went_are_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {page.title: str(page.pk) for page in Page.objects.filter(title__in=["Atlas", "Whisper", "Draft"])}
    seen = list_changes(monkeypatch)
    assert keep_links(client) == BEFORE and not seen
    touch()
    assert count(client) == BEFORE and seen.pop() == ("", "")
    Page.objects.filter(title="Atlas").update(live=False)
    assert count(client)[0] == 1 and seen.pop() == ("", keys["Atlas"])
    Page.objects.filter(title="Draft").update(live=True)
    assert count(client) == BEFORE and seen.pop() == (keys["Draft"], "")
    Page.objects.filter(title="Whisper").update(live=False)
    Page.objects.filter(title="Draft").update(live=False)
    assert count(client) == (0, []) and set(seen.pop()[1].split(",")) == {keys["Draft"], keys["Whisper"]}
    Page.objects.filter(title="Atlas").update(live=True)
    assert count(client) == (1, [(value, label, 1) for value, label, _ in BEFORE[1]])


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("DELETE FROM solutions_taggedsolution", [0, 2]),
        ("UPDATE solutions_taggedsolution SET tag_id = tag_id WHERE false", [0, 2]),
        ("UPDATE solutions_solution_categories SET category_id = category_id", [0, 2]),
        ("UPDATE taxonomy_category SET depth = depth", [1, 1]),
        ("TRUNCATE solutions_taggedsolution", [2, 0]),
        ("DELETE FROM content_api_link_change; DELETE FROM solutions_taggedsolution", [2, 0]),
        (
            "ALTER TABLE solutions_taggedsolution DISABLE TRIGGER content_api_links_delete;"
            "DELETE FROM solutions_taggedsolution",
            [1, 1],
        ),
    ],
)
def test_links_are_counted_that_the_log_tells_of_and_otherwise_all(
    client: Client, text: str, counted: list[int]
) -> None:
    keep_links(client)
    before = read_counted()
    write_elsewhere(text)
    link_log._logged = frozenset()
    found = count(client)
    assert [new - old for new, old in zip(read_counted(), before, strict=True)] == counted
    assert found == count_fresh(client)
    write_elsewhere("ALTER TABLE solutions_taggedsolution ENABLE TRIGGER content_api_links_delete")


def test_a_statement_that_writes_many_links_is_not_logged(client: Client) -> None:
    tags = Tag.objects.bulk_create(Tag(name=f"tag {each}", slug=f"tag-{each}") for each in range(201))
    page = Solution.objects.first()
    keep_links(client)
    before = read_counted()
    TaggedSolution.objects.bulk_create(TaggedSolution(tag=tag, content_object=page) for tag in tags)
    assert count(client) == count_fresh(client)
    assert read_counted()[0] - before[0] >= 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_api_link_change WHERE near = %s", [page.pk])
        assert cursor.fetchone()[0] < 10


def test_too_many_changes_are_not_looked_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_changes, "MOST_CHANGES", 0)
    keep_links(client)
    before = read_counted()
    write_elsewhere("DELETE FROM solutions_taggedsolution")
    assert count(client) == count_fresh(client)
    assert read_counted()[0] - before[0] >= 1


@pytest.mark.parametrize("seed", [1, 2])
def test_any_writes_to_links_and_rows_count_as_if_nothing_were_kept(client: Client, seed: int) -> None:
    chance = Random(seed)
    pages = list(Solution.objects.order_by("pk"))
    categories = [Category.objects.get(), make_category("Vision"), make_category("Text")]
    query = "{ solutions { totalCount facets(names: [CATEGORIES, TAGS]) { values { value label count } } } }"
    for _ in range(12):
        for page in chance.sample(pages, chance.randint(0, 3)):
            page.tags.set(chance.sample(["rag", "chat", "code"], chance.randint(0, 3)))
            page.categories.set(chance.sample(categories, chance.randint(0, 3)))
            page.save()
            Page.objects.filter(pk=page.pk).update(live=chance.random() < 0.7)
        found = ask(client, query)
        with transaction.atomic():
            assert found == ask(client, query)
    assert read_counted()[1] > 0


@pytest.mark.parametrize("is_kept", [True, False])
def test_links_that_change_while_they_are_counted_are_counted_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    """A commit after the versions were read: what was kept is not mixed with what is there now."""
    assert keep_links(client) == BEFORE
    if not is_kept:
        for table in ("solutions_taggedsolution", "solutions_solution_categories"):
            write_elsewhere(f"TRUNCATE {table}")
    Page.objects.filter(title="Atlas").update(live=False)
    fill = kept_links.fill_slots
    seen: list[dict[str, str]] = []

    def commit_between(*given: Any) -> dict[str, str]:
        if not seen:
            write_elsewhere("DELETE FROM solutions_taggedsolution")
        seen.append(fill(*given))
        return seen[-1]

    monkeypatch.setattr(kept_links, "fill_slots", commit_between)
    found = count(client)
    assert ("rag", "rag", 1) not in found[1] and len(seen) == (2 if is_kept else 1)
    monkeypatch.undo()
    assert found == count(client) == count_fresh(client)


FEW_FACETS = [
    "CATEGORY",
    "VENDOR",
    "TAGS",
    "PRICING_MODEL",
    "OPEN_SOURCE",
    "DEPLOYMENT",
    "PRICE_BAND",
    "ATTRIBUTES",
]
ALL_FACETS = [*FEW_FACETS, "CATEGORIES", "USE_CASES", "PLATFORMS", "STATUS", "MIN_RATING", "BADGES"]


@pytest.mark.parametrize("names", [FEW_FACETS, ALL_FACETS, ["TAGS"], ["TAGS", "VENDOR"]])
def test_two_statements_answer_what_one_does(client: Client, names: list[str]) -> None:
    """With facets of every sort: columns, arrays, relations, bands and typed attributes."""
    first, second = Solution.objects.filter(live=True).order_by("title")
    size = AttributeDefinition.objects.create(
        key="size", type="number", name="Size", filterable=True, category=first.category
    )
    for solution, price in ((first, 5), (second, 300)):
        AttributeValue.objects.create(page=solution, definition=size, value=str(price))
        PricingPlan.objects.create(page=solution, name="Plan", price=price)
    Solution.objects.filter(pk=first.pk).update(
        pricing_model="free", deployment=["saas", "api"], platforms=["web"]
    )
    query = f"""{{ solutions {{ totalCount facets(names: [{" ".join(names)}])
      {{ name slug values {{ value label count }} }} }} }}"""
    answers = []
    for _ in range(4):
        answers.append(ask(client, query)["solutions"])
        touch()
    assert sum(text.startswith("WITH ") for text in statements(client, query)) == 2
    assert answers[0]["totalCount"] == 2 and len(answers[0]["facets"]) == len(names)
    assert all(answer == answers[0] for answer in answers)


def test_what_is_hidden_of_values_is_not_answered(client: Client) -> None:
    keep_links(client)
    Category.objects.update(name=F("name"))
    Vendor.objects.update(live=False)
    assert count(client) == (2, [("rag", "rag", 2), ("speech", "Speech", 2)]) == count_fresh(client)


def test_a_large_list_counts_in_two_statements_and_a_small_one_in_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def count_counting() -> int:
        return sum(text.startswith("WITH ") for text in statements(client, QUERY))

    keep_links(client)
    touch()
    assert count_counting() == 2
    clear_templates()
    monkeypatch.setattr(kept_links, "MANY", 3)
    keep_links(client)
    touch()
    assert count_counting() == 1


def read_counted() -> list[int]:
    """How often a facet was counted over all links, and over changed ones."""
    counter: Any = FACETS_COUNTED
    return [int(counter.labels(rows)._value.get()) for rows in ("all", "changed")]


def test_operators_see_what_is_counted(client: Client) -> None:
    before = read_counted()
    keep_links(client)
    for _ in range(2):
        touch()
        count(client)
    assert [new - old for new, old in zip(read_counted(), before, strict=True)] == [2, 4]


def test_keys_are_kept_of_few_lists(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_links, "MAX_KEPT", 1)
    keep_links(client)
    (first,) = kept_links._latest.values()
    keep_links(client, slug=["atlas"])
    assert first.kept is None and len(kept_links._latest) == 1
    assert keep_links(client) == BEFORE


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("", "", ("", "")), ("1,2", "1,2", ("", "")), ("1,2,3", "1,3", ("", "2")), ("1,3", "1,2,3", ("2", "")),
        ("12,2", "1,2", ("1", "12")), ("2,12", "2,1", ("1", "12")), ("1,2,3,4", "1,3,2,4", ("", "")), ("1,2", "2,1", ("", "")), ("", "1", ("1", "")),
        ("1", "", ("", "1")), ("1,2", "2,3", ("3", "1")),
    ],
)  # fmt: skip
def test_changes_of_keys(before: str, now: str, expected: tuple[str, str]) -> None:
    assert find_changes(before, now) == expected


def test_inside_a_transaction_everything_is_counted_at_once(client: Client) -> None:
    keep_links(client)

    with transaction.atomic():
        WRITES["unpublish"]()
        assert count(client)[0] == 1
        transaction.set_rollback(True)
    assert count(client) == BEFORE
