"""What a field means is data: the columns that it reads, and no others are loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    NameNode,
    OperationDefinitionNode,
    default_field_resolver,
    parse,
)

from cms.declarations import ComputedField, registry
from cms.media.models import Image
from content_api.access.context import ReadContext
from content_api.access.structure import VERSION_SQL
from content_api.execution.field_plans import plan_field
from content_api.model.field_sources import (
    Column,
    Computed,
    FieldSource,
    ForeignKeySource,
    ManyToMany,
    ThroughRows,
)
from content_api.schema.build import build_schema
from content_api.schema.field_sources import checks
from content_api.schema.field_sources.checks import every_column_is_known, every_model_is_known
from content_api.schema.field_sources.columns import find_columns_read
from content_api.schema.field_sources.table import core_sources, field_sources
from content_types.events.models import Event
from content_types.events.reading import EventRange
from content_types.pages.models import HomePage, StandardPage
from content_types.reviews.models import Review
from content_types.solutions.attributes import AttributeFilter, CheckedAttribute
from content_types.solutions.choices import PriceBand
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative
from content_types.solutions.prices import PriceRange
from content_types.taxonomy.models import Category
from content_types.vendors.models import Vendor
from tests.content_api.client import ask, post, statements
from tests.factories.content import make_event, make_site, make_solution

PAGE = {"path", "url_path", "locale"}


def read(text: str) -> dict[type[Model], Any]:
    document = parse(text)
    operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    return dict(find_columns_read(operation, fragments, build_schema()))


@pytest.mark.parametrize(
    ("text", "model", "columns"),
    [
        ("{ solutions { nodes { title } } }", Solution, PAGE | {"title"}),
        ("{ solutions { nodes { a: title @skip(if: true) b: summary } } }", Solution, PAGE | {"title", "summary"}),
        ("{ solutions { edges { node { vendor { name } } } } }", Vendor, {"name", "translations"}),
        ("{ solutions { edges { node { vendor { name } } } } }", Solution, PAGE | {"vendor"}),
        ("{ solutions { nodes { tags { name } reviews { totalCount } } } }", Solution, PAGE),
        ("{ vendors { nodes { solutions { totalCount } } } }", Solution, PAGE | {"vendor"}),
        ('{ page(path: "/") { title ... on StandardPage { summary } } }', StandardPage, PAGE | {"title", "summary"}),
        ('{ page(path: "/") { title ... on StandardPage { summary } } }', HomePage, PAGE | {"title"}),
        ('{ page(path: "/") { ...F } } fragment F on PageInterface { slug parent { title } }', Event,
         PAGE | {"slug", "title"}),
        ("{ events { nodes { startsAt venue { name } } } }", Event,
         PAGE | {"starts_at", "time_zone", "venue_name", "venue_address", "latitude", "longitude"}),
        ("{ solutions { nodes { logo { url } } } }", Image, {"file", "width", "height"}),
        ("{ solutions { nodes { alternatives { title } } } }", Alternative, {"page", "alternative"}),
        ("{ solutions { nodes { rating { average } jsonLd } } }", Solution, PAGE),
        ("{ solutions { nodes { translations { locale } } } }", Solution, PAGE | {"translation_key"}),
    ],
)  # fmt: skip
def test_an_operation_reads_the_columns_that_it_selects(
    text: str, model: type[Model], columns: set[str]
) -> None:
    assert read(text)[model] == columns


def test_a_model_of_which_nothing_is_selected_is_not_narrowed() -> None:
    assert Vendor not in read("{ solutions { nodes { title } } }")
    assert read("{ solutions { nodes { bodyHtml } } }")[Solution] == PAGE | {"body", "title"}


def test_every_field_of_a_public_type_has_a_source() -> None:
    schema, sources = build_schema(), field_sources()
    kinds = {name for name, _ in sources}
    fields = {(name, field) for name in kinds for field in schema.type_map[name].fields}  # type: ignore[attr-defined]
    assert fields == set(sources)
    assert len(fields) > 150


def test_declarations_become_the_sources_that_they_mean() -> None:
    sources = core_sources(Solution)
    assert sources["title"] == Column(Solution, "title", ("title",), is_stored=True)
    assert sources["open_source"] == Column(Solution, "is_open_source", ("is_open_source",), is_stored=True)
    assert sources["pricing_model"] == Column(
        Solution, "pricing_model", ("pricing_model",), enum=True, is_stored=True
    )
    assert isinstance(sources["vendor"], ForeignKeySource)
    assert isinstance(sources["tags"], ManyToMany)
    assert isinstance(sources["alternatives"], ThroughRows)
    assert [name for name, each in sources.items() if each.columns is None] == []


@pytest.mark.parametrize(
    ("kind", "name", "attribute"),
    [
        ("Solution", "title", "title"),
        ("Solution", "openSource", "is_open_source"),
        ("Solution", "publishedAt", "first_published_at"),
        ("Event", "updatedAt", "last_published_at"),
        ("Solution", "pricingModel", None),
        ("Event", "startsAt", None),
        ("Solution", "path", None),
    ],
)
def test_stored_columns_are_read_without_their_resolver(kind: str, name: str, attribute: str | None) -> None:
    schema = build_schema()
    parent: Any = schema.type_map[kind]
    plan = plan_field(
        schema, parent, name, [FieldNode(name=NameNode(value=name))], {}, default_field_resolver
    )
    assert plan is not None
    assert plan.attribute == attribute


COMPUTED = {"shout": ComputedField(Solution, "shout", str, "title", "Loud.")}


@pytest.mark.parametrize(
    ("columns", "unknown"),
    [
        (("title", "nothing"), ["nothing"]),
        (("tags",), ["tags"]),
        (("title", "vendor"), []),
        ((), []),
        (None, []),
    ],
)
def test_columns_that_do_not_exist_are_named_at_the_start(columns: Any, unknown: list[str]) -> None:
    field = ComputedField(Solution, "shout", str, "title", "Loud.", columns=columns)
    with patch.dict(registry.fields, {(Solution, "shout"): field}):
        found = [each.msg for each in every_column_is_known()]
    text = "ComputedField 'shout' of solutions.Solution reads the column {!r}, which solutions.Solution does not have."
    assert found == [text.format(each) for each in unknown]


def test_properties_behind_public_fields_are_checked_as_well() -> None:
    with patch.object(Event, "graphql_columns", {"local_start": ("starts_on",)}):
        assert [each.id for each in every_column_is_known()] == ["content_api.E004"]


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        (Computed(Solution, COMPUTED["shout"]), "Name them, or () for none, as `columns` of the ComputedField 'shout': "),
        (Column(Solution, "headline", None), "Name them, or () for none, as `graphql_columns['headline']` of the model: "),
        (Computed(Solution, replace(COMPUTED["shout"], columns=())), None),
        (Column(Solution, "headline", ("title",)), None),
        (Column(Solution, "title", ("title",), is_stored=True), None),
    ],
)  # fmt: skip
def test_values_that_do_not_name_their_columns_are_warned_of(source: FieldSource, remedy: str | None) -> None:
    with patch.object(checks, "known_sources", lambda: {("Solution", "shout"): source}):
        found = checks.every_value_names_its_columns()
    assert [(each.id, each.msg) for each in found] == [
        ("content_api.W002", "Solution.shout does not say which columns of solutions.Solution it is made of.")
    ] * bool(remedy)
    assert all(str(each.hint).startswith(remedy or "") for each in found)


def test_the_site_names_the_columns_of_all_its_values() -> None:
    assert checks.every_value_names_its_columns() == []


@pytest.mark.parametrize(
    ("reads", "unknown"),
    [
        (("reviews.Nothing",), ["reviews.Nothing"]),
        (("reviews",), ["reviews"]),
        ((Review, "vendors.Vendor"), []),
    ],
)
def test_models_that_are_not_installed_are_named_at_the_start(reads: Any, unknown: list[str]) -> None:
    field = replace(registry.fields[Solution, "rating"], reads=reads)
    with patch.dict(registry.fields, {(Solution, "rating"): field}):
        found = [each.msg for each in every_model_is_known()]
    text = "BatchField 'rating' of solutions.Solution reads {!r}, which is no installed model."
    assert found == [text.format(each) for each in unknown]


@pytest.fixture
def site(db: None) -> None:
    make_site()
    make_solution("Atlas", summary="Maps.")
    make_event("Meeting")


@pytest.mark.parametrize(
    ("query", "loaded", "left"),
    [
        ("{ solutions { nodes { title } } }", ["title"], ["body", "summary", "draft_title", "path"]),
        ('{ solution(slug: "atlas") { summary } }', ["summary"], ["body", "website"]),
        ("{ vendors { nodes { slug } } }", ["slug"], ["description", "website"]),
        ("{ events { nodes { title } } }", ["title"], ["starts_at", "venue_name", "summary"]),
        ("{ events { nodes { title } pageInfo { endCursor } } }", ["starts_at"], ["venue_name", "summary"]),
        ("{ events { edges { cursor node { title } } } }", ["starts_at"], ["venue_name", "summary"]),
        (
            "{ events { ...Page } } fragment Page on EventConnection { edges { cursor node { title } } }",
            ["starts_at"],
            ["summary"],
        ),
    ],
)
def test_statements_name_the_columns_that_are_asked_for(
    site: None, client: Client, query: str, loaded: list[str], left: list[str]
) -> None:
    for _ in range(2):
        sql = [each for each in statements(client, query) if each != VERSION_SQL][-1]
        selected = sql.partition(' FROM "')[0]
        assert [name for name in loaded if f'"{name}"' not in selected] == []
        assert [name for name in left if f'"{name}"' in selected] == []


def test_a_column_that_was_not_declared_is_found_by_the_tests(site: None, client: Client) -> None:
    with patch("content_api.model.field_sources.Computed.columns", frozenset()):
        answer = post(client, "{ solutions { nodes { slug seo { title } } } }")
    assert [each["extensions"]["code"] for each in answer["errors"]] == ["INTERNAL_SERVER_ERROR"]
    assert ask(client, "{ solutions { nodes { id seo { title } } } }")["solutions"]["nodes"][0]["seo"]


FILTERS = [
    (collection.name, name)
    for collection in registry.collections.values()
    for name in {**collection.filters, **collection.arguments}
]
TODAY = timezone.now()
VALUES: dict[Any, Any] = {
    str: "x", int: 1, float: 1.0, bool: True, "ID": 1, PriceBand: [PriceBand.FREE],
    PriceRange: PriceRange(min=1.0, currency="EUR"), EventRange: EventRange(TODAY, TODAY + timedelta(days=1)),
    AttributeFilter: [CheckedAttribute("x", (1,), False, ("y",))],
}  # fmt: skip
"""A value of each type as `build` gets it, after `prepare`."""


@pytest.mark.parametrize(("collection", "name"), FILTERS)
def test_making_a_filter_reads_nothing(
    site: None, django_assert_num_queries: Any, collection: str, name: str
) -> None:
    declared = {**registry.collections[collection].filters, **registry.collections[collection].arguments}[
        name
    ]
    gate = ReadContext.for_site().gate
    for model in registry.visibility:
        gate.visible(model)
    if declared.build is None:
        return
    with django_assert_num_queries(0):
        declared.build(choose_value(collection, name, declared.type), gate)


def choose_value(collection: str, name: str, kind: Any) -> Any:
    if (collection, name) == ("events", "months"):
        return [(TODAY.date(), TODAY.date())]
    return VALUES[kind] if kind in VALUES else [next(iter(kind))]


def test_a_category_filter_is_part_of_the_statement(site: None, client: Client) -> None:
    top = Category.objects.get(name=Category.objects.first().name)
    query = '{ solutions(filter: {category: "%s"}) { totalCount } }' % top.slug
    ask(client, query)
    assert len(statements(client, query)) == 2
    assert ask(client, '{ solutions(filter: {category: "none"}) { totalCount } }') == {
        "solutions": {"totalCount": 0}
    }
