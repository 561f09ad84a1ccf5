"""The executor answers what graphql-core answers: data, errors, their paths and order, and null propagation."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

import graphene
import pytest
from graphql import ExecutionResult, FragmentDefinitionNode, GraphQLSchema, execute, parse, validate

from content_api.execution.executor import Executor
from content_api.execution.field_plans import plan_field
from content_api.operation import InvalidOperation, select_operation


class Colour(Enum):
    RED = 1
    BLUE = 2


class Broken(Exception):
    """Something that a resolver raises."""


class Named(graphene.Interface):
    name = graphene.String(required=True)

    @classmethod
    def resolve_type(cls, row: Any, info: Any) -> Any:
        return {"cat": Cat, "dog": Dog, "none": None}[row.kind]


class Cat(graphene.ObjectType):
    class Meta:
        interfaces = (Named,)

    lives = graphene.Int()
    friends = graphene.List(lambda: Named)
    strict_friends = graphene.List(graphene.NonNull(lambda: Named))
    colour = graphene.Field(graphene.Enum.from_enum(Colour))
    broken = graphene.String()
    broken_required = graphene.String(required=True)
    sizes = graphene.List(graphene.Int)
    words = graphene.List(graphene.NonNull(graphene.String), of=graphene.List(graphene.String))
    path = graphene.String()

    @staticmethod
    def resolve_broken(row: Any, info: Any) -> str:
        raise Broken("canary")

    resolve_broken_required = resolve_broken

    @staticmethod
    def resolve_words(row: Any, info: Any, of: list[str] | None = None) -> list[str]:
        given = of or []
        given.append(row.name)  # a resolver that changes its argument changes that of no other row
        return given

    @staticmethod
    def resolve_path(row: Any, info: Any) -> str:
        return f"{info.path.as_list()} {info.field_name} {info.parent_type} {sorted(info.fragments)}"


class Dog(graphene.ObjectType):
    class Meta:
        interfaces = (Named,)

    barks = graphene.Boolean()
    owner = graphene.Field(lambda: Cat, required=True)


class Row:
    friends: list[Row | None]
    strict_friends: list[Row | None]

    def __init__(self, kind: str, name: Any, **values: Any) -> None:
        self.kind, self.name = kind, name
        vars(self).update(values)


TOM = Row("cat", "Tom", lives=9, colour=Colour.BLUE.value, sizes=[1, "two", 3, None])
REX = Row("dog", "Rex", barks=True, owner=TOM)
TOM.friends = TOM.strict_friends = [
    REX,
    Row("cat", None),
    Row("cat", "Kit", lives="many"),
    None,
    Row("none", "X"),
]


class Query(graphene.ObjectType):
    cat = graphene.Field(Cat, index=graphene.Int())
    pets = graphene.List(graphene.NonNull(Named))
    dogs = graphene.List(Dog, required=True)
    not_a_list = graphene.List(graphene.String)
    raised = graphene.String()
    plain = graphene.JSONString()

    @staticmethod
    def resolve_cat(root: Any, info: Any, index: int = 0) -> Any:
        return TOM

    @staticmethod
    def resolve_pets(root: Any, info: Any) -> Iterator[Row]:
        return iter([TOM, REX])

    @staticmethod
    def resolve_dogs(root: Any, info: Any) -> list[Any]:
        return [
            REX,
            Row("dog", "Stray", barks=False, owner=None),
            {"name": "Dict", "barks": True, "owner": TOM},
        ]

    @staticmethod
    def resolve_not_a_list(root: Any, info: Any) -> Any:
        return 7

    @staticmethod
    def resolve_raised(root: Any, info: Any) -> Any:
        return Broken("returned, not raised")


class Rename(graphene.Mutation):
    class Arguments:
        name = graphene.String(required=True)

    cat = graphene.Field(Cat)

    @staticmethod
    def mutate(root: Any, info: Any, name: str) -> Any:
        if name == "bad":
            raise Broken(name)
        return {"cat": Row("cat", name)}


class Mutation(graphene.ObjectType):
    rename = Rename.Field()


SCHEMA: GraphQLSchema = graphene.Schema(
    query=Query, mutation=Mutation, types=[Cat, Dog], auto_camelcase=False
).graphql_schema

DOCUMENTS = {
    "leaves": "{ cat { name lives colour __typename } }",
    "an error in a nullable field": "{ cat { broken name } other: cat { broken } }",
    "an error in a required field": "{ cat { name broken_required } pets { name } }",
    "items that are wrong": "{ cat { sizes friends { name ... on Cat { lives } } } }",
    "a wrong item in a strict list": "{ cat { name strict_friends { name } } }",
    "null for a required object": "{ dogs { name owner { name } } }",
    "interfaces and fragments": "{ pets { ...Name ... on Cat { lives path } ... on Dog { barks owner { ...Name } } } } "
    "fragment Name on Named { name __typename }",
    "merged fields": "{ cat { friends { __typename } friends { name } } }",
    "aliases with other arguments": '{ cat { a: words(of: ["x"]) b: words(of: ["y"]) c: words } }',
    "rows that come twice": "{ pets { name } a: cat { friends { ... on Dog { barks } } } cat { friends { ... on Dog "
    "{ owner { lives words } barks } } } }",
    "nothing selected of some": "query($no: Boolean = false) { pets { ... on Dog { barks @include(if: $no) } } }",
    "paths": "{ pets { ... on Cat { path } ... on Dog { owner { path } } } }",
    "directives": "query($yes: Boolean!, $no: Boolean = false) "
    "{ cat { name @skip(if: $yes) lives @include(if: $yes) colour @include(if: $no) } }",
    "no list where one is due": "{ not_a_list cat { name } }",
    "an exception as a value": "{ raised }",
    "introspection": '{ __schema { queryType { name fields { name args { name } } } } __type(name: "Cat") { name } }',
    "a mutation": 'mutation { rename(name: "Ada") { cat { name lives } } bad: rename(name: "bad") { cat { name } } }',
}


class Item(graphene.ObjectType):
    """A row whose fields are resolved for many rows at once."""

    name = graphene.String(required=True)
    twice = graphene.Int()
    nested = graphene.List(graphene.NonNull(lambda: Item))


class Counted:
    """Resolves a field for one row and for many, and notes the names of the rows of each call."""

    def __init__(self, answer: Any) -> None:
        self.answer, self.calls = answer, []  # type: ignore[var-annotated]

    def __call__(self, row: Any, info: Any) -> Any:
        self.calls.append(row.name)
        return self.answer(row)

    def many(self, rows: list[Any], info: Any) -> list[Any]:
        self.calls.append([row.name for row in rows])
        return [self.answer(row) for row in rows]


def build_items(items: list[Any], answer: Any) -> tuple[GraphQLSchema, Counted]:
    """A schema with `items`, and the resolver of their field `twice`."""
    root = type("Root", (graphene.ObjectType,), {"items": graphene.List(Item, resolver=lambda *_: items)})
    schema = graphene.Schema(query=root).graphql_schema
    counted = Counted(answer)
    schema.type_map["Item"].fields["twice"].resolve = counted  # type: ignore[attr-defined]
    return schema, counted


def test_rows_that_come_together_are_resolved_by_one_call_and_each_row_once() -> None:
    shared = Row("item", "shared", nested=None)
    first = Row("item", "first", nested=[shared, shared])
    schema, counted = build_items(
        [first, Row("item", "second", nested=[shared]), None], lambda row: len(row.name)
    )
    text = "{ items { name twice nested { name twice } } }"
    found, expected = run(text, {}, schema), execute(schema, parse(text))
    assert found == expected and not found.errors  # type: ignore[union-attr]
    assert counted.calls[:2] == [["first", "second"], ["shared"]]


def test_a_row_that_fails_gets_its_own_path_and_the_others_their_values() -> None:
    def answer(row: Any) -> int:
        if row.name == "bad":
            raise Broken("canary")
        return len(row.name)

    nested = [Row("item", "good"), Row("item", "bad")]
    schema, _ = build_items([Row("item", "top", nested=nested)], answer)
    result = run("{ items { twice nested { name twice } } }", {}, schema)
    assert result.data == {
        "items": [{"twice": 3, "nested": [{"name": "good", "twice": 4}, {"name": "bad", "twice": None}]}]
    }
    assert [each.path for each in result.errors or ()] == [["items", 0, "nested", 1, "twice"]]


def run(text: str, variables: dict[str, Any], schema: GraphQLSchema = SCHEMA) -> ExecutionResult:
    """Execute a document twice with the same plans; the second result."""
    document = parse(text)
    assert validate(schema, document) == []
    node = select_operation(document, None)
    fragments = {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }
    plans: Any = {}
    values = {"no": False, **variables} if "$no" in text else variables
    for _ in range(2):
        result = Executor(schema, node, fragments, values, plans, None).execute()
    return result


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("yes", [True, False])
def test_data_and_errors_are_those_of_graphql_core(name: str, yes: bool) -> None:
    text = DOCUMENTS[name]
    variables = {"yes": yes} if "$yes" in text else {}
    expected: Any = execute(SCHEMA, parse(text), variable_values=variables)
    found = run(text, variables)
    assert found.data == expected.data
    assert [each.formatted for each in found.errors or ()] == [
        each.formatted for each in expected.errors or ()
    ]
    assert list(found.data or ()) == list(expected.data or ())


def test_arguments_that_a_resolver_can_change_are_not_shared() -> None:
    document = parse('{ cat(index: 3) { words(of: ["x"]) } }')
    outer: Any = document.definitions[0]
    query = SCHEMA.query_type
    assert query is not None
    plan = plan_field(SCHEMA, query, "cat", list(outer.selection_set.selections), {}, lambda *_: None)
    assert plan is not None and plan.arguments == {"index": 3} and plan.attribute is None
    inner = outer.selection_set.selections[0].selection_set.selections
    words = plan_field(SCHEMA, SCHEMA.type_map["Cat"], "words", list(inner), {}, lambda *_: None)  # type: ignore[arg-type]
    assert words is not None and words.arguments is None


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("{ cat { name } }", "Other", "Unknown operation named 'Other'."),
        ("query A { cat { name } } query B { cat { name } }", None,
         "Must provide operation name if query contains multiple operations."),
        ("fragment F on Cat { name }", None, "Must provide an operation."),
        ("query A { cat { name } }", "", "Unknown operation named ''."),
    ],
)  # fmt: skip
def test_an_operation_that_cannot_be_selected_is_rejected_as_by_graphql_core(
    text: str, name: str | None, message: str
) -> None:
    with pytest.raises(InvalidOperation, match=message):
        select_operation(parse(text), name)
    expected: Any = execute(SCHEMA, parse(text), operation_name=name)
    assert [each.message for each in expected.errors] == [message]
