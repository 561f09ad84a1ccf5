"""Pages and cards that plugins add to the admin: for whom, what a failure does, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.actors.actor import anonymous_actor
from cms.actors.authenticators import user_actor
from cms.plugins.admin.panels import cards
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
PLUGIN = """
from django.http import Http404
from cms.plugin_api import STAFF, AdminPanel, DashboardPanel, hookimpl, permission

MODERATORS = permission("reviews.view_review")

def people(request):
    from django.contrib.auth import get_user_model
    return {"names": [user.username for user in get_user_model().objects.filter(pk=request.user.pk)]}

def fails(request):
    raise OSError("canary")

def missing(request):
    raise Http404

def late(request):
    class Late:
        def __str__(self):
            raise OSError("canary")
    return {"names": [Late()]}

@hookimpl
def admin_panels():
    page = "extensions_test/panel.html"
    return [
        AdminPanel(name="people", title="People", template=page, context=people, icon="group"),
        AdminPanel(name="reviews", title="Their reviews", template=page, context=people, policy=MODERATORS),
        AdminPanel(name="fails", title="Fails", template=page, context=fails),
        AdminPanel(name="late", title="Late", template=page, context=late),
        AdminPanel(name="untidy", title="Untidy", template="absent.html", context=people),
        AdminPanel(name="missing", title="Missing", template=page, context=missing),
    ]

@hookimpl
def dashboard_panels():
    return [
        DashboardPanel(name="people", title="People", data=lambda request: {"count": len(people(request)["names"])}),
        DashboardPanel(name="reviews", title="Reviews", data=lambda request: {"count": 4}, policy=MODERATORS),
        DashboardPanel(name="fails", title="Fails", data=fails),
        DashboardPanel(name="late", title="Late", data=lambda request: {"text": late(request)["names"][0]}),
    ]
"""
TEMPLATE = """{% extends "cms/plugins/page.html" %}
{% block main_content %}<p id="names">{{ names|join:", " }}</p>{% endblock %}"""


@pytest.fixture
def show(plugin_workshop: Workshop, site_with_plugins: SiteWith, settings: Any) -> Platform:
    """The plugin above, with its template where Django finds it: plugins of a workshop are no Django apps."""
    make_site()
    plugin_workshop.write("show", PLUGIN)
    folder = plugin_workshop.folder.parent / "templates" / "extensions_test"
    folder.mkdir(parents=True)
    (folder / "panel.html").write_text(TEMPLATE)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder.parent]}]
    return site_with_plugins()


def page(client: Client, name: str) -> Any:
    return client.get(f"/admin/plugins/show/{name}/")


def read_main(answer: Any) -> str:
    main = BeautifulSoup(answer.content, "html.parser").select_one("main")
    return main.get_text(" ", strip=True) if main else ""


def headings(client: Client) -> set[str]:
    home = BeautifulSoup(client.get("/admin/").content, "html.parser")
    return {card.h2.get_text(strip=True) for card in home.select(".cms-card") if card.h2}


def switch_off() -> None:
    PluginSwitch.objects.create(plugin="show", enabled=False)
    runtime.forget()


def test_a_page_is_shown_in_the_frame_of_the_admin(show: Platform) -> None:
    user = make_user(groups=("Moderator",))
    client = sign_in_client(user=user)
    answer = page(client, "people")
    assert answer.status_code == 200
    assert read_main(answer).endswith(user.username)
    assert "<title>People" in " ".join(answer.content.decode().split()).replace("<title> ", "<title>")
    home = client.get("/admin/").content.decode()
    assert "/admin/plugins/show/people/" in home and "/admin/plugins/show/reviews/" in home


@pytest.mark.parametrize(
    ("role", "allowed"), [("Moderator", True), ("Administrator", True), ("Vendor", False), ("Editor", False)]
)
def test_a_policy_holds_for_page_menu_and_card(show: Platform, role: str, allowed: bool) -> None:
    client = sign_in_client(role)
    assert (page(client, "reviews").status_code == 200) == allowed
    assert ("/admin/plugins/show/reviews/" in client.get("/admin/").content.decode()) == allowed
    assert ("Reviews" in headings(client)) == allowed


def test_strangers_and_visitors_see_nothing(show: Platform) -> None:
    assert page(Client(), "people").status_code == 302
    assert page(sign_in_client(user=make_user()), "people").status_code == 302
    assert list(cards(anonymous_actor())) == []


@pytest.mark.parametrize("name", ["fails", "late", "untidy"])
def test_a_failing_page_says_so_and_hurts_no_other(show: Platform, name: str) -> None:
    client = sign_in_client()
    answer = page(client, name)
    assert answer.status_code == 200
    assert "The plugin show cannot show this page now." in read_main(answer)
    assert b"canary" not in answer.content
    assert runtime.last_errors("show")[0]["hook"] == f"admin_panels.{name}"
    assert "cannot show" not in read_main(page(client, "people"))


def test_what_is_not_there_is_not_found_and_no_failure(show: Platform) -> None:
    client = sign_in_client()
    assert page(client, "missing").status_code == 404
    assert page(client, "absent").status_code == 404
    assert runtime.last_errors("show") == []


def test_a_plugin_that_is_off_shows_nothing(show: Platform) -> None:
    client = sign_in_client()
    assert {"People", "Reviews"} <= headings(client)
    switch_off()
    assert page(client, "people").status_code == 404
    assert "/admin/plugins/show/" not in client.get("/admin/").content.decode()
    assert headings(client) & {"People", "Reviews"} == set()


def test_a_failing_card_is_left_out(show: Platform) -> None:
    shown = headings(sign_in_client())
    assert {"People", "Reviews", "Last imports"} <= shown
    assert shown & {"Fails", "Late"} == set()
    assert {each["hook"] for each in runtime.last_errors("show")} == {
        "dashboard_panels.fails",
        "dashboard_panels.late",
    }


def test_cards_cost_what_they_ask_and_nothing_else(show: Platform) -> None:
    """One of the four asks once; a vendor lacks the policy of another, whose code is not even called."""
    client = sign_in_client("Vendor")
    client.get("/admin/")
    show.caller.statistics.clear()
    with CaptureQueriesContext(connection) as on:
        client.get("/admin/")
    assert {hook for _, hook in show.caller.statistics} == {
        f"dashboard_panels.{name}" for name in ("people", "fails", "late")
    }
    switch_off()
    runtime.decisions()
    with CaptureQueriesContext(connection) as off:
        client.get("/admin/")
    assert len(on) - len(off) == 1


def test_choosing_cards_asks_nothing(show: Platform, django_assert_num_queries: Any) -> None:
    editor = make_user(groups=("Editor",))
    editor.has_perm("reviews.view_review")
    actor = user_actor(editor)
    runtime.decisions()
    with django_assert_num_queries(0):
        assert [card.heading for card in cards(actor)] == ["People", "Fails", "Late"]
    assert not [hook for _, hook in show.caller.statistics if hook.startswith("dashboard_panels.")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "jobs returned dict: return a list."),
        ("de", "jobs hat dict zurückgegeben: Geben Sie eine Liste zurück."),
    ],
)
def test_the_reason_of_a_refused_plugin_is_read_in_the_language_of_the_admin(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, language: str, text: str
) -> None:
    make_site()
    plugin_workshop.write("broken", "from cms.plugin_api import *\n\n@hookimpl\ndef jobs(): return {}")
    site_with_plugins()
    client = sign_in_client()
    for address in ("/admin/plugins/", "/admin/plugins/broken/"):
        assert text in client.get(address, headers={"accept-language": language}).content.decode()
