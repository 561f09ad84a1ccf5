"""One type for one thing: a filter has the type of the field that it filters by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema as parse_schema,
    get_named_type,
    is_leaf_type,
)

from content_api.schema.build import build_schema
from tests.content_api.client import ask
from tests.factories.content import make_site, make_vendor


def find_differences(schema: GraphQLSchema) -> Iterator[str]:
    """Filters, and inputs of mutations, whose type is another than that of the field of the same name.

    A filter by slug has the name of the object that it leads to; a field that is deprecated has one in its place.
    """
    for name, kind in schema.type_map.items():
        if isinstance(kind, GraphQLInputObjectType):
            for owner in find_owners(schema, name):
                yield from compare_fields(kind, owner)


def find_owners(schema: GraphQLSchema, name: str) -> Iterator[GraphQLObjectType]:
    """The object types that an input speaks of: `Solution` of SolutionFilter, `Review` of SubmitReviewInput."""
    for owner in schema.type_map.values():
        of_mutation = name.endswith("Input") and owner.name in name
        if isinstance(owner, GraphQLObjectType) and (name == f"{owner.name}Filter" or of_mutation):
            yield owner


def compare_fields(given: GraphQLInputObjectType, owner: GraphQLObjectType) -> Iterator[str]:
    for name, argument in given.fields.items():
        field = owner.fields.get(name)
        if field is None or field.deprecation_reason:
            continue
        wanted, found = get_named_type(field.type), get_named_type(argument.type)
        if is_leaf_type(wanted) and wanted.name != found.name:
            yield f"{given.name}.{name}: {found.name}, but {owner.name}.{name}: {wanted.name}"


def test_a_filter_has_the_type_of_the_field_of_its_name() -> None:
    assert list(find_differences(build_schema())) == []


@pytest.mark.parametrize(
    ("sdl", "expected"),
    [
        ("type A { c: String } enum C { X } input AFilter { c: [C!] }", ["AFilter.c: C, but A.c: String"]),
        ("type A { n: Int! } input AFilter { n: Float }", ["AFilter.n: Float, but A.n: Int"]),
        ("type A { c: String } input SubmitAInput { c: Int }", ["SubmitAInput.c: Int, but A.c: String"]),
        ("type A { b: B } type B { s: String } input AFilter { b: [String!] }", []),
        ('type A { c: String @deprecated(reason: "d") } enum C { X } input AFilter { c: C }', []),
    ],
)
def test_a_difference_is_found(sdl: str, expected: list[str]) -> None:
    assert list(find_differences(parse_schema("type Query { a: A } " + sdl))) == expected


def test_every_facet_belongs_to_a_filter() -> None:
    schema = build_schema()
    facets = [each for name, each in schema.type_map.items() if name.endswith("Facet") and name != "Facet"]
    assert {each.name for each in facets} == {"SolutionFacet", "VendorFacet", "EventFacet", "ReviewFacet"}
    for enum in facets:
        given = schema.type_map[enum.name.replace("Facet", "Filter")]
        assert isinstance(enum, GraphQLEnumType) and isinstance(given, GraphQLInputObjectType)
        assert {each.value.value for each in enum.values.values()} <= given.fields.keys()


@pytest.mark.django_db
def test_the_country_of_a_vendor_fits_the_filter_by_country(client: Client) -> None:
    make_site()
    make_vendor("Here", country="DE")
    make_vendor("Nowhere")
    query = (
        "query($c: [Country!]) { vendors(filter: { country: $c }) { nodes { name country countryCode } } }"
    )
    assert ask(client, query)["vendors"]["nodes"] == [
        {"name": "Here", "country": "DE", "countryCode": "DE"},
        {"name": "Nowhere", "country": "", "countryCode": None},
    ]
    assert [each["name"] for each in ask(client, query, c=["DE"])["vendors"]["nodes"]] == ["Here"]
