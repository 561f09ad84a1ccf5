"""Types of a plugin that the schema cannot hold refuse the plugin, and the API of everybody else stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cms.plugins.runtime.platform import Platform
from tests.content_api.client import ask, post
from tests.factories.content import make_site, make_solution
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
MUTATION = """
from dataclasses import dataclass
from typing import Annotated, List, Optional, Union
from cms.plugin_api import *

@dataclass(frozen=True)
class {given}:
    text: {argument} = None

@dataclass(frozen=True)
class {payload}:
    value: {value}

@hookimpl
def graphql_mutations():
    return [GraphQLMutation(name="store", input={given}, type={payload}, perform=lambda given, gate: None,
                            description="X.", cost=1, permission=SIGNED_IN)]
"""
FIELD = """
from cms.plugin_api import *

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="size", type=%s, load=lambda keys, gate: {},
                         description="X.", cost=1, permission=PUBLIC)]
"""
RECORD = """
from dataclasses import dataclass
from typing import Annotated, Optional, Union
from cms.plugin_api import *

@dataclass(frozen=True)
class Size:
    number: KIND
    solution: Optional[Annotated[int, KeyOf("solutions.Solution")]] = None

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="size", type=Size,
                         load=lambda keys, gate: {key: Size(VALUE) for key in keys},
                         description="X.", cost=1, permission=PUBLIC)]
"""
NO_TYPE = "the API has no type for"
CASES = [
    ({"value": "Annotated[list[int], Rows('solutions.Solution')] | None"}, NO_TYPE),
    ({"value": "int | str"}, "the API has no type for int | str. Use str, int, "),
    ({"value": "Union[int, str, None]"}, NO_TYPE),
    ({"value": "Optional[set]"}, NO_TYPE),
    ({"argument": "Optional[bytes]"}, NO_TYPE),
    ({"argument": "Union[int, str]"}, NO_TYPE),
    ({"value": "list[set]"}, NO_TYPE),
    ({"value": "'Missing'"}, "its types cannot be read: NameError: name 'Missing' is not defined"),
    ({"argument": "bytes"}, "the API has no type for <class 'bytes'>. Use str, int, "),
    ({"given": "SubmitReviewInput"}, "the type SubmitReviewInput exists already: rename the class."),
    ({"given": "Store", "payload": "Store"}, "the type Store exists already: rename the class."),
]


@pytest.fixture
def serve_code(workshop: Workshop, site_with: SiteWith, client: Client) -> Callable[[str], str]:
    """`served(code)` runs the plugin on a site whose API has to answer; why the plugin was refused."""

    def serve(code: str) -> str:
        make_site()
        make_solution("One")
        workshop.write("unfit", code)
        plugin = site_with().plugins["unfit"]
        assert ask(client, "{ solutions { nodes { title } } }") == {
            "solutions": {"nodes": [{"title": "One"}]}
        }
        return plugin.reason

    return serve


@pytest.mark.parametrize(("words", "reason"), CASES)
def test_a_mutation_of_unusable_types_is_refused(
    serve_code: Callable[[str], str], words: dict[str, str], reason: str
) -> None:
    usual = {"given": "StoreInput", "payload": "StorePayload", "argument": "str | None", "value": "int"}
    refused = serve_code(MUTATION.format(**usual | words))
    assert refused.startswith("GraphQLMutation") and reason in refused


@pytest.mark.parametrize(
    "kind", ["set", "list[bytes]", "dict[str, int]", "int | None", "Rows('solutions.Nothing')"]
)
def test_a_field_of_an_unusable_type_is_refused(serve_code: Callable[[str], str], kind: str) -> None:
    assert "GraphQLField solutions.Solution.size" in serve_code(FIELD % kind)


OPTIONAL = [
    "{} | None", "None | {}", "Optional[{}]", "Union[{}, None]", "Union[None, {}]", "Annotated[{} | None, 'note']",
    "Annotated[Optional[{}], 'note']", "Optional[Annotated[{}, 'note']]", "'Optional[{}]'", "'{} | None'",
]  # fmt: skip


@pytest.mark.parametrize("spelling", OPTIONAL)
@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"], ids=["evaluated", "as text"])
def test_every_spelling_of_an_optional_type_is_the_same_type(
    serve_code: Callable[[str], str], client: Client, spelling: str, future: str
) -> None:
    words = {"argument": spelling.format("int"), "value": spelling.format("List[int]")}
    assert serve_code(future + MUTATION.format(given="StoreInput", payload="StorePayload", **words)) == ""
    query = '{ given: __type(name: "StoreInput") { inputFields { ...kind } } }'
    kind = "fragment kind on __InputValue { name type { name ofType { name } } }"
    (text, *_) = ask(client, query + kind)["given"]["inputFields"]
    assert text == {"name": "text", "type": {"name": "Int", "ofType": None}}


@pytest.mark.parametrize(
    "spelling", ["{} | None", "Optional[{}]", "Union[None, {}]", "Annotated[{} | None, 'note']"]
)
@pytest.mark.parametrize(("value", "answer"), [("None", None), ("7", 7), ("'seven'", None)])
def test_an_optional_member_of_a_field_is_null_or_of_its_type(
    serve_code: Callable[[str], str], client: Client, spelling: str, value: str, answer: int | None
) -> None:
    code = RECORD.replace("KIND", spelling.format("int")).replace("VALUE", value)
    assert serve_code(code) == ""
    answered = post(client, '{ solution(slug: "one") { size { number solution } } }')
    size = answered["data"]["solution"]["size"]
    if value == "'seven'":
        assert size is None and answered["errors"][0]["message"] == "The plugin did not answer."
    else:
        assert size == {"number": answer, "solution": None} and "errors" not in answered


def test_a_mutation_of_usable_types_is_loaded(serve_code: Callable[[str], str]) -> None:
    whole = {
        "given": "StoreInput",
        "payload": "StorePayload",
        "argument": "str | None",
        "value": "list[int] | None",
    }
    assert serve_code(MUTATION.format(**whole)) == ""
