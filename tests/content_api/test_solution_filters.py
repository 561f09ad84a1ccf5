"""Filters and orders of solutions by attributes, price, launch, categories and rating."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content_types.solutions.models import Solution
from content_types.solutions.parts import AttributeValue, PricingPlan
from content_types.taxonomy.models import AttributeDefinition, Category
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import make_category, make_review, make_site, make_solution, make_vendor

pytestmark = pytest.mark.django_db
LIST = """query($filter: SolutionFilter, $order: [SolutionOrder!], $first: Int, $after: String) {
  solutions(filter: $filter, orderBy: $order, first: $first, after: $after) {
    totalCount nodes { title } pageInfo { endCursor } } }"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def find(client: Client, given: Any = None, **variables: Any) -> str:
    """The titles of the list, one letter each."""
    data = ask(client, LIST, filter=given, **variables)["solutions"]
    if "first" not in variables:
        assert data["totalCount"] == len(data["nodes"])
    return "".join(node["title"] for node in data["nodes"])


def define(slug: str, kind: str, category: Category, **fields: Any) -> AttributeDefinition:
    fields = {"filterable": True, "name": slug.title(), **fields}
    return AttributeDefinition.objects.create(key=slug, type=kind, category=category, **fields)


@pytest.fixture
def models() -> Category:
    """A category with an attribute of each type, and solutions that have them."""
    category = make_category("Models")
    context = define("context", "number", category, unit="tokens")
    gpu = define("gpu", "boolean", category)
    size = define("size", "choice", category, choices=["small", "large"])
    licence = define("base", "text", category)
    define("internal", "text", category, filterable=False)
    for title, values in {
        "A": ("8000", "true", "small", "BERT"), "B": ("32000.5", "false", "large", "GPT"),
        "C": ("128000", "true", "large", "bert"), "D": (None, None, None, None),
    }.items():  # fmt: skip
        solution = make_solution(title, category=category)
        for definition, value in zip((context, gpu, size, licence), values, strict=True):
            if value is not None:
                AttributeValue.objects.create(page=solution, definition=definition, value=value)
    return category


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([{"slug": "context", "min": 8000}], "ABC"),
        ([{"slug": "context", "min": 8000.5, "max": 128000}], "BC"),
        ([{"slug": "context", "max": 32000.5, "unit": "tokens"}], "AB"),
        ([{"slug": "context", "equals": "8e3"}], "A"),
        ([{"slug": "context", "in": ["8000.0", "128000"]}], "AC"),
        ([{"slug": "gpu", "equals": "true"}], "AC"),
        ([{"slug": "gpu", "in": ["true", "false"]}], "ABC"),
        ([{"slug": "size", "equals": "large"}], "BC"),
        ([{"slug": "size", "in": []}], ""),
        ([{"slug": "base", "equals": "BERT"}], "A"),
        ([{"slug": "size", "equals": "large"}, {"slug": "gpu", "equals": "true"}], "C"),
        ([{"slug": "context", "min": 9000}, {"slug": "context", "max": 100000}], "B"),
        ([], "ABCD"),
    ],
)
def test_attributes_are_compared_by_their_type(
    client: Client, models: Any, conditions: Any, expected: str
) -> None:
    for _ in range(2):
        assert find(client, {"attributes": conditions}) == expected


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"slug": "colour", "equals": "red"}, "“colour” does not exist: take a slug of attributeDefinitions."),
        ({"slug": "internal", "equals": "x"}, "“internal” cannot be filtered by: take a slug of attributeDefinitions."),
        ({"slug": "context"}, "“context” needs one condition: give equals, in, or min and max."),
        ({"slug": "context", "equals": "1", "min": 1}, "“context” needs one condition: give equals, in, or min and max."),
        ({"slug": "context", "min": 2, "max": 1}, "“context” has a min greater than its max: swap them."),
        ({"slug": "context", "min": 1, "unit": "GB"}, "“context” is measured in “tokens”: change unit."),
        ({"slug": "context", "equals": "many"}, "“context” has another type: “many” is not a number for Context (tokens)."),
        ({"slug": "gpu", "min": 1}, "“gpu” is not a number: give equals or in."),
        ({"slug": "gpu", "equals": "maybe"}, "“gpu” has another type: Answer Gpu with yes or no."),
        ({"slug": "size", "in": ["small", "huge"]}, "“size” has another type: “huge” is not one of: small, large."),
    ],
)  # fmt: skip
def test_conditions_that_no_value_can_meet_are_rejected_before_the_list_is_read(
    client: Client, models: Any, condition: Any, message: str
) -> None:
    with CaptureQueriesContext(connection) as captured:
        answer = post(client, LIST, filter={"attributes": [{"slug": "gpu", "equals": "true"}, condition]})
    assert codes(answer) == ["BAD_USER_INPUT"] and answer["data"] is None
    assert answer["errors"][0]["message"] == f"filter.attributes: [1]: {message}"
    assert not any("solutions_solution" in each["sql"] for each in captured.captured_queries)


