"""Marking profiles as checked: one by one and many at once, without publishing a draft."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import PageLogEntry

from cms.publishing.models import OutboxEvent
from content_types.solutions.models import Solution
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/solutions/solution/check/"


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def read_message(response: HttpResponse) -> str:
    """The last message; those before it have not been shown."""
    return " ".join(str(list(get_messages(response.wsgi_request))[-1]).split())


def mark(client: Client, page: Solution) -> HttpResponse:
    return client.post(reverse("solutions:check", args=[page.pk]), {"next": "/admin/solutions/"})


def mark_many(client: Client, *pages: Solution, **query: str) -> HttpResponse:
    sent = [*[("id", page.pk) for page in pages], *query.items(), ("next", "/admin/solutions/")]
    return client.post(f"{BULK}?{urlencode(sent)}")


def is_fresh(page: Solution) -> bool:
    stored = Solution.objects.get(pk=page.pk)
    return bool(stored.verified_at and stored.verified_at > datetime.now(UTC) - timedelta(minutes=1))


def list_entries(page: Solution) -> list[tuple[str, str]]:
    rows = PageLogEntry.objects.filter(page=page.pk, action="solutions.check")
    return [(row.user.username, row.action) for row in rows]


def test_one_click_marks_a_profile_and_is_logged(editor: Client) -> None:
    page = make_solution("Atlas")
    response = mark(editor, page)
    assert (response.status_code, response.url) == (302, "/admin/solutions/")
    assert read_message(response) == "1 solution marked as checked."
    assert is_fresh(page)
    assert len(list_entries(page)) == 1
    assert OutboxEvent.objects.filter(hook="content_published", payload__key=page.pk).count() == 1


def test_the_second_click_changes_nothing(editor: Client) -> None:
    page = make_solution("Atlas")
    mark(editor, page)
    first = Solution.objects.get(pk=page.pk).verified_at
    assert read_message(mark(editor, page)) == "0 solutions marked as checked. 1 was so already."
    assert Solution.objects.get(pk=page.pk).verified_at == first
    assert len(list_entries(page)) == 1


@pytest.mark.parametrize("live", [True, False])
def test_a_draft_stays_a_draft_and_keeps_the_date(editor: Client, live: bool) -> None:
    page = make_solution("Atlas", live=live)
    page.title = "Atlas 2"
    page.save_revision()
    revisions = page.revisions.count()
    mark(editor, page)
    stored = Solution.objects.get(pk=page.pk)
    draft = stored.get_latest_revision_as_object()
    assert (stored.title, stored.live, stored.has_unpublished_changes) == ("Atlas", live, True)
    assert (draft.title, draft.verified_at) == (
        "Atlas 2",
        stored.verified_at.replace(microsecond=draft.verified_at.microsecond),
    )
    assert page.revisions.count() == revisions
    stored.get_latest_revision().publish()
    assert is_fresh(page)


def test_a_scheduled_version_keeps_the_date(editor: Client) -> None:
    page = make_solution("Atlas")
    page.go_live_at = datetime.now(UTC) + timedelta(days=1)
    scheduled = page.save_revision()
    scheduled.publish()
    newer = Solution.objects.get(pk=page.pk)
    newer.title = "Later"
    newer.save_revision()
    mark_many(editor, page)
    scheduled.refresh_from_db()
    assert scheduled.as_object().verified_at is not None


def test_many_are_marked_at_once(editor: Client) -> None:
    pages = [make_solution(name) for name in ("Atlas", "Bolt", "Cedar")]
    other = make_solution("Other")
    question = editor.get(f"{BULK}?{urlencode([('id', page.pk) for page in pages])}").content.decode()
    assert "Mark 3 solutions as checked" in question and "Other" not in question
    assert read_message(mark_many(editor, *pages)) == "3 solutions marked as checked."
    assert [is_fresh(page) for page in (*pages, other)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ({}, {"Atlas", "Bolt", "Cedar"}),
        ({"q": "bolt"}, {"Bolt"}),
        ({"status": "beta"}, {"Cedar"}),
        ({"checked": "never"}, {"Atlas", "Cedar"}),
    ],
)
def test_all_means_what_the_listing_shows(editor: Client, query: dict[str, str], marked: set[str]) -> None:
    make_solution("Atlas")
    make_solution("Bolt", verified_at=datetime.now(UTC) - timedelta(days=200))
    make_solution("Cedar", status="beta")
    mark_many(editor, id="all", **query)
    assert {page.title for page in Solution.objects.all() if is_fresh(page)} == marked


def test_more_than_can_be_marked_at_once_is_rejected(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content_types.solutions.bulk_actions.MarkChecked.most", 2)
    pages = [make_solution() for _ in range(3)]
    response = mark_many(editor, id="all")
    assert "These are more than 2 solutions. Filter the list" in response.content.decode()
    assert not any(map(is_fresh, pages))


@pytest.mark.parametrize("role", ["Vendor", "Moderator"])
def test_others_neither_see_the_button_nor_use_it(role: str) -> None:
    make_site()
    person, vendor = make_user(groups=(role,)), make_vendor("Ours")
    vendor.members.add(person)
    vendor.save()
    page, client = make_solution("Own", vendor=vendor), sign_in_client(user=person)
    assert "Mark as checked" not in client.get("/admin/solutions/").content.decode()
    assert (
        "Mark as checked"
        not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    for response in (mark(client, page), mark_many(client, page)):
        assert response.status_code in (302, 403) and response.headers.get("Location", "/admin/") == "/admin/"
    assert not is_fresh(page) and list_entries(page) == []


def lock(page: Solution) -> None:
    Solution.objects.filter(pk=page.pk).update(locked=True, locked_by=make_user())


def make_alias(page: Solution) -> None:
    Solution.objects.filter(pk=page.pk).update(alias_of=make_solution("Original").pk)


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [(lock, "It is locked. Unlock it first."), (make_alias, "Change that page instead.")],
)
def test_one_that_cannot_be_marked_stops_all_and_is_named(editor: Client, prepare: Any, reason: str) -> None:
    free, taken = make_solution("Free"), make_solution("Taken")
    prepare(taken)
    page = BeautifulSoup(mark_many(editor, free, taken).content, "html.parser").get_text(" ", strip=True)
    assert "“Taken”:" in page and reason in page
    assert not is_fresh(free) and not is_fresh(taken)
    assert read_message(mark(editor, taken)).startswith("“Taken”:")
    assert read_message(mark_many(editor, free)) == "1 solution marked as checked."


def test_the_button_posts(editor: Client) -> None:
    page = make_solution("Atlas")
    for address in ("/admin/solutions/", reverse("wagtailadmin_pages:edit", args=[page.pk])):
        shown = BeautifulSoup(editor.get(address).content, "html.parser")
        button = shown.select_one(f'button[data-w-action-url-value="/admin/solutions/{page.pk}/check/"]')
        assert button and button["aria-label"] == "Mark “Atlas” as checked"
    assert editor.get(f"/admin/solutions/{page.pk}/check/").status_code == 405


def test_marking_costs_the_four_statements_of_a_log_entry_for_each(editor: Client) -> None:
    def count_statements(rows: int) -> int:
        pages = [make_solution() for _ in range(rows)]
        with CaptureQueriesContext(connection) as captured:
            mark_many(editor, *pages)
        assert all(map(is_fresh, pages))
        return len(captured)

    count_statements(2)
    assert count_statements(20) - count_statements(5) == 4 * 15
