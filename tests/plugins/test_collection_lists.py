"""Filters and facets that plugins add to lists: over other tables, through the gate; what does not fit is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.declarations import registry
from cms.plugins.api.contributions import Contribution
from cms.plugins.api.errors import ContributionError
from cms.plugins.api.lists import CollectionFacet, CollectionFilter
from cms.plugins.loader.records import State
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime.decisions import forget
from cms.plugins.runtime.platform import Platform
from content_types.solutions.parts import PricingPlan
from tests.content_api.client import ask, codes, post
from tests.factories.content import make_language, make_review, make_site, make_solution, make_vendor
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
CODE = """
from cms.plugin_api import *

@hookimpl
def collection_filters():
    return [%s]

@hookimpl
def collection_facets():
    return [%s]
"""
PLAN = """CollectionFilter(on="solutions", name="plans", rows="solutions.PricingPlan", link="page", value="name", type=str,
    description="X.")"""
MAKER = """CollectionFilter(on="reviews", name="makers", rows="solutions.PricingPlan", link="page",
    value="page__vendor__slug", type=str, description="X.")"""
RATED = """CollectionFilter(on="solutions", name="stars", rows="reviews.Review", link="solution", value="rating",
    type=int, description="X.")"""
PLANS = 'CollectionFacet(on="solutions", name="plans", label="Plans", title="page__vendor__name")'
STARS = 'CollectionFacet(on="solutions", name="stars", label="Stars")'


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def load(workshop: Workshop, site_with: SiteWith, filters: str, facets: str = "") -> Platform:
    workshop.write("lists", CODE % (filters, facets))
    found = site_with()
    post(Client(), "{ __typename }")  # the schema is built
    return found


@pytest.mark.parametrize(("locale", "label"), [("en", "Alpha"), ("de", "Alfa")])
def test_labels_of_another_table_are_in_the_language_of_the_list(
    workshop: Workshop, site_with: SiteWith, client: Client, locale: str, label: str
) -> None:
    load(workshop, site_with, PLAN, PLANS)
    make_language("de")
    page = make_solution("A", vendor=make_vendor("Alpha", translations={"de": {"name": "Alfa"}}))
    PricingPlan.objects.create(page=page, name="pro")
    page.copy_for_translation(Locale.objects.get(language_code="de")).save_revision().publish()
    query = """query($locale: String) { solutions(locale: $locale) {
      facets(names: [PLANS]) { values { value label count } } } }"""
    found = ask(client, query, locale=locale)["solutions"]["facets"]
    assert found == [{"values": [{"value": "pro", "label": label, "count": 1}]}]


def test_values_and_labels_of_another_table_pass_the_gate(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    load(workshop, site_with, f"{PLAN}, {RATED}", f"{PLANS}, {STARS}")
    hidden = make_vendor("Hidden", live=False)
    for title, name, vendor in (("A", "pro", "Alpha"), ("B", "pro", "Alpha"), ("C", "free", None)):
        own = make_vendor(vendor) if vendor and title == "A" else None
        solution = make_solution(title, vendor=own or (hidden if title == "B" else None))
        PricingPlan.objects.create(page=solution, name=name)
        make_review(solution, rating=4, state="published" if title == "A" else "pending")
    query = """query($filter: SolutionFilter) { solutions(filter: $filter) { nodes { title }
      facets(names: [PLANS, STARS]) { name values { value label count } } } }"""
    found = ask(client, query)["solutions"]
    assert [each["values"] for each in found["facets"]] == [
        [{"value": "pro", "label": "Alpha", "count": 1}],  # the vendor of B is hidden, C has none
        [{"value": "4", "label": "4", "count": 1}],
    ]
    for given, titles in (
        ({"plans": ["pro"]}, ["A", "B"]),
        ({"stars": [4, 5]}, ["A"]),
        ({"stars": [1]}, []),
    ):
        assert [each["title"] for each in ask(client, query, filter=given)["solutions"]["nodes"]] == titles


REFUSED = [
    (PLAN, 'CollectionFacet(on="solutions", name="nothing", label="X")',
     "CollectionFacet solutions.nothing: no filter takes its values. Add CollectionFilter(on='solutions', name='nothing',"),
    (PLAN, 'CollectionFacet(on="events", name="plans", label="X")',
     "CollectionFacet events.plans: no filter takes its values."),
    ("", 'CollectionFacet(on="solutions", name="vendor", label="X")',
     "CollectionFacet solutions.vendor: no filter takes its values. Add CollectionFilter("),
    (PLAN.replace('"plans"', '"tags"'), "", "CollectionFilter solutions.tags is a filter of AiXplore: rename it."),
    (PLAN.replace('"solutions",', '"tools",'), "", "there is no list tools. Name one of categories, tags, "),
    (PLAN.replace("PricingPlan", "Nothing"), "", "CollectionFilter solutions.plans: App 'solutions' doesn't have a "),
    (PLAN.replace('"page"', '"pages"'), "", "CollectionFilter solutions.plans: PricingPlan has no field named 'pages'."),
    (PLAN.replace('"page"', '"name"'), "",
     "link: solutions.PricingPlan.name is not a foreign key to solutions.Solution."),
    (MAKER, "", "link: solutions.PricingPlan.page is not a foreign key to reviews.Review."),
    (PLAN.replace('"name"', '"page"'), "", "value: page does not exist: 'page' of solutions.PricingPlan is no column"),
    (PLAN.replace('"name"', '"page__tags__slug"'), "", "'tags' of solutions.Solution is no foreign key."),
    (PLAN.replace('"name"', '"page__owner__email"'), "", "the API does not show accounts.User, so no value may come"),
    (PLAN, PLANS.replace("page__vendor__name", "page__owner__email"), "the API does not show accounts.User, so no"),
    (PLAN, PLANS.replace("page__vendor__name", "titel"), "title: titel does not exist: PricingPlan has no field"),
    (f"{PLAN}, {PLAN}", "", "CollectionFilter solutions.plans exists already, from lists"),
]  # fmt: skip


@pytest.mark.parametrize(("filters", "facets", "reason"), REFUSED)
def test_what_does_not_fit_is_refused_by_name(
    workshop: Workshop, site_with: SiteWith, client: Client, filters: str, facets: str, reason: str
) -> None:
    found = load(workshop, site_with, filters, facets).plugins["lists"]
    assert found.state is State.REFUSED and reason in found.reason
    assert "plans" not in registry.collections["solutions"].filters
    assert ask(client, "{ solutions { totalCount facets(names: [VENDOR]) { name } } }") == {
        "solutions": {"totalCount": 0, "facets": [{"name": "vendor"}]}
    }


def test_a_refused_plugin_leaves_the_filter_of_another(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("broken", CODE % ("", 'CollectionFacet(on="solutions", name="plans", label="X")'))
    found = load(workshop, site_with, PLAN, PLANS)
    assert found.plugins["broken"].state is State.REFUSED and found.plugins["lists"].state is State.LOADED
    assert {"plans"} <= set(registry.collections["solutions"].facets)


def test_a_plugin_that_is_switched_off_counts_nothing_and_filters_nothing(
    workshop: Workshop, site_with: SiteWith, client: Client
) -> None:
    load(workshop, site_with, PLAN, PLANS.replace("page__vendor__name", "name"))
    PricingPlan.objects.create(page=make_solution("A"), name="pro")
    query = """query($filter: SolutionFilter) { solutions(filter: $filter) { totalCount
      facets(names: [PLANS]) { values { value count } } } }"""
    counted = {"totalCount": 1, "facets": [{"values": [{"value": "pro", "count": 1}]}]}
    assert ask(client, query, filter={"plans": ["pro"]}) == {"solutions": counted}
    PluginSwitch.objects.create(plugin="lists", site=None, enabled=False)
    forget()
    answer = post(client, query, filter={"plans": ["pro"]})
    assert codes(answer) == ["FEATURE_DISABLED"] and answer["data"] is None
    assert ask(client, query) == {"solutions": {"totalCount": 1, "facets": [{"values": []}]}}


def test_filters_leave_with_their_plugin(workshop: Workshop, site_with: SiteWith, client: Client) -> None:
    found = load(workshop, site_with, PLAN, PLANS)
    query = '{ solutions(filter: { plans: ["x"] }) { totalCount } }'
    assert ask(client, query) == {"solutions": {"totalCount": 0}}
    found.refuse("lists", "because")
    site_with(allowed=())
    assert codes(post(client, query)) == ["GRAPHQL_VALIDATION_FAILED"]


@pytest.mark.parametrize(
    ("kind", "given", "problem"),
    [
        (CollectionFilter, {"rows": "Badge"}, "`rows` is a model label such as"),
        (CollectionFilter, {"link": "page__vendor"}, "`link` is a foreign key of the model itself"),
        (CollectionFilter, {"value": ""}, "`value` is the column with the value"),
        (CollectionFilter, {"type": float}, "use str, int, bool or an enumeration"),
        (CollectionFilter, {"description": ""}, "describe it"),
        (CollectionFilter, {"name": "Not Camel"}, "name it by"),
        (CollectionFacet, {"label": ""}, "give it a label"),
    ],
)
def test_what_is_missing_is_said_when_it_is_made(
    kind: type[Contribution], given: dict[str, Any], problem: str
) -> None:
    whole: dict[str, Any] = {"on": "solutions", "name": "plans"}
    whole |= (
        {"rows": "a.B", "link": "page", "value": "name", "type": str, "description": "X."}
        if (kind is CollectionFilter)
        else {"label": "Plans"}
    )
    with pytest.raises(ContributionError, match=problem):
        kind(**{**whole, **given})
