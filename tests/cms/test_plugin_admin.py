"""The admin's pages about plugins: how each stands, switching, settings, and deliveries that failed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.config.settings import base
from cms.plugins.admin import details
from cms.plugins.api.errors import CallFailed
from cms.plugins.loader.manifest import PersonalData
from cms.plugins.models import JobRun, PluginSwitch
from cms.plugins.runtime import decisions as runtime
from cms.plugins.runtime.platform import Platform
from cms.publishing import outbox
from cms.publishing.models import Delivery, OutboxEvent
from cms.testing.workshop import JOB, QUIET, Workshop
from tests.factories.content import make_site, make_solution, make_user
from tests.support.admin import ROLES, sign_in_client

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
LISTENER = """
from cms.plugin_api import hookimpl

BROKEN = [True]

@hookimpl
def content_published(event):
    if BROKEN:
        raise OSError("disk full")
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def read_table(client: Client) -> dict[str, list[str]]:
    """The cells of the list of plugins, by name."""
    page = BeautifulSoup(client.get(reverse("plugins:index")).content, "html.parser")
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.select("main tbody tr")
    ]
    return {row[0]: row[1:] for row in rows}


def read_text(client: Client, plugin: str) -> str:
    page = BeautifulSoup(client.get(reverse("plugins:detail", args=[plugin])).content, "html.parser")
    main = page.select_one("main")
    assert main
    return main.get_text(" ", strip=True)


def switch(client: Client, plugin: str, enabled: str, site: str = "") -> Any:
    return client.post(reverse("plugins:switch", args=[plugin]), {"site": site, "enabled": enabled})


