"""Addresses of plugins: who may ask, what a forged or failing request gets, and that a plugin that is off has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from cms.plugins.api.markers import Budget
from cms.plugins.http import addresses
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
PLUGIN = """
import time
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from io import BytesIO
from cms.plugin_api import PUBLIC, SIGNED_IN, STAFF, Url, hookimpl, permission

CALLED = []

def hello(request):
    CALLED.append(request.method)
    return HttpResponse(f"hello {request.user.pk}")

def fails(request):
    raise OSError("canary")

def hangs(request):
    time.sleep(5)

def sql(request):
    from django.contrib.auth import get_user_model
    return HttpResponse(str([get_user_model().objects.count() for _ in range(500)]))

def broken_stream(request):
    def parts():
        yield b"first"
        raise OSError("canary")
    return StreamingHttpResponse(parts())

def missing(request):
    raise Http404

def file(request):
    return FileResponse(BytesIO(b"a,b"), as_attachment=True, filename="table.csv")

@hookimpl
def urls():
    found = {
        "public": (hello, PUBLIC), "people": (hello, SIGNED_IN), "staff": (hello, STAFF),
        "moderators": (hello, permission("reviews.view_review")), "hook": (csrf_exempt(hello), PUBLIC),
        "exempt_people": (csrf_exempt(hello), SIGNED_IN), "fails": (fails, PUBLIC), "hangs": (hangs, PUBLIC),
        "sql": (sql, PUBLIC), "broken_stream": (broken_stream, PUBLIC), "missing": (missing, PUBLIC),
        "nothing": (lambda request: None, PUBLIC), "file": (file, PUBLIC),
        "late": (lambda request: TemplateResponse(request, "absent.html"), PUBLIC),
    }
    free = Url(name="free", path="free", view=hello, policy=PUBLIC, cost=0)
    return [free, *(Url(name=name, path=name, view=view, policy=policy) for name, (view, policy) in found.items())]
"""
HTML = {"headers": {"Accept": "text/html"}}


@pytest.fixture(autouse=True)
def site(plugin_workshop: Workshop, site_with_plugins: SiteWith) -> Any:
    made = make_site(hostname="testserver")
    plugin_workshop.write("roads", PLUGIN)
    site_with_plugins()
    return made


def get_calls() -> list[str]:
    import sys

    return sys.modules["roads.plugin"].CALLED  # type: ignore[no-any-return]


WHO: dict[str, Callable[[], Client]] = {
    "stranger": Client,
    "visitor": lambda: sign_in_client(user=make_user()),
    "former": lambda: sign_in_client(user=make_user(is_active=False, is_superuser=True)),
    "vendor": lambda: sign_in_client("Vendor"),
    "moderator": lambda: sign_in_client("Moderator"),
}
TABLE = [
    ("public", {"stranger", "visitor", "former", "vendor", "moderator"}),
    ("people", {"visitor", "vendor", "moderator"}),
    ("staff", {"vendor", "moderator"}),
    ("moderators", {"moderator"}),
]


@pytest.mark.parametrize("who", WHO)
def test_the_policy_is_asked_before_the_view(who: str) -> None:
    client = WHO[who]()
    reached = {path for path, _ in TABLE if client.get(f"/plugins/roads/{path}").status_code == 200}
    assert reached == {path for path, allowed in TABLE if who in allowed}
    assert len(get_calls()) == len(reached)


@pytest.mark.parametrize(("path", "status"), [("staff", 302), ("moderators", 302), ("people", 403)])
def test_a_browser_is_led_to_the_admins_sign_in(path: str, status: int) -> None:
    answer = Client().get(f"/plugins/roads/{path}?a=1", **HTML)
    assert answer.status_code == status
    if status == 302:
        assert answer.url == f"/admin/login/?next=/plugins/roads/{path}%3Fa%3D1"
    assert sign_in_client(user=make_user()).get("/plugins/roads/staff", **HTML).status_code == 403
    assert Client().post(f"/plugins/roads/{path}", **HTML).status_code == 403
    assert get_calls() == []


def test_what_is_not_public_is_not_kept_by_caches() -> None:
    client = sign_in_client("Moderator")
    assert client.get("/plugins/roads/people")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in client.get("/plugins/roads/public")


@pytest.mark.parametrize(
    ("path", "status"), [("public", 403), ("people", 403), ("exempt_people", 403), ("hook", 200)]
)
def test_a_forged_request_is_refused_except_by_a_public_webhook(path: str, status: int) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post(f"/plugins/roads/{path}").status_code == status
    assert get_calls() == (["POST"] if status == 200 else [])


@pytest.mark.parametrize("path", ["", "absent", "public/", "public/more", "%2e%2e/admin/"])
def test_other_paths_are_not_found(path: str) -> None:
    assert Client().get(f"/plugins/roads/{path}").status_code == 404
    assert Client().get(f"/plugins/absent/{path}").status_code == 404


def test_a_plugin_that_is_off_has_no_address(site: Any) -> None:
    for switch in (PluginSwitch(plugin="roads", site=site), PluginSwitch(plugin="roads")):
        switch.enabled = False
        switch.save()
        runtime.forget()
        assert Client().get("/plugins/roads/public").status_code == 404
        switch.delete()
    runtime.forget()
    assert Client().get("/plugins/roads/public").status_code == 200


@pytest.mark.parametrize("path", ["fails", "hangs", "sql", "broken_stream", "nothing", "late"])
def test_a_failing_view_is_masked(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "BUDGET", Budget(0.5, 200))
    answer = Client().get(f"/plugins/roads/{path}")
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, "text/plain", "60")
    assert b"canary" not in answer.content
    assert runtime.last_errors("roads")[0]["hook"] == f"urls.{path}"
    assert Client().get("/plugins/roads/public").status_code == 200


def test_a_request_takes_points_of_those_that_the_api_takes_from(settings: Any) -> None:
    few = {name: replace(each, bucket=12, restore=1) for name, each in settings.API_LIMITS.items()}
    settings.API_LIMITS = few
    anonymous, person = Client(), sign_in_client(user=make_user("ada"))
    asked = anonymous.post("/graphql", {"query": "{ __typename }"}, content_type="application/json")
    assert asked.status_code == 200
    answers = [anonymous.get(f"/plugins/roads/{path}") for path in ("public", "people", "staff", "free")]
    assert [answer.status_code for answer in answers] == [200, 429, 429, 200]
    assert 0 < int(answers[1]["Retry-After"]) <= 5 and answers[1]["Content-Type"] == "text/plain"
    assert answers[1]["Cache-Control"] == "no-store" and b"try again in" in answers[1].content
    assert [person.get("/plugins/roads/people").status_code for _ in range(3)] == [200, 200, 429]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/plugins/roads/public").status_code == 200


def test_a_view_has_ten_seconds() -> None:
    assert addresses.BUDGET.seconds == 10


def test_not_found_is_an_answer_and_no_failure() -> None:
    assert Client().get("/plugins/roads/missing").status_code == 404
    assert runtime.last_errors("roads") == []


def test_a_file_arrives_whole() -> None:
    answer = Client().get("/plugins/roads/file")
    assert (answer.content, answer.streaming) == (b"a,b", False)
    assert answer["Content-Disposition"] == 'attachment; filename="table.csv"'
    assert answer["Content-Type"] == "text/csv"


def test_an_address_costs_one_statement_of_ours(django_assert_num_queries: Any) -> None:
    from wagtail.models import Site

    Site.clear_site_root_paths_cache()
    with django_assert_num_queries(1):
        Client().get("/plugins/roads/public")
