"""Pages and vendors whose moments of publication and expiry have passed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.admin.forms.models import WagtailAdminDraftStateFormMixin

from cms.compat import wagtail_schedule
from content_types.vendors.models import Vendor
from tests.factories.content import make_event, make_site, make_solution, make_standard_page, make_vendor
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
PAST: dict[str, Any] = {
    "go_live_at": NOW - timedelta(days=9),
    "expire_at": NOW - timedelta(days=2, seconds=7),
}
MESSAGE = "The expiry date has passed: change or clear it under “Set schedule”, then publish again."


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def send(client: Client, page: Any, **changes: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_at(client, address, "page-edit-form", **changes))


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("make", [make_solution, make_event, make_standard_page])
def test_a_page_that_has_expired_is_saved_as_a_draft(editor: Client, make: Any, live: bool) -> None:
    page = make("Old", live=live, expired=not live, **PAST)
    response = send(editor, page, title="New")
    assert response.status_code == 302, find_errors(response)
    assert "has been updated" in str(list(get_messages(response.wsgi_request))[-1])
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, page.live, draft.expire_at.date()) == ("New", live, PAST["expire_at"].date())


def test_a_page_that_has_expired_is_not_published_before_its_schedule_is_changed(editor: Client) -> None:
    page = make_solution("Old", live=False, expired=True, **PAST)
    response = send(editor, page, title="New", **{"action-publish": "1"})
    assert MESSAGE in response.content.decode()
    page.refresh_from_db()
    assert (page.title, page.live, page.latest_revision) == ("Old", False, None)
    assert send(editor, page, title="New", expire_at="", **{"action-publish": "1"}).status_code == 302
    page.refresh_from_db()
    assert (page.title, page.live, page.expire_at) == ("New", True, None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expire_at": "2020-01-01 00:00"}, "Expiry date/time must be in the future."),
        (
            {"go_live_at": f"{NOW + timedelta(days=3):%Y-%m-%d %H:%M}"},
            "Go live date/time must be before expiry",
        ),
    ],
)
@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_new_moment_is_checked_as_before(
    editor: Client, changes: dict[str, str], message: str, action: str
) -> None:
    page = make_solution("Old", live=False, **PAST)
    response = send(editor, page, title="New", **changes, **({action: "1"} if action else {}))
    assert message in response.content.decode()
    page.refresh_from_db()
    assert (page.title, page.latest_revision) == ("Old", None)


def test_a_vendor_that_has_expired_is_saved_as_a_draft(editor: Client) -> None:
    vendor = make_vendor("Old", live=False, expired=True, **PAST)
    address = reverse("wagtailsnippets_vendors_vendor:edit", args=[vendor.pk])
    response = editor.post(address, form_at(editor, address, "w-editor-form", name="New"), follow=True)
    assert find_errors(response) == ""
    assert Vendor.objects.get().get_latest_revision_as_object().name == "New"


def test_wagtail_still_rejects_an_expiry_that_has_passed(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when it accepts what was not changed: then cms.compat.wagtail_schedule can go."""
    monkeypatch.setattr(WagtailAdminDraftStateFormMixin, "clean", wagtail_schedule.original)
    assert "could not be saved" in send(editor, make_solution("Old", live=False, **PAST)).content.decode()


NEXT_WEEK = f"{NOW + timedelta(days=7):%Y-%m-%d %H:%M}"


def plan(editor: Client) -> Any:
    """A page that was imported, with a change that is planned."""
    page = make_solution("Public")
    response = send(editor, page, title="Later", go_live_at=NEXT_WEEK, **{"action-publish": "1"})
    assert response.status_code == 302, find_errors(response)
    page.refresh_from_db()
    return page


def test_a_planned_change_leaves_an_imported_page_public(editor: Client) -> None:
    page = plan(editor)
    assert (page.title, page.live, page.has_unpublished_changes) == ("Public", True, True)
    assert page.scheduled_revision.as_object().title == "Later" and page.go_live_at is None


def test_a_planned_change_leaves_an_imported_vendor_public() -> None:
    vendor = make_vendor("Public")
    vendor.name, vendor.go_live_at = "Later", datetime.now(UTC) + timedelta(days=7)
    vendor.save_revision().publish()
    vendor.refresh_from_db()
    assert (vendor.name, vendor.live, vendor.go_live_at) == ("Public", True, None)
    assert vendor.scheduled_revision is not None


def test_wagtail_still_takes_an_imported_page_off_the_site(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when it does not: then that part of cms.compat.wagtail_schedule can go."""
    monkeypatch.setattr(PublishRevisionAction, "_publish_revision", wagtail_schedule.original_publish)
    assert plan(editor).live is False
