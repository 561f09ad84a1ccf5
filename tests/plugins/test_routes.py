"""Paths of plugin addresses: what they capture reaches the view, and a path that no request can have is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.plugins.loader.records import State
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from tests.factories.content import make_site, make_user
from tests.plugins.workshop import Workshop
from tests.support.oauth import Website

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
VIEWS = """
from django.http import JsonResponse
from cms.plugin_api import PUBLIC, Url, hookimpl

def show(request, **captured):
    return JsonResponse({name: [type(value).__name__, str(value)] for name, value in captured.items()})

@hookimpl
def urls():
    paths = %s
    return [Url(name=f"a{number}", path=path, view=show, policy=PUBLIC) for number, path in enumerate(paths)]
"""
ONE = """
from cms.plugin_api import PUBLIC, Url, hookimpl

def one(request, pk):
    pass

@hookimpl
def urls():
    return [Url(name="one", path=%r, view=one, policy=PUBLIC)]
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site(hostname="testserver")


@pytest.mark.parametrize(
    ("path", "asked", "captured"),
    [
        ("<int:pk>.json", "7.json", {"pk": ["int", "7"]}),
        ("lists/<slug:name>/", "lists/best-of/", {"name": ["str", "best-of"]}),
        ("<str:kind>/<int:pk>", "solution/12", {"kind": ["str", "solution"], "pk": ["int", "12"]}),
        ("tree/<path:rest>", "tree/a/b.html", {"rest": ["str", "a/b.html"]}),
        ("<word>", "hello", {"word": ["str", "hello"]}),
        ("", "", {}),
        ("export.csv", "export.csv", {}),
    ],
)
def test_a_path_is_routed_as_django_does(
    path: str, asked: str, captured: Any, workshop: Workshop, site_with: SiteWith
) -> None:
    workshop.write("roads", VIEWS % [path])
    site_with()
    assert Client().get(f"/plugins/roads/{asked}").json() == captured


@pytest.mark.parametrize("asked", ["x.json", "-1.json", "7.json/", "7", "a/7.json"])
def test_a_path_that_does_not_match_is_not_found(asked: str, workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("roads", VIEWS % ["<int:pk>.json"])
    site_with()
    assert Client().get(f"/plugins/roads/{asked}").status_code == 404
    assert runtime.last_errors("roads") == []


def test_the_first_address_that_matches_answers(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("roads", VIEWS % ["newest", "<slug:name>"])
    site_with()
    assert Client().get("/plugins/roads/newest").json() == {}
    assert Client().get("/plugins/roads/oldest").json() == {"name": ["str", "oldest"]}


REFUSED = {
    "/report": "remove the leading slash",
    "report?full=1": "no request can have the path 'report?full=1'",
    "a/../b": "leave out ?, #, %",
    "my report": "no request can have the path 'my report'",
    "^report$": "is not a route of Django's path()",
    r"(?P<pk>\d+)": "is not a route of Django's path()",
    "<int:pk": "is not a route of Django's path()",
    "<integer:pk>": "invalid converter 'integer'",
    "<int:p k>": "cannot be used",
    "<int:1pk>": "cannot be used",
    "<int:number>": "view must take (request, number)",
}


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_that_cannot_work_refuses_the_plugin(
    path: str, workshop: Workshop, site_with: SiteWith
) -> None:
    workshop.write("roads", ONE % path)
    plugin = site_with().plugins["roads"]
    assert (plugin.state, plugin.contributions) == (State.REFUSED, [])
    assert "Url 'one'" in plugin.reason and REFUSED[path] in plugin.reason
    assert Client().get("/plugins/roads/7").status_code == 404


@pytest.mark.parametrize(
    ("first", "second"), [("report", "report"), ("<int:pk>.json", "<int:key>.json"), ("<a>", "<str:b>")]
)
def test_two_addresses_of_one_path_are_refused(
    first: str, second: str, workshop: Workshop, site_with: SiteWith
) -> None:
    workshop.write("roads", VIEWS % [first, second])
    reason = site_with().plugins["roads"].reason
    assert reason == f"Url 'a1': Url 'a0' has the path {first!r} already: change one of them."


SIGNED_IN_ROADS = """
from django.http import HttpResponse
from cms.plugin_api import PUBLIC, SIGNED_IN, Url, hookimpl

def act(request):
    return HttpResponse("done")

@hookimpl
def urls():
    return [
        Url(name="people", path="people", view=act, policy=SIGNED_IN),
        Url(name="all", path="all", view=act, policy=PUBLIC),
    ]
"""


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("openid read", "get", "people", 200),
        ("openid read", "post", "people", 403),
        ("openid read", "post", "all", 200),
        ("openid read write", "post", "people", 200),
    ],
)
def test_a_client_that_may_only_read_changes_nothing_for_a_person(
    scope: str, method: str, path: str, status: int, workshop: Workshop, site_with: SiteWith
) -> None:
    workshop.write("roads", SIGNED_IN_ROADS)
    site_with()
    token = Website().sign_in(make_user("ada"), scope)["access_token"]
    client = Client(headers={"Authorization": f"Bearer {token}", "X-CSRFToken": "a" * 32})
    client.cookies["csrftoken"] = "a" * 32
    assert getattr(client, method)(f"/plugins/roads/{path}").status_code == status
