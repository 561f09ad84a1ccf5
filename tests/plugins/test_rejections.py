"""What a caller sent wrong is told to the caller and is no failure of the plugin: its circuit breaker stays closed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from content_types.solutions.models import Solution
from tests.content_api.client import codes, post
from tests.factories.content import make_site, make_solution, make_user
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
PLUGIN = """
import json
from dataclasses import dataclass
from django.apps import apps
from django.core.exceptions import BadRequest, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from cms.plugin_api import *

def act(what):
    group = apps.get_model("auth.Group")
    match what:
        case "long": group.objects.create(name="x" * 151)
        case "taken": [group.objects.create(name="same") for each in range(2)]
        case "large": apps.get_model("solutions.Solution").objects.update(path=2**70, depth=2**70)
        case "regex": list(group.objects.filter(name__regex="("))
        case "nul": list(group.objects.filter(name="a" + chr(0)))
        case "invalid": raise ValidationError({"first_name": ["Too short."]})
        case "plain": raise ValidationError("Not like this.")
        case "denied": raise PermissionDenied("Only on Mondays.")
        case "absent": group.objects.get(name="absent")
        case "conflict": raise Conflict("It is there already.")
        case "broken": raise OSError("canary")
        case "null": group.objects.create(name=None)
        case "zero": apps.get_model("auth.Group").objects.raw("SELECT 1/0 AS id")[0]
        case "late": raise PermissionDenied

@dataclass(frozen=True)
class ActInput:
    '''What to do.'''
    what: str

@dataclass(frozen=True)
class ActPayload:
    '''Done.'''
    done: bool | None

def perform(given, gate):
    apps.get_model("auth.Group").objects.create(name="written")
    act(given.what)
    return ActPayload(True)

def resolve(gate, what=""):
    act(what)
    return "done"

def load(keys, gate):
    raise PermissionDenied

def view(request):
    act(request.GET["what"])
    return HttpResponse("done")

@csrf_exempt
def receive(request):
    return HttpResponse(str(json.loads(request.body)))

def upstream(request):
    return HttpResponse(json.loads("<html>"))

@hookimpl
def graphql_mutations():
    return [GraphQLMutation(name="act", input=ActInput, type=ActPayload, perform=perform, cost=1,
                            permission=SIGNED_IN, description="Act.")]

@hookimpl
def graphql_queries():
    return [GraphQLQuery(name="attempt", type=str, resolve=resolve, arguments={"what": str}, cost=1, permission=PUBLIC,
                         description="Try.")]

@hookimpl
def graphql_fields():
    return [GraphQLField(on="solutions.Solution", name="denied", type=int, load=load, cost=1, permission=PUBLIC,
                         description="No.")]

@hookimpl
def urls():
    return [Url(name=each.__name__, path=each.__name__, view=each, policy=PUBLIC)
            for each in (view, receive, upstream)]
