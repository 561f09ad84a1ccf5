"""Facets of lists: each counted without its own filter, over visible rows alone, in one statement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from content_api.testing.leaks import unlimited
from content_types.solutions.models import Solution
from content_types.solutions.parts import AttributeValue, PricingPlan
from content_types.taxonomy.models import AttributeDefinition, Category, UseCase
from content_types.testing.factories import make_language
from content_types.vendors.models import Vendor
from plugins.embargo.models import Embargo
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    make_category,
    make_event,
    make_review,
    make_site,
    make_solution,
    make_vendor,
)

pytestmark = pytest.mark.django_db
FACETS = """query($filter: SolutionFilter, $names: [SolutionFacet!]!, $first: Int, $locale: String) {
  solutions(filter: $filter, locale: $locale) { totalCount facets(names: $names, first: $first) {
    name label slug values { value label count } } } }"""
NUMBER = "query($filter: SolutionFilter) { solutions(filter: $filter) { totalCount } }"
Counts = dict[str, list[tuple[str, int]]]


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def catalogue() -> list[Solution]:
    """Four solutions in a tree of categories; the last is hidden."""
    speech = make_category("Speech")
    live = make_category("Live speech", parent=speech)
    vision = make_category("Vision")
    first, second = make_vendor("Alpha"), make_vendor("Beta")
    made = [
        make_solution("A", category=live, vendor=first, tags=("rag", "ocr"), pricing_model="free",
                      is_open_source=True, deployment=["api", "saas"], platforms=["web"]),
        make_solution("B", category=live, vendor=first, tags=("rag",), pricing_model="free", deployment=["api"]),
        make_solution("C", category=vision, vendor=second, pricing_model="one_time", status="beta"),
        make_solution("D", category=vision, vendor=second, tags=("secret",), pricing_model="custom"),
    ]  # fmt: skip
    made[0].categories.add(speech)
    made[0].save()
    Solution.objects.filter(pk=made[3].pk).update(live=False)
    return made


def count(client: Client, names: list[str], **variables: Any) -> Counts:
    data = ask(client, FACETS, names=names, **variables)["solutions"]
    return {
        each["slug"] or each["name"]: [(value["value"], value["count"]) for value in each["values"]]
        for each in data["facets"]
    }


EXPECTED = {
    "CATEGORY": [("live-speech", 2), ("speech", 2), ("vision", 1)],
    "CATEGORIES": [("live-speech", 2), ("speech", 2), ("vision", 1)],
    "VENDOR": [("alpha", 2), ("beta", 1)],
    "TAGS": [("rag", 2), ("ocr", 1)],
    "USE_CASES": [],
    "PRICING_MODEL": [("FREE", 2), ("ONE_TIME", 1)],
    "OPEN_SOURCE": [("false", 2), ("true", 1)],
    "DEPLOYMENT": [("API", 2), ("SAAS", 1)],
    "PLATFORMS": [("WEB", 1)],
    "STATUS": [("ACTIVE", 2), ("BETA", 1)],
    "PRICE_BAND": [("FREE", 2)],
    "MIN_RATING": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_facet_counts_visible_rows_by_the_values_of_its_filter(
    client: Client, catalogue: Any, name: str
) -> None:
    (values,) = count(client, [name]).values()
    assert values == EXPECTED[name]


def test_labels_are_those_that_people_read(client: Client, catalogue: Any) -> None:
    names = ["VENDOR", "PRICING_MODEL", "OPEN_SOURCE"]
    facets = ask(client, FACETS, names=names)["solutions"]["facets"]
    assert [each["label"] for each in facets] == ["Vendor", "Pricing model", "Open source"]
    assert [[value["label"] for value in each["values"]] for each in facets] == [
        ["Alpha", "Beta"], ["Free", "One payment"], ["No", "Yes"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "names", "expected"),
    [
        ({"vendor": ["alpha"]}, ["VENDOR", "STATUS"],
         {"vendor": [("alpha", 2), ("beta", 1)], "status": [("ACTIVE", 2)]}),
        ({"vendor": ["alpha"], "tags": ["ocr"]}, ["VENDOR", "TAGS", "PRICING_MODEL"],
         {"vendor": [("alpha", 1)], "tags": [("rag", 2), ("ocr", 1)], "pricingModel": [("FREE", 1)]}),
        ({"category": "speech"}, ["CATEGORY", "DEPLOYMENT"],
         {"category": [("live-speech", 2), ("speech", 2), ("vision", 1)], "deployment": [("API", 2), ("SAAS", 1)]}),
        ({"openSource": True}, ["OPEN_SOURCE", "STATUS"],
         {"openSource": [("false", 2), ("true", 1)], "status": [("ACTIVE", 1)]}),
        ({"pricingModel": ["ONE_TIME"]}, ["PRICING_MODEL", "PLATFORMS"],
         {"pricingModel": [("FREE", 2), ("ONE_TIME", 1)], "platforms": []}),
        ({"slug": []}, ["VENDOR", "CATEGORY"], {"vendor": [], "category": []}),
    ],
)  # fmt: skip
def test_a_facet_is_counted_with_all_filters_but_its_own(
    client: Client, catalogue: Any, given: Any, names: list[str], expected: Counts
) -> None:
    for _ in range(2):  # the second time with the text that was kept
        assert count(client, names, filter=given) == expected


@pytest.mark.parametrize("name", ["CATEGORY", "VENDOR", "TAGS", "PRICING_MODEL", "DEPLOYMENT", "STATUS"])
def test_each_value_is_one_that_the_filter_takes_and_leaves_so_many_rows(
    client: Client, catalogue: Any, name: str
) -> None:
    ((field, values),) = count(client, [name]).items()
    for value, number in values:
        given = {field: value if field == "category" else [value]}
        assert ask(client, FACETS, names=["STATUS"], filter=given)["solutions"]["totalCount"] == number


def hide_vendor() -> None:
    Vendor.objects.filter(slug="alpha").update(live=False)


def expire_solution() -> None:
    Solution.objects.filter(title="A").update(expire_at=timezone.now() - timedelta(days=1))


def embargo_solution() -> None:
    until = timezone.now() + timedelta(days=1)
    Embargo.objects.create(solution=Solution.objects.get(title="A"), until=until)


def restrict_solutions() -> None:
    Solution.objects.first().get_parent().view_restrictions.create(restriction_type="login")


@pytest.mark.parametrize(
    ("hide", "expected"),
    [
        (hide_vendor, {"vendor": [("beta", 1)], "tags": [("rag", 2), ("ocr", 1)]}),
        (expire_solution, {"vendor": [("alpha", 1), ("beta", 1)], "tags": [("rag", 1)]}),
        (embargo_solution, {"vendor": [("alpha", 1), ("beta", 1)], "tags": [("rag", 1)]}),
        (restrict_solutions, {"vendor": [], "tags": []}),
    ],
)
def test_what_is_hidden_is_not_counted_in_the_next_request(
    client: Client, catalogue: Any, hide: Any, expected: Counts
) -> None:
    before = {"vendor": [("alpha", 2), ("beta", 1)], "tags": [("rag", 2), ("ocr", 1)]}
    assert count(client, ["VENDOR", "TAGS"]) == count(client, ["VENDOR", "TAGS"]) == before
    hide()
    assert count(client, ["VENDOR", "TAGS"]) == expected


def test_facets_belong_to_the_language_of_the_list(client: Client, catalogue: Any) -> None:
    home = make_language("de")
    under = home.get_children().get(slug__startswith="solutions")
    make_solution("Deutsch", under=under, pricing_model="usage", category=Category.objects.get(slug="vision"))
    assert count(client, ["PRICING_MODEL"], locale="de") == {"pricingModel": [("USAGE", 1)]}
    assert count(client, ["PRICING_MODEL"], locale="xx") == {"pricingModel": []}


def test_the_most_frequent_values_come_first_and_no_more_than_asked_for(
    client: Client, catalogue: Any
) -> None:
    assert count(client, ["VENDOR", "PRICING_MODEL"], first=1) == {
        "vendor": [("alpha", 2)],
        "pricingModel": [("FREE", 2)],
    }
    assert count(client, ["TAGS"], first=0) == {"tags": []}


@pytest.mark.parametrize("size", [-1, 101])
def test_sizes_out_of_range_are_refused(client: Client, catalogue: Any, size: int) -> None:
    answer = post(client, FACETS, names=["TAGS"], first=size)
    assert codes(answer) == ["BAD_USER_INPUT"] and "data" not in answer


@pytest.mark.parametrize(
    "call", ["facets { name }", "facets(names: [NOTHING]) { name }", "facets(names: null) { name }"]
)
def test_facets_have_to_be_named(client: Client, call: str) -> None:
    assert codes(post(client, f"{{ solutions {{ {call} }} }}")) == ["GRAPHQL_VALIDATION_FAILED"]


@unlimited()
def test_any_number_of_facets_is_one_statement(client: Client, catalogue: Any) -> None:
    def measure(names: list[str], **variables: Any) -> int:
        ask(client, FACETS, names=names, **variables)
        return len(statements(client, FACETS, names=names, **variables))

    assert measure(["TAGS"]) == measure([*EXPECTED, "ATTRIBUTES"]) == 2  # the list; its facets and its number
    assert measure([*EXPECTED, "ATTRIBUTES"], filter={"vendor": ["alpha"], "tags": ["rag"]}) == 2
    assert measure(["VENDOR"], filter={"vendor": ["alpha"]}) == 3  # no facet is counted over the list itself


@pytest.mark.parametrize(
    ("names", "given", "number"),
    [
        (["VENDOR"], {}, 3),
        (["PRICING_MODEL", "TAGS"], {"vendor": ["alpha"]}, 2),
        (["VENDOR"], {"vendor": ["alpha"]}, 2),
        (["VENDOR", "STATUS"], {"vendor": ["beta"]}, 1),
        (["TAGS"], {"slug": []}, 0),
        (["STATUS"], {"tags": ["none"]}, 0),
        ([], {}, 3),
    ],
)
def test_the_number_of_the_list_is_the_same_with_facets_and_without(
    client: Client, catalogue: Any, names: list[str], given: Any, number: int
) -> None:
    after = FACETS.replace("totalCount", "").replace("} } } }", "} } totalCount } }")
    for query, order in ((FACETS, ["totalCount", "facets"]), (after, ["facets", "totalCount"])):
        for _ in range(2):
            found = ask(client, query, names=names, filter=given)["solutions"]
            assert found["totalCount"] == number and list(found) == order
    assert ask(client, NUMBER, filter=given)["solutions"]["totalCount"] == number


def test_each_parent_has_the_facets_of_its_own_list(client: Client, catalogue: Any) -> None:
    query = """{ vendors { nodes { slug solutions(filter: { status: [ACTIVE, BETA] }) {
      facets(names: [PRICING_MODEL, CATEGORY], first: 2) { name values { value count } } } } } }"""
    for _ in range(2):
        nodes = ask(client, query)["vendors"]["nodes"]
        found = {
            node["slug"]: [
                [(value["value"], value["count"]) for value in facet["values"]]
                for facet in node["solutions"]["facets"]
            ]
            for node in nodes
        }
        assert found == {
            "alpha": [[("FREE", 2)], [("live-speech", 2), ("speech", 2)]],
            "beta": [[("ONE_TIME", 1)], [("vision", 1)]],
        }


def make_attribute(slug: str, kind: str, category: Category, **fields: Any) -> AttributeDefinition:
    fields = {"filterable": True, "name": slug.title(), **fields}
    return AttributeDefinition.objects.create(key=slug, type=kind, category=category, **fields)


def give(solution: Solution, definition: AttributeDefinition, value: str) -> None:
    AttributeValue.objects.create(page=solution, definition=definition, value=value)


def test_attributes_are_counted_without_their_own_condition_alone(client: Client, catalogue: Any) -> None:
    speech = Category.objects.get(slug="speech")
    context = make_attribute("context", "number", speech, unit="tokens")
    offline, hidden = make_attribute("offline", "boolean", speech), make_attribute("x", "text", speech)
    AttributeDefinition.objects.filter(pk=hidden.pk).update(filterable=False)
    for solution, size, value in zip(
        catalogue, ("8", "16", "8", "99"), ("true", "true", "false", "true"), strict=True
    ):
        give(solution, context, size)
        give(solution, offline, value)
        give(solution, hidden, "no")
    assert count(client, ["ATTRIBUTES"]) == {
        "context": [("8", 2), ("16", 1)], "offline": [("true", 2), ("false", 1)],
    }  # fmt: skip
    given = {"attributes": [{"slug": "context", "equals": "8"}]}
    assert count(client, ["ATTRIBUTES", "VENDOR"], filter=given) == {
        "context": [("8", 2), ("16", 1)], "offline": [("false", 1), ("true", 1)],
        "vendor": [("alpha", 1), ("beta", 1)],
    }  # fmt: skip
    facets = ask(client, FACETS, names=["ATTRIBUTES"])["solutions"]["facets"]
    assert [(each["name"], each["slug"], each["label"]) for each in facets] == [
        ("attributes", "context", "Context"), ("attributes", "offline", "Offline"),
    ]  # fmt: skip
    assert [value["label"] for value in facets[0]["values"]] == ["8 tokens", "16 tokens"]
    assert [value["label"] for value in facets[1]["values"]] == ["Yes", "No"]


def test_price_bands_come_in_their_order(client: Client) -> None:
    for title, price in (("A", 300), ("B", 5), ("C", 9), ("D", 50), ("E", None)):
        PricingPlan.objects.create(page=make_solution(title), name="Plan", price=price)
    expected = [("UNDER_10", 2), ("FROM_50_TO_200", 1), ("FROM_200", 1)]
    assert count(client, ["PRICE_BAND"]) == {"priceBand": expected}


def test_use_cases_are_counted_by_slug(client: Client, catalogue: Any) -> None:
    support = UseCase.objects.create(name="Support", slug="support")
    for solution in catalogue:
        solution.use_cases.add(support)
        solution.save()
    Solution.objects.filter(title="D").update(live=False)
    assert count(client, ["USE_CASES"]) == {"useCases": [("support", 3)]}


OTHER_LISTS = {
    "vendors": ("COUNTRY", [("DE", "Germany", 1)]),
    "events": ("ATTENDANCE_MODE", [("ONLINE", "Online", 1)]),
    "reviews": ("RATING", [("5", "5 stars", 2), ("1", "1 star", 1)]),
}


@pytest.mark.parametrize("root", OTHER_LISTS)
def test_other_lists_have_facets_of_their_own(client: Client, root: str) -> None:
    solution = make_solution("Tool", vendor=make_vendor("Maker", country="DE"))
    make_event("Meeting", attendance_mode="online", join_url="https://example.org/join")
    for stars in (5, 5, 1):
        make_review(solution, rating=stars)
    name, expected = OTHER_LISTS[root]
    query = f"{{ {root} {{ facets(names: [{name}]) {{ values {{ value label count }} }} }} }}"
    ((values),) = [each["values"] for each in ask(client, query)[root]["facets"]]
    assert [(each["value"], each["label"], each["count"]) for each in values] == expected


@pytest.mark.parametrize(
    ("query", "requested"),
    [
        ("{ solutions(first: 1) { facets(names: [TAGS]) { values { count } } } }", 5),
        (
            "{ solutions(first: 1) { totalCount facets(names: [TAGS, VENDOR, TAGS]) { values { count } } } }",
            15,
        ),
        ("{ vendors(first: 10) { nodes { solutions { totalCount } } } }", 20),
        ("{ vendors(first: 10) { nodes { solutions { facets(names: [TAGS, STATUS]) { name } } } } }", 30),
        ("{ categories(first: 100) { totalCount nodes { solutions { totalCount } } } }", 205),
    ],
)
def test_counts_cost_what_they_read(client: Client, query: str, requested: int) -> None:
    make_solution("Tool", vendor=make_vendor("Maker"))
    body = {"query": query, "extensions": {"cost": True}}
    cost = client.post("/graphql", body, content_type="application/json").json()["extensions"]["cost"]
    assert cost["requested"] == requested and cost["actual"] <= requested
