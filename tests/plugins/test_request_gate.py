"""`get_gate(request)`: a plugin's view shows what the API would show the same caller; the oracle finds one that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.plugins.runtime.platform import Platform
from content_api.testing.leaks import LeakOracle
from content_types.testing.canaries import FOR_SIGNED_IN
from content_types.testing.site import SampleSite
from tests.factories.content import make_user
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
HEAD = """
from django.apps import apps
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from cms.plugin_api import PUBLIC, SIGNED_IN, Url, get_gate, get_public_gate, hookimpl

def solutions():
    return apps.get_model("solutions.Solution")
"""
VIEW = (
    HEAD
    + """
def view(request, **captured):
    %s

@hookimpl
def urls():
    return [Url(name="listing", path=%r, view=view, policy=PUBLIC)]
"""
)
GATED = """rows = solutions().objects.filter(get_gate(request).visible(solutions()))
    return JsonResponse({"titles": list(rows.order_by("title").values_list("title", flat=True))})"""
PUBLIC_ROWS = GATED.replace("get_gate", "get_public_gate")


def install(workshop: Workshop, site_with: SiteWith, body: str, path: str = "listing.json") -> None:
    workshop.write("lister", VIEW % (body, path))
    site_with()


def titles(user: Any = None) -> list[str]:
    client = Client()
    if user:
        client.force_login(user)
    return client.get("/plugins/lister/listing.json").json()["titles"]  # type: ignore[no-any-return]


def test_a_view_shows_what_the_caller_may_see(
    workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    install(workshop, site_with, GATED)
    api = leak_oracle.api
    for viewer in (None, "visitor", "editor", "superuser"):
        user = leak_oracle.users.get(viewer) if viewer else None
        nodes = api.query("{ solutions(first: 100) { nodes { title } } }", user=user)["solutions"]["nodes"]
        assert titles(user) == sorted(node["title"] for node in nodes)
    assert "Hub" in titles() and FOR_SIGNED_IN not in titles()
    assert FOR_SIGNED_IN in titles(leak_oracle.users["visitor"])
    leak_oracle.check_addresses("lister")


def test_a_public_gate_shows_the_same_to_everybody(
    workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    install(workshop, site_with, PUBLIC_ROWS)
    assert titles(leak_oracle.users["superuser"]) == titles() != []
    leak_oracle.check_addresses()


def test_a_gate_without_a_request_is_of_the_default_site(aixplore_site: SampleSite) -> None:
    from cms.plugin_api import get_public_gate
    from content_types.solutions.models import Solution

    aixplore_site.solution("Shown")
    aixplore_site.solution("Draft", live=False)
    gate = get_public_gate()
    assert list(Solution.objects.filter(gate.visible(Solution)).values_list("title", flat=True)) == ["Shown"]
    assert gate.viewer.user_id is None


@pytest.mark.parametrize(
    ("body", "kept"), [(GATED, {None: False, "ada": True}), (PUBLIC_ROWS, {None: False, "ada": False})]
)
def test_what_a_signed_in_gate_showed_is_not_kept_by_caches(
    body: str, kept: dict[Any, bool], workshop: Workshop, site_with: SiteWith, aixplore_site: SampleSite
) -> None:
    install(workshop, site_with, body)
    for name, private in kept.items():
        client = Client()
        if name:
            client.force_login(make_user(name))
        header = client.get("/plugins/lister/listing.json").headers.get("Cache-Control")
        assert header == ("private, no-store" if private else None)


def test_a_gate_is_made_once_for_a_request(
    workshop: Workshop,
    site_with: SiteWith,
    aixplore_site: SampleSite,
    rf: Any,
    django_assert_num_queries: Any,
) -> None:
    from cms.plugin_api import get_gate

    request = rf.get("/")
    request.user = make_user()
    with django_assert_num_queries(
        5
    ):  # in a transaction, the version is read once more before the site is kept
        assert get_gate(request) is get_gate(request)


LEAKS = {
    "every_row": (
        'return JsonResponse({"found": list(solutions().objects.values_list("title", flat=True))})',
        "listing.json",
        r"/plugins/lister/listing.json as anonymous: body\.found\.\d+ shows 'draftcanary'",
    ),
    "live_alone": (
        "return HttpResponse(', '.join(solutions().objects.filter(live=True).values_list('title', flat=True)))",
        "listing.txt",
        r"/plugins/lister/listing.txt as anonymous: body shows 'passwordcanary'",
    ),
    "a_row_by_its_key": (
        "return HttpResponse(get_object_or_404(solutions(), **captured).title)",
        "<int:pk>.txt",
        r"/plugins/lister/\d+.txt as anonymous: body shows 'draftcanary'",
    ),
    "a_row_by_its_slug": (
        "return HttpResponse(get_object_or_404(solutions(), slug=captured['name']).title)",
        "of/<slug:name>/",
        r"/plugins/lister/of/draftcanary/ as anonymous: body shows 'draftcanary'",
    ),
    "a_header": (
        "response = HttpResponse()\n    response['Link'] = solutions().objects.get(slug='draftcanary').title\n"
        "    return response",
        "head",
        r"/plugins/lister/head as anonymous: headers\.Link shows 'draftcanary'",
    ),
    "a_gate_of_somebody_else": (
        "from cms.plugin_api import Viewer\n    gate = get_gate(request)\n"
        "    gate.viewer = Viewer(gate.viewer.now, 1, frozenset(), True)\n    return listing(gate)\n\n"
        "def listing(gate):\n"
        "    rows = solutions().objects.filter(gate.visible(solutions()))\n"
        "    return JsonResponse({'found': list(rows.values_list('title', flat=True))})",
        "listing.json",
        r"as anonymous: body\.found\.\d+ shows 'signedincanary'",
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_the_oracle_finds_a_view_that_shows_too_much(
    name: str, workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    body, path, line = LEAKS[name]
    install(workshop, site_with, body, path)
    with pytest.raises(AssertionError, match=line):
        leak_oracle.check_addresses("lister")


@pytest.mark.usefixtures("one_root")
def test_a_check_of_everything_asks_the_addresses_too(
    workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    install(workshop, site_with, LEAKS["every_row"][0])
    with pytest.raises(AssertionError, match=r"/plugins/lister/listing.json as visitor: .*'draftcanary'"):
        leak_oracle.check()


REFUSALS = {
    "not_found": ("from django.http import Http404\n    raise Http404(request.path)", "of/<slug:name>/"),
    "redirect": ("return HttpResponseRedirect(f'/elsewhere/{captured[\"name\"]}/')", "of/<slug:name>/"),
    "nothing": ("return HttpResponse('none')", "of/<int:pk>"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_may_repeat_what_was_asked_for(
    name: str, workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    install(workshop, site_with, *REFUSALS[name])
    leak_oracle.check_addresses()


def test_an_address_that_fails_was_not_looked_at(
    workshop: Workshop, site_with: SiteWith, leak_oracle: LeakOracle
) -> None:
    install(workshop, site_with, "raise OSError('disk full')")
    with pytest.raises(AssertionError, match="answered 503, so nothing was looked at: it raised OSError"):
        leak_oracle.check_addresses()


@pytest.mark.no_cover
def test_addresses_of_the_plugins_that_come_along_show_no_planted_word(leak_oracle: LeakOracle) -> None:
    leak_oracle.check_addresses("bookmarks")
    with pytest.raises(AssertionError, match="No address of absent to ask"):
        leak_oracle.check_addresses("absent")
