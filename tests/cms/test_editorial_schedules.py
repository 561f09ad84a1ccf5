"""Publishing at a time through /api/v3/: what goes live and expires when, and who plans, reads and cancels it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from cms.audit.models import AuditEvent
from cms.identity import key_checks
from cms.identity.key_uses import forget_uses
from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution
from content_types.vendors.roles import VENDOR
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.editorial import ALL, PAGES, make_key, new_solution, send

pytestmark = pytest.mark.django_db
PUBLISH = {"action": "publish"}


@pytest.fixture
def editor() -> User:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


@pytest.fixture
def token(editor: User) -> str:
    return make_key(editor, actions=ALL, reads_drafts=True)


@pytest.fixture
def publish_days_later(monkeypatch: Any) -> Callable[[int], None]:
    """What the scheduler does, some days from now."""

    def run(days: int) -> None:
        later = timezone.now() + timedelta(days=days)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: later)
            call_command("publish_scheduled")

    return run


def in_days(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).replace(microsecond=0).isoformat()


def find_places(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.content
    return {each["loc"][0] for each in answer.json()["errors"]}


class TestPlanning:
    def test_a_page_goes_live_and_expires_at_its_times(
        self, token: str, publish_days_later: Callable[[int], None]
    ) -> None:
        begins, ends = in_days(2), in_days(9)
        made = send("post", PAGES, token, new_solution(go_live_at=begins, expire_at=ends, meta=PUBLISH))
        assert made.status_code == 201, made.content
        meta, key = made.json()["meta"], made.json()["id"]
        assert meta["live"] is False and meta["approved_go_live_at"].replace("Z", "+00:00") == begins
        for days, live in ((1, False), (3, True), (10, False)):
            publish_days_later(days)
            assert Page.objects.get(pk=key).live is live
        assert Page.objects.get(pk=key).expired

    def test_a_change_of_a_public_page_waits_for_its_time(
        self, token: str, publish_days_later: Callable[[int], None]
    ) -> None:
        page = make_solution("One")
        given = {"title": "Two", "go_live_at": in_days(2), "meta": PUBLISH}
        planned = send("patch", f"{PAGES}{page.pk}/", token, given)
        assert planned.status_code == 200 and planned.json()["meta"]["live"] is True, planned.content
        assert Solution.objects.get(pk=page.pk).title == "One"
        publish_days_later(3)
        assert Solution.objects.get(pk=page.pk).title == "Two"

    def test_a_draft_keeps_its_times_until_it_is_published(self, token: str) -> None:
        made = send("post", PAGES, token, new_solution(go_live_at=in_days(2)))
        address = f"{PAGES}{made.json()['id']}/"
        assert made.json()["meta"]["approved_go_live_at"] is None
        published = send("post", f"{address}actions/publish/", token)
        assert published.status_code == 200 and published.json()["meta"]["live"] is False
        assert published.json()["meta"]["approved_go_live_at"]
        kinds = AuditEvent.objects.filter(target_key=str(made.json()["id"])).values_list("kind", flat=True)
        assert "wagtail.publish.schedule" in kinds

    def test_no_time_at_all_publishes_at_once(self, token: str) -> None:
        made = send("post", PAGES, token, new_solution(go_live_at=in_days(2)))
        address = f"{PAGES}{made.json()['id']}/"
        changed = send("patch", address, token, {"go_live_at": None, "meta": PUBLISH})
        assert changed.status_code == 200 and changed.json()["meta"]["live"] is True, changed.content
        assert send("get", address, token).json()["go_live_at"] is None


class TestCancelling:
    def test_nobody_changes_a_scheduled_page_until_it_is_cancelled(
        self, token: str, publish_days_later: Callable[[int], None]
    ) -> None:
        page = make_solution("One")
        address = f"{PAGES}{page.pk}/"
        send("patch", address, token, {"title": "Two", "go_live_at": in_days(2), "meta": PUBLISH})
        refused = send("patch", address, token, {"title": "Three"})
        assert refused.status_code == 409 and "actions/unschedule/" in refused.json()["detail"]
        assert send("post", f"{address}actions/unpublish/", token).status_code == 409
        cancelled = send("post", f"{address}actions/unschedule/", token)
        assert cancelled.status_code == 200 and cancelled.json()["meta"]["approved_go_live_at"] is None
        publish_days_later(3)
        assert Solution.objects.get(pk=page.pk).title == "One"
        assert send("patch", address, token, {"title": "Three"}).status_code == 200
        told = AuditEvent.objects.filter(target_key=str(page.pk))
        assert told.filter(kind="wagtail.schedule.cancel").exists()
        assert "unschedule" in [each.data.get("action") for each in told.filter(kind="page.written")]

    def test_there_has_to_be_something_to_cancel(self, token: str) -> None:
        page = make_solution("One")
        refused = send("post", f"{PAGES}{page.pk}/actions/unschedule/", token)
        assert refused.status_code == 409 and "nothing to cancel" in refused.json()["detail"]

    def test_it_takes_the_right_to_publish(self, token: str, editor: User) -> None:
        ours, member = make_vendor("Ours"), make_user("member", groups=(VENDOR.name,), is_staff=True)
        ours.members.add(member)
        ours.save()
        page = make_solution("One", vendor=ours)
        address = f"{PAGES}{page.pk}/"
        send("patch", address, token, {"title": "Two", "go_live_at": in_days(2), "meta": PUBLISH})
        for key in (make_key(member, actions=ALL), make_key(editor, actions=["create", "change", "delete"])):
            assert send("post", f"{address}actions/unschedule/", key).status_code == 403
        assert Page.objects.get(pk=page.pk).scheduled_revision is not None


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "moment"),
        [
            ("expire_at", "2020-01-01T00:00:00Z"), ("go_live_at", "2027-05-04T09:00:00"), ("go_live_at", "soon"),
            ("expire_at", "9999-12-31T23:59:59-12:00"), ("go_live_at", "0001-01-01T00:00:00+14:00"),
            ("expire_at", {}), ("expire_at", []), ("expire_at", True),
        ],
    )  # fmt: skip
    def test_what_is_no_time_to_come_changes_nothing(self, token: str, name: str, moment: Any) -> None:
        page = make_solution("One")
        answer = send("patch", f"{PAGES}{page.pk}/", token, {"title": "Two", name: moment})
        assert answer.status_code == 422 and name in answer.content.decode()
        made = send("post", PAGES, token, new_solution(**{name: moment}))
        assert made.status_code == 422 and Page.objects.filter(title__in=("Two", "New")).count() == 0
        page.refresh_from_db()
        assert page.latest_revision is None

    def test_a_page_does_not_expire_before_it_goes_live(self, token: str) -> None:
        page = make_solution("One")
        address = f"{PAGES}{page.pk}/"
        both = send("patch", address, token, {"go_live_at": in_days(5), "expire_at": in_days(4)})
        assert find_places(both) == {"go_live_at", "expire_at"}
        assert send("patch", address, token, {"expire_at": in_days(4)}).status_code == 200
        assert find_places(send("patch", address, token, {"go_live_at": in_days(5)})) == {
            "go_live_at",
            "expire_at",
        }

    def test_what_has_expired_meanwhile_is_not_published(self, token: str, editor: User) -> None:
        page = make_solution("One")
        page.expire_at = timezone.now() - timedelta(days=1)
        page.save_revision(user=editor, clean=False)
        address = f"{PAGES}{page.pk}/"
        assert find_places(send("post", f"{address}actions/publish/", token)) == {"expire_at"}
        assert find_places(send("patch", address, token, {"title": "Two", "meta": PUBLISH})) == {"expire_at"}
        assert send("patch", address, token, {"title": "Draft"}).status_code == 200
        given = {"title": "Two", "expire_at": None, "meta": PUBLISH}
        assert send("patch", address, token, given).status_code == 200

    def test_publishing_later_takes_the_right_to_publish(self, editor: User) -> None:
        page, key = make_solution("One"), make_key(editor, actions=["create", "change"])
        given = {"title": "Two", "go_live_at": in_days(2)}
        assert send("patch", f"{PAGES}{page.pk}/", key, {**given, "meta": PUBLISH}).status_code == 403
        assert send("patch", f"{PAGES}{page.pk}/", key, given).status_code == 200
        assert Page.objects.get(pk=page.pk).scheduled_revision is None


class TestReading:
    def test_times_are_read_by_who_may_change_the_page(self, editor: User, token: str) -> None:
        page = make_solution("One", expire_at=timezone.now() + timedelta(days=3))
        address = f"{PAGES}{page.pk}/"
        assert send("get", address, token).json()["expire_at"]
        for key in (make_key(editor), make_key(make_user("visitor"), actions=ALL)):
            assert not {"go_live_at", "expire_at"} & send("get", address, key).json().keys()

    def test_no_time_of_a_draft_is_told_to_keys_that_do_not_read_drafts(
        self, editor: User, token: str
    ) -> None:
        page, blind = make_solution("One"), make_key(editor, actions=ALL)
        address = f"{PAGES}{page.pk}/"
        send("patch", address, token, {"expire_at": in_days(4)})
        refused = send("patch", address, blind, {"go_live_at": in_days(5)})
        assert refused.status_code == 422 and "expire_at" not in refused.content.decode()
        assert "errors" not in refused.json()
        planned = send("patch", address, blind, {"go_live_at": in_days(2), "meta": PUBLISH})
        assert planned.status_code == 200 and "approved_go_live_at" not in planned.json()["meta"]
        assert send("get", address, blind).json()["expire_at"] is None  # of the public version