"""
CALLERS = {
    "long": ("BAD_USER_INPUT", "A text is too long.", None),
    "taken": ("CONFLICT", "This exists already.", None),
    "regex": ("BAD_USER_INPUT", "A value is not of a form that can be used.", None),
    "nul": ("BAD_USER_INPUT", "A value is not of a form that can be used.", None),
    "invalid": ("BAD_USER_INPUT", "Too short.", "firstName"),
    "plain": ("BAD_USER_INPUT", "Not like this.", None),
    "denied": ("FORBIDDEN", "Only on Mondays.", None),
    "absent": ("NOT_FOUND", "This does not exist.", None),
    "conflict": ("CONFLICT", "It is there already.", None),
}
WRITING = {"long", "taken", "regex"}
"""A query may only read, and a statement that fails ends the transaction of a test."""
FAILURES = ("broken", "null", "zero")
STATUS = {"BAD_USER_INPUT": 400, "CONFLICT": 409, "FORBIDDEN": 403, "NOT_FOUND": 404}
ACT = "mutation($w: String!) { act(input: { what: $w }) { done errors { code message field } } }"
ATTEMPT = "query($w: String) { attempt(what: $w) }"


@pytest.fixture(autouse=True)
def platform(workshop: Workshop, site_with: SiteWith, client: Client) -> Platform:
    make_site(hostname="testserver")
    workshop.write("fussy", PLUGIN)
    client.force_login(make_user())
    return site_with()


def count_written() -> int:
    from django.contrib.auth.models import Group

    return Group.objects.filter(name__in=("written", "same")).count()


@pytest.mark.parametrize("what", CALLERS)
def test_a_mutation_tells_the_caller_and_changes_nothing(
    what: str, client: Client, platform: Platform
) -> None:
    code, message, field = CALLERS[what]
    for _ in range(6):
        answer = post(client, ACT, w=what)
        assert answer == {
            "data": {"act": {"done": None, "errors": [{"code": code, "message": message, "field": field}]}}
        }
    assert count_written() == 0 and runtime.last_errors("fussy") == []
    assert not platform.caller.breakers["fussy", "graphql_mutations.act"].is_open
    assert post(client, ACT, w="")["data"]["act"] == {"done": True, "errors": []}
    assert count_written() == 1


@pytest.mark.parametrize("what", sorted(set(CALLERS) - WRITING))
def test_a_query_tells_the_caller(what: str, client: Client, platform: Platform) -> None:
    code, message, field = CALLERS[what]
    for _ in range(6):
        answer = post(client, ATTEMPT, w=what)
        assert answer["data"] == {"attempt": None}
        [error] = answer["errors"]
        assert (error["message"], error["extensions"]) == (
            message, {"code": code} | ({"argument": field} if field else {}),
        )  # fmt: skip
    assert runtime.last_errors("fussy") == []
    assert post(client, ATTEMPT, w="") == {"data": {"attempt": "done"}}


@pytest.mark.parametrize("what", CALLERS)
def test_a_view_tells_the_caller(what: str, client: Client) -> None:
    code, message, _ = CALLERS[what]
    answers = [client.post(f"/plugins/fussy/view?what={what}") for _ in range(6)]
    assert {answer.status_code for answer in answers} == {STATUS[code]}
    if STATUS[code] in (400, 409):
        assert message in answers[0].content.decode() and answers[0]["Content-Type"].startswith("text/plain")
    assert runtime.last_errors("fussy") == []
    assert client.get("/plugins/fussy/view", {"what": ""}).content == b"done"


@pytest.mark.parametrize("what", FAILURES)
def test_a_failure_of_the_plugin_opens_its_breaker(what: str, client: Client, platform: Platform) -> None:
    reads = [(ATTEMPT, "graphql_queries.attempt")] if what == "broken" else []
    for document, place in ((ACT, "graphql_mutations.act"), *reads):
        for _ in range(5):
            answer = post(client, document, w=what)
            assert codes(answer) == ["PLUGIN_ERROR"] and "canary" not in str(answer)
        assert platform.caller.breakers["fussy", place].is_open
    for _ in range(5):
        assert client.post(f"/plugins/fussy/view?what={what}").status_code == 503
    assert platform.caller.breakers["fussy", "urls.view"].is_open
    assert count_written() == 0


def test_a_field_that_is_denied_is_no_failure(client: Client, platform: Platform) -> None:
    make_solution("One")
    for _ in range(6):
        answer = post(client, '{ solution(slug: "one") { title denied } }')
        assert answer["data"]["solution"] == {"title": "One", "denied": None}
        assert codes(answer) == ["FORBIDDEN"]
    assert runtime.last_errors("fussy") == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\xfd", b"not json"])
def test_a_body_that_is_not_json_is_the_callers_error(body: bytes, client: Client) -> None:
    for _ in range(6):
        answer = client.post("/plugins/fussy/receive", body, content_type="application/json")
        assert (answer.status_code, answer.content) == (
            400,
            b"The body of the request is not JSON in UTF-8.\n",
        )
    kept = client.post("/plugins/fussy/receive", json.dumps([1]), content_type="application/json")
    assert (kept.status_code, kept.content) == (200, b"[1]")


def test_what_another_server_answered_wrong_is_a_failure(client: Client) -> None:
    assert client.get("/plugins/fussy/upstream").status_code == 503
    assert runtime.last_errors("fussy")[0]["hook"] == "urls.upstream"


def test_a_missing_parameter_is_the_callers_error(client: Client) -> None:
    answer = client.get("/plugins/fussy/view")
    assert (answer.status_code, answer.content) == (400, b"The value what is missing.\n")
    assert runtime.last_errors("fussy") == [] and Solution.objects.count() == 0
