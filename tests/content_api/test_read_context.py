"""The API without HTTP: a command, a job or a socket makes a context for a site and an actor."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from django.test import RequestFactory
from graphql import ExecutionResult, execute, parse
from wagtail.models import Page, PageViewRestriction, Site

from cms.actors.actor import Actor
from cms.actors.authenticators import user_actor
from content_api.access.context import ReadContext
from content_api.access.freshness import execute_fresh
from content_api.schema.build import build_schema
from content_types.solutions.models import SolutionIndex
from tests.factories.content import index_page, make_site, make_solution, make_user

pytestmark = pytest.mark.django_db
TITLES = "{ viewer { email } site { hostname } solutions { nodes { title } } }"


def run(context: ReadContext) -> ExecutionResult:
    return execute(build_schema(), parse(TITLES), context_value=context)  # type: ignore[return-value]


@pytest.fixture(autouse=True)
def sites() -> dict[str, Site]:
    """Two sites, with a public and a private solution on the default one."""
    first, second = make_site(), make_site("other.example", default=False)
    make_solution("Atlas")
    PageViewRestriction.objects.create(page=make_solution("Cove"), restriction_type="login")
    make_solution("Borealis", under=index_page(SolutionIndex, second.root_page))
    return {"default": first, "other": second}


@pytest.mark.parametrize(
    ("site", "signed_in", "hostname", "titles"),
    [
        (None, False, "localhost", ["Atlas"]),
        ("default", True, "localhost", ["Atlas", "Cove"]),
        ("other", False, "other.example", ["Borealis"]),
    ],
)
def test_a_document_runs_for_a_site_and_an_actor_without_a_request(
    sites: dict[str, Site], site: str | None, signed_in: bool, hostname: str, titles: list[str]
) -> None:
    actor = user_actor(make_user(email="ada@example.com")) if signed_in else None
    found = execute_fresh(run, ReadContext.for_site(sites[site] if site else None, actor))
    assert found.errors is None and found.data == {
        "viewer": {"email": "ada@example.com"} if signed_in else None,
        "site": {"hostname": hostname},
        "solutions": {"nodes": [{"title": each} for each in titles]},
    }


def test_a_context_of_a_site_sees_what_was_made_private_since(sites: dict[str, Site]) -> None:
    context = ReadContext.for_site(sites["default"])
    assert list_titles(execute_fresh(run, context)) == ["Atlas"]
    PageViewRestriction.objects.create(page=Page.objects.get(slug="atlas"), restriction_type="login")
    assert list_titles(execute_fresh(run, context)) == []


def test_a_site_that_is_gone_has_no_rows(sites: dict[str, Site]) -> None:
    context = ReadContext.for_site(sites["other"])
    sites["other"].delete()
    found = execute_fresh(run, context)
    assert found.data is None and "No site answers" in str(found.errors)


def list_titles(result: ExecutionResult) -> list[str]:
    assert result.errors is None and result.data is not None
    return [each["title"] for each in result.data["solutions"]["nodes"]]


def test_who_asks_is_decided_once_for_a_request(django_assert_num_queries: Any) -> None:
    request: Any = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    request.user = make_user()
    with django_assert_num_queries(1):
        contexts = [ReadContext.from_request(request) for _ in range(3)]
    assert {id(each.actor) for each in contexts} == {id(contexts[0].actor)}
    assert contexts[0].actor.rate_key == f"user:{request.user.pk}"


def test_the_viewer_of_plugins_is_the_actor_at_a_moment() -> None:
    actor = Actor("user:5", user_id=5, group_ids=frozenset({2, 3}), is_superuser=True)
    context = ReadContext.for_site(actor=actor)
    viewer = context.viewer
    assert (viewer.now, viewer.user_id, viewer.group_ids) == (context.now, 5, frozenset({2, 3}))
    assert viewer.is_superuser is True


def test_a_request_starts_again_with_all_of_it_but_what_it_has_loaded(sites: dict[str, Site]) -> None:
    first = ReadContext.for_site(sites["other"], user_actor(make_user()))
    first.makes_cursors, first.may_have_written, first.tiers = False, True, {"site": "T1"}
    first.counted.add("agent")
    first.columns = {Site: frozenset({"hostname"})}
    assert first.gate and "gate" in vars(first)
    again = first.restart(uses_kept_structure=True)
    assert {**vars(again), "uses_kept_structure": False} == {
        each.name: getattr(first, each.name) for each in fields(first)
    }