def test_the_list_says_how_every_plugin_stands(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("calm", JOB)
    plugin_workshop.write("wild", "import absent_module")
    plugin_workshop.write("first", slot="ratings")
    plugin_workshop.write("second", slot="ratings")
    plugin_workshop.write("other", QUIET)
    plugin_workshop.write("failing", LISTENER)
    platform = site_with_plugins(
        allowed=("calm", "wild", "first", "second", "failing"), slots={"ratings": "first"}
    )
    PluginSwitch.objects.create(plugin="calm", enabled=False)
    runtime.forget()
    for _ in range(5):
        with pytest.raises(CallFailed):
            platform.run("failing", "content_published", event=None)
    rows = read_table(sign_in_client())
    assert {name: row[0] for name, row in rows.items()} == {
        "calm": "off", "failing": "breaker open", "first": "loaded", "other": "passive", "second": "standby",
        "wild": "refused",
    }  # fmt: skip
    assert rows["first"][1:4] == ["1.0.0", "ratings", "A test."]
    assert "No module named 'absent_module'" in rows["wild"][4]
    assert rows["failing"][4] == "content_published: it raised OSError: disk full"


def test_the_page_of_a_plugin_shows_what_is_known(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("calm", JOB, capabilities=["network"], guards=["solutions.Solution"])
    plugin_workshop.write("failing", LISTENER)
    platform = site_with_plugins()
    JobRun.objects.create(
        plugin="calm", job="tidy", started_at=timezone.now(), succeeded=False, message="no room"
    )
    with pytest.raises(CallFailed):
        platform.run("failing", "content_published", event=None)
    calm, failing = read_text(sign_in_client(), "calm"), read_text(sign_in_client(), "failing")
    for fact in (
        "loaded A test.",
        "Capabilities network",
        "Can hide rows of solutions.Solution",
        "Job 'tidy'",
    ):
        assert fact in calm
    assert "tidy Tidies." in calm and "failed: no room" in calm
    assert "content_published 1 1 " in failing  # calls and failures
    assert "it raised OSError: disk full" in failing
    assert sign_in_client().get(reverse("plugins:detail", args=["absent"])).status_code == 404


def test_personal_data_is_told_in_the_readers_language(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A percent sign is a sign like any other."""
    plugin_workshop.write("calm", JOB)
    plugin = site_with_plugins().plugins["calm"]
    assert plugin.manifest
    held = PersonalData(what="5% of all addresses", purpose="to test")
    told = plugin.manifest.model_copy(update={"personal_data": (held,)})
    monkeypatch.setattr(type(plugin), "manifest", property(lambda self: told))
    german = {held.what: "5 % aller Adressen"}
    monkeypatch.setattr(details, "_", lambda text: german.get(text, text) if get_language() == "de" else text)
    user = make_user(groups=("Administrator",))
    UserProfile.objects.create(user=user, preferred_language="de")
    assert "5 % aller Adressen – to test" in read_text(sign_in_client(user=user), "calm")
    assert "5% of all addresses – to test" in read_text(sign_in_client(), "calm")


def test_a_refused_plugin_says_why_and_offers_nothing(
    plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("wild", "import absent_module", settings="wild.settings:Settings")
    site_with_plugins()
    shown = read_text(sign_in_client(), "wild")
    assert "refused A test. wild.plugin cannot be imported" in shown
    assert "Switch off" not in shown and "Change settings" not in shown
    assert sign_in_client().get(reverse("plugins:configure", args=["wild"])).status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_administrators_alone_see_and_switch(
    role: str, plugin_workshop: Workshop, site_with_plugins: SiteWith
) -> None:
    plugin_workshop.write("calm")
    site_with_plugins()
    client, may = sign_in_client(role), role == "Administrator"
    shown = {name: client.get(reverse(name)).status_code for name in ("plugins:index",)}
    shown |= {
        name: client.get(reverse(name, args=["calm"])).status_code
        for name in ("plugins:detail", "plugins:switch", "plugins:retry")
    }
    refused = 200 if may else 302
    assert shown == {
        "plugins:index": refused,
        "plugins:detail": refused,
        "plugins:switch": 405,
        "plugins:retry": 405,
    }
    switch(client, "calm", "off")
    assert PluginSwitch.objects.exists() == may
    assert (reverse("plugins:index") in client.get("/admin/").content.decode()) == may


def test_a_switch_is_decided_for_all_or_one_site_and_logged(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, site: Any, django_capture_on_commit_callbacks: Any
) -> None:
    plugin_workshop.write("calm")
    site_with_plugins()
    client = sign_in_client()

    def decide(enabled: str, key: str = "") -> tuple[bool, bool]:
        with django_capture_on_commit_callbacks(execute=True):
            assert switch(client, "calm", enabled, key).url == reverse("plugins:detail", args=["calm"])
        return runtime.is_on("calm"), runtime.is_on("calm", site.pk)

    one = str(site.pk)
    assert decide("off") == (False, False)
    assert decide("on", one) == (False, True)
    assert decide("on") == (True, True)
    assert decide("off", one) == (True, False)
    assert decide("follow", one) == (True, True)
    entries = ModelLogEntry.objects.filter(action="extensions.switch").order_by("pk")
    assert [(entry.data["site"], entry.data["enabled"]) for entry in entries] == [
        (None, False), ("localhost", True), (None, True), ("localhost", False), ("localhost", None),
    ]  # fmt: skip
    assert {entry.user_id for entry in entries} == {int(client.session["_auth_user_id"])}
    assert "Follows all sites (localhost)" in read_text(client, "calm")


@pytest.mark.parametrize(
    "form", [{"enabled": "maybe"}, {"enabled": "on", "site": "x"}, {"enabled": "on", "site": "0"}]
)
def test_a_forged_switch_is_refused(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, form: dict[str, str]
) -> None:
    plugin_workshop.write("calm")
    site_with_plugins()
    assert sign_in_client().post(reverse("plugins:switch", args=["calm"]), form).status_code == 404
    assert not PluginSwitch.objects.exists()


def test_another_process_follows_within_five_seconds(
    plugin_workshop: Workshop,
    site_with_plugins: SiteWith,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """What a process knows is a `DecisionCache`, and the cache is shared: a second `DecisionCache` is a second process. The worst case
    is played: it read the old rows just before the commit, and put them into the cache just after it."""
    settings.PLUGIN_REFRESH_SECONDS = base.PLUGIN_REFRESH_SECONDS
    plugin_workshop.write("calm")
    site_with_plugins()
    here, there, stale = runtime._known, runtime.DecisionCache(), runtime.read()
    client, now = sign_in_client(), time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with django_capture_on_commit_callbacks(execute=True):
        switch(client, "calm", "off")
    assert not runtime.is_on("calm")
    cache.set(runtime.KEY, asdict(stale), runtime.KEPT)
    left = cache.ttl(runtime.KEY)
    monkeypatch.setattr(runtime, "_known", there)
    now += left - 0.01
    assert runtime.is_on("calm")  # believed in the last moment in which it is there
    cache.delete(runtime.KEY)  # its time is over
    assert left + settings.PLUGIN_REFRESH_SECONDS < 5
    now += settings.PLUGIN_REFRESH_SECONDS
    assert not runtime.is_on("calm")
    monkeypatch.setattr(runtime, "_known", here)


def test_dead_deliveries_are_tried_again(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, django_capture_on_commit_callbacks: Any
) -> None:
    OutboxEvent.objects.all().delete()
    plugin_workshop.write("failing", LISTENER)
    site_with_plugins()
    for title in ("One", "Two", "Three"):
        make_solution(title).save_revision().publish()
    for _ in range(7):
        Delivery.objects.update(next_attempt_at=timezone.now())
        outbox.deliver_due()
        runtime._known.platform.caller.breakers.clear()  # type: ignore[union-attr]
    assert set(Delivery.objects.values_list("dead", flat=True)) == {True}
    total, client = Delivery.objects.count(), sign_in_client()
    assert f"Deliveries that failed permanently ({total})" in read_text(client, "failing")

    sys.modules["failing.plugin"].BROKEN.clear()
    retry = reverse("plugins:retry", args=["failing"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(retry, {"delivery": str(Delivery.objects.first().pk)})  # type: ignore[union-attr]
    assert Delivery.objects.filter(dead=False).exclude(delivered_at=None).count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(retry, {"delivery": "x"})
    assert Delivery.objects.filter(dead=True).count() == total - 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(retry)
    assert Delivery.objects.exclude(delivered_at=None).count() == total
    numbers = (
        ModelLogEntry.objects.filter(action="extensions.repeat")
        .order_by("pk")
        .values_list("data__number", flat=True)
    )
    assert list(numbers) == [1, total - 1]


def test_the_list_costs_the_same_for_any_number_of_plugins(
    plugin_workshop: Workshop, site_with_plugins: SiteWith, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        plugin_workshop.write(f"quiet_{number}", QUIET)
    site_with_plugins()
    client = sign_in_client()
    client.get(reverse("plugins:index"))
    with django_assert_num_queries(12):  # user, gate and menu; nothing for the plugins
        assert len(read_table(client)) == 12
