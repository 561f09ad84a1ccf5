"""Notify hooks: told after commit, each plugin alone, again when it failed, and never twice at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Site

from cms.plugins.api.events import ContentPublished
from cms.plugins.models import PluginSwitch
from cms.plugins.runtime.decisions import forget
from cms.plugins.runtime.platform import Platform
from cms.publishing import outbox
from cms.publishing.models import Delivery, OutboxEvent
from content_types.pages.models import Menu, SiteSettings
from content_types.taxonomy.models import Tag
from tests.factories.content import make_category, make_site, make_solution
from tests.plugins.workshop import Workshop

pytestmark = pytest.mark.django_db
SiteWith = Callable[..., Platform]
LISTENER = """
from pathlib import Path
from cms.plugin_api import *

HEARD = []

@hookimpl
def content_published(event):
    HEARD.append(event)
    %s

@hookimpl
def content_unpublished(event):
    HEARD.append(event)
"""


@pytest.fixture(autouse=True)
def site() -> Any:
    made = make_site()
    OutboxEvent.objects.all().delete()  # bundled plugins listen while the site's own pages are published
    return made


def make_draft() -> Any:
    """A solution whose category was told of already."""
    solution = make_solution("One", live=False)
    OutboxEvent.objects.all().delete()
    return solution


def make_menu(site: Site) -> Menu:
    return Menu.objects.create(handle="main", title="Main", locale=Locale.get_default())


def make_tag(site: Site) -> Tag:
    return Tag.objects.create(name="One", slug="one")


def find_settings(site: Site) -> SiteSettings:
    return SiteSettings.for_site(site)


def heard(name: str) -> list[Any]:
    import sys

    return sys.modules[f"{name}.plugin"].HEARD  # type: ignore[no-any-return]


def test_content_published_is_told_to_each_plugin_after_commit(
    workshop: Workshop, site_with: SiteWith, django_capture_on_commit_callbacks: Any
) -> None:
    workshop.write("broken", LISTENER % "raise OSError('down')")
    workshop.write("listener", LISTENER % "pass")
    site_with()
    solution = make_draft()
    with django_capture_on_commit_callbacks(execute=True):
        solution.save_revision().publish()
        assert heard("listener") == []
    assert [(event.kind, event.key, event.locale) for event in heard("listener")] == [
        ("solutions.solution", solution.pk, "en")
    ]
    failed, told = Delivery.objects.order_by("subscriber")
    assert (told.subscriber, told.attempts, told.last_error) == ("listener", 1, "")
    assert (failed.subscriber, failed.attempts, failed.last_error) == ("broken", 1, "it raised OSError: down")
    assert failed.next_attempt_at > timezone.now() and failed.delivered_at is None


def test_a_listener_whose_server_is_away_is_told_again_and_stays_in_force(
    workshop: Workshop, site_with: SiteWith, django_capture_on_commit_callbacks: Any
) -> None:
    workshop.write("listener", LISTENER % "raise TryLater('The server is away.')")
    site_with()
    solution = make_draft()
    for _ in range(8):
        with django_capture_on_commit_callbacks(execute=True):
            solution.save_revision().publish()
    assert len(heard("listener")) == 8
    deliveries = Delivery.objects.filter(subscriber="listener")
    assert {(each.attempts, each.last_error) for each in deliveries} == {(1, "The server is away.")}
    assert outbox.deliver_due() == (0, 0)
    Delivery.objects.update(next_attempt_at=timezone.now())
    assert outbox.deliver_due() == (0, 8)
    assert all(each.next_attempt_at > timezone.now() for each in deliveries.all())


def test_content_unpublished_is_told_when_a_page_is_unpublished_or_deleted(
    workshop: Workshop, site_with: SiteWith, django_capture_on_commit_callbacks: Any
) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    first, second = make_solution("One"), make_solution("Two")
    with django_capture_on_commit_callbacks(execute=True):
        first.unpublish()
        second.delete()
    assert [type(event).__name__ for event in heard("listener")] == ["ContentUnpublished"] * 2


@pytest.mark.parametrize("make", [make_menu, make_tag, lambda site: make_category("One"), find_settings])
def test_content_published_is_told_of_rows_without_drafts(
    make: Callable[[Site], Model],
    site: Site,
    workshop: Workshop,
    site_with: SiteWith,
    django_capture_on_commit_callbacks: Any,
) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    with django_capture_on_commit_callbacks(execute=True):
        row = make(site)
        row.save()
        key = row.pk
        row.delete()
    told = [(type(event).__name__, event.kind, event.key) for event in heard("listener")]
    kind = row._meta.label_lower
    assert told[-1] == ("ContentUnpublished", kind, key)
    assert set(told[:-1]) == {("ContentPublished", kind, key)}


def test_a_menu_that_an_editor_saves_is_told_with_its_items(
    site: Site,
    workshop: Workshop,
    site_with: SiteWith,
    admin_client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    menu = make_menu(site)
    form = {
        "title": "Renamed", "handle": menu.handle, "locale": menu.locale_id, "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0", "items-MIN_NUM_FORMS": "0", "items-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    url = reverse("wagtailsnippets_pages_menu:edit", args=[menu.pk])
    with django_capture_on_commit_callbacks(execute=True):
        refused = admin_client.post(url, {**form, "title": ""})
    assert (refused.status_code, heard("listener")) == (200, [])
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(url, form).status_code == 302
    (event,) = heard("listener")
    assert (event.kind, event.key, event.locale) == ("pages.menu", menu.pk, "en")


def test_every_delivery_of_an_event_names_the_same_moment(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("broken", LISTENER % "raise OSError('down')")
    platform = site_with()
    make_draft().save_revision().publish()
    moment = timezone.now() - timedelta(hours=3)
    OutboxEvent.objects.update(created_at=moment, payload={"kind": "solutions.solution", "key": 5})
    for _attempt in range(2):
        platform.caller.breakers.clear()
        Delivery.objects.update(next_attempt_at=timezone.now())
        outbox.deliver_due()
    assert [event.happened_at for event in heard("broken")] == [moment.astimezone(UTC).isoformat()] * 2
    assert heard("broken")[0] == ContentPublished("solutions.solution", 5)


def test_a_failed_delivery_is_tried_again_alone_and_set_aside_in_the_end(
    workshop: Workshop, site_with: SiteWith, django_capture_on_commit_callbacks: Any
) -> None:
    workshop.write("broken", LISTENER % "raise OSError('down')")
    platform = site_with()
    with django_capture_on_commit_callbacks(execute=True):
        make_draft().save_revision().publish()
    for _ in outbox.RETRIES:
        platform.caller.breakers.clear()
        Delivery.objects.update(next_attempt_at=timezone.now())
        assert outbox.deliver_due() == (0, 1)
    delivery = Delivery.objects.get()
    assert (delivery.dead, delivery.attempts) == (True, len(outbox.RETRIES) + 1)
    assert outbox.deliver_due() == (0, 0)


def test_a_leased_delivery_is_passed_by(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    make_draft().save_revision().publish()
    delivery = Delivery.objects.get()
    assert outbox.claim(delivery.pk) is not None
    assert outbox.claim(delivery.pk) is None
    assert outbox.deliver_due() == (0, 0)


def test_old_events_are_forgotten_once_they_were_told(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    make_draft().save_revision().publish()
    outbox.deliver_due()
    OutboxEvent.objects.update(created_at=timezone.now() - timedelta(days=8))
    outbox.deliver_due()
    assert OutboxEvent.objects.count() == 0


def test_nothing_is_written_down_when_nobody_listens(
    workshop: Workshop, site_with: SiteWith, django_assert_num_queries: Any
) -> None:
    workshop.write("quiet")
    site_with()
    with django_assert_num_queries(0):
        outbox.publish(ContentPublished("solutions.solution", 1))


@pytest.mark.parametrize("count", [1, 100])
def test_events_of_a_block_are_written_together(
    count: int,
    workshop: Workshop,
    site_with: SiteWith,
    django_assert_num_queries: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    workshop.write("listener", LISTENER % "pass")
    workshop.write("other", LISTENER % "pass")
    site_with()
    with (
        django_capture_on_commit_callbacks() as waiting,
        django_assert_num_queries(4),
        outbox.gather_events(),
    ):
        for key in range(count):
            outbox.publish(ContentPublished("solutions.solution", key))
    assert len(waiting) == 1
    waiting[0]()
    assert [event.key for event in heard("listener")] == list(range(count))
    assert Delivery.objects.exclude(delivered_at=None).count() == 2 * count


def test_a_block_that_fails_writes_no_event(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()

    def fail() -> None:
        with outbox.gather_events():
            outbox.publish(ContentPublished("solutions.solution", 1))
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail()
    outbox.publish(ContentPublished("solutions.solution", 2))
    assert [event.payload["key"] for event in OutboxEvent.objects.all()] == [2]


def test_a_plugin_that_is_off_is_told_once_it_is_on_again(workshop: Workshop, site_with: SiteWith) -> None:
    workshop.write("listener", LISTENER % "pass")
    site_with()
    switch = PluginSwitch.objects.create(plugin="listener", enabled=False)
    forget()
    make_draft().save_revision().publish()
    assert outbox.deliver_due() == (0, 0)
    switch.delete()
    forget()
    assert outbox.deliver_due() == (1, 0)