def test_an_attribute_of_several_categories_is_filtered_in_one_unit(client: Client, models: Any) -> None:
    other = make_category("Boards")
    thousands = define("context", "number", other, unit="k")
    AttributeValue.objects.create(page=make_solution("E", category=other), definition=thousands, value="8000")
    answer = post(client, LIST, filter={"attributes": [{"slug": "context", "min": 1}]})
    assert answer["errors"][0]["message"].endswith("“context” is measured in “k”, “tokens”: give unit.")
    assert find(client, {"attributes": [{"slug": "context", "equals": "8000", "unit": "k"}]}) == "E"
    assert find(client, {"attributes": [{"slug": "context", "equals": "8000", "unit": "tokens"}]}) == "A"


def test_too_many_conditions_are_rejected(client: Client, models: Any) -> None:
    conditions = [{"slug": "gpu", "equals": "true"}] * 11
    answer = post(client, LIST, filter={"attributes": conditions})
    assert answer["errors"][0]["message"] == "filter.attributes: at most 10 attributes."


def test_a_wrong_condition_under_many_parents_is_looked_up_once(client: Client, models: Any) -> None:
    for title in ("E", "F", "G"):
        make_review(make_solution(title, vendor=make_vendor(f"Maker {title}")))
    query = """query($f: SolutionFilter) { reviews { nodes { solution { vendor {
      solutions(filter: $f) { nodes { title } } } } } } }"""
    with CaptureQueriesContext(connection) as captured:
        answer = post(client, query, f={"attributes": [{"slug": "colour", "equals": "red"}]})
    assert codes(answer) == ["BAD_USER_INPUT"] * 3
    assert [node["solution"]["vendor"] for node in answer["data"]["reviews"]["nodes"]] == [None] * 3
    assert sum("taxonomy_attributedefinition" in each["sql"] for each in captured.captured_queries) == 1


def test_any_number_of_conditions_reads_the_definitions_once(client: Client, models: Any) -> None:
    def measure(number: int) -> int:
        given = {"attributes": [{"slug": "gpu", "equals": "true"}] * number}
        ask(client, LIST, filter=given)
        return len(statements(client, LIST, filter=given))

    assert measure(1) == measure(10) == 3  # the definitions, the list, its number


def test_the_attributes_of_a_category_are_its_own_and_those_above_it(client: Client, models: Any) -> None:
    below = make_category("Small models", parent=Category.objects.get(slug="models"))
    define("quantised", "boolean", below)
    define("seats", "number", make_category("Offices"))
    query = """query($filter: AttributeDefinitionFilter) { attributeDefinitions(filter: $filter) { nodes {
      slug type unit choices category { slug } } } }"""

    def list_slugs(**given: Any) -> list[str]:
        nodes = ask(client, query, filter=given)["attributeDefinitions"]["nodes"]
        return [node["slug"] for node in nodes]

    assert list_slugs(category="small-models", filterable=True) == [
        "base", "context", "gpu", "size", "quantised",
    ]  # fmt: skip
    assert list_slugs(category="offices") == ["seats"]
    assert list_slugs(category="nothing") == []
    assert ask(client, query, filter={"slug": ["size", "context"]})["attributeDefinitions"]["nodes"] == [
        {"slug": "context", "type": "NUMBER", "unit": "tokens", "choices": [], "category": {"slug": "models"}},
        {"slug": "size", "type": "CHOICE", "unit": "", "choices": ["small", "large"], "category": {"slug": "models"}},
    ]  # fmt: skip


@pytest.fixture
def priced_plans() -> None:
    """A: 20 a month, B: 120 a year, C: a free tier, D: EUR, E: once, F: on request, G: a free model without plans."""
    plans: dict[str, list[dict[str, Any]]] = {
        "A": [{"price": 20}, {"price": 90}], "B": [{"price": 120, "period": "year"}],
        "C": [{"is_free": True}, {"price": 300}], "D": [{"price": 15, "currency": "EUR"}],
        "E": [{"price": 15, "period": "once"}], "F": [{"price": None}], "G": [],
    }  # fmt: skip
    for title, own in plans.items():
        solution = make_solution(title)
        for plan in own:
            PricingPlan.objects.create(page=solution, name="Plan", **plan)
    Solution.objects.filter(title="G").update(pricing_model="free")


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ({"max": 20}, "ABCG"),
        ({"max": 0}, "CG"),
        ({"min": 10, "max": 10}, "B"),
        ({"min": 80}, "AC"),
        ({"min": 15, "max": 15, "currency": "EUR"}, "D"),
        ({"min": 1, "period": "ONCE"}, "E"),
        ({"min": 100, "period": "YEAR"}, "B"),
    ],
)
def test_a_price_range_finds_what_has_a_plan_in_it(
    client: Client, priced_plans: None, price: Any, expected: str
) -> None:
    assert find(client, {"price": price}) == expected


@pytest.mark.parametrize(
    ("price", "message"),
    [
        ({}, "Give min, max or both."),
        ({"min": 2, "max": 1}, "min is greater than max: swap them."),
        ({"max": -1}, "Prices are not negative: give 0 or more."),
        ({"max": 1, "currency": "euro"}, "currency: give an ISO 4217 code such as EUR or USD."),
    ],
)
def test_a_price_range_that_holds_no_price_is_rejected(
    client: Client, priced_plans: None, price: Any, message: str
) -> None:
    answer = post(client, LIST, filter={"price": price})
    assert codes(answer) == ["BAD_USER_INPUT"] and answer["data"] is None
    assert answer["errors"][0]["message"] == f"filter.price: {message}"


@pytest.mark.parametrize(("order", "expected"), [("PRICE_ASC", "CGBADEF"), ("PRICE_DESC", "ABCGDEF")])
def test_orders_by_price_put_what_has_none_last_and_can_be_paged(
    client: Client, priced_plans: None, order: str, expected: str
) -> None:
    assert find(client, order=[order]) == expected
    found, after = "", None
    for _ in expected:
        data = ask(client, LIST, order=[order], first=1, after=after)["solutions"]
        found, after = found + data["nodes"][0]["title"], data["pageInfo"]["endCursor"]
    assert found == expected


@pytest.mark.parametrize(
    ("currency", "bands", "expected"),
    [("USD", ["FREE", "FROM_10_TO_50"], "ABCG"), ("EUR", ["FROM_10_TO_50"], "D"), ("USD", ["FROM_200"], "")],
)
def test_price_bands_are_in_the_currency_of_the_site(
    client: Client, priced_plans: None, settings: Any, currency: str, bands: list[str], expected: str
) -> None:
    settings.PRICE_CURRENCY = currency
    assert find(client, {"priceBand": bands}) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"launchedBefore": "2024-01-01"}, "A"),
        ({"launchedBefore": "2024-01-02"}, "AB"),
        ({"launchedAfter": "2024-01-01", "launchedBefore": "2025-01-01"}, "B"),
    ],
)
def test_launches_are_filtered_by_day(client: Client, given: Any, expected: str) -> None:
    for title, day in (("A", date(2023, 12, 31)), ("B", date(2024, 1, 1)), ("C", None)):
        make_solution(title, launched_on=day)
    assert find(client, given) == expected


@pytest.mark.parametrize(
    ("slugs", "expected"),
    [
        (["speech"], "AB"),
        (["live", "vision"], "BC"),
        (["vision", "nothing"], "C"),
        (["nothing"], ""),
        ([], ""),
    ],
)
def test_several_categories_include_those_below_them(client: Client, slugs: list[str], expected: str) -> None:
    speech = make_category("Speech")
    for title, category in (
        ("A", speech),
        ("B", make_category("Live", parent=speech)),
        ("C", make_category("Vision")),
    ):
        make_solution(title, category=category)
    assert find(client, {"categories": slugs}) == expected
