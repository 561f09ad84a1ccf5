"""Events become entries, once each, and the last ones are shown."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from cms.plugin_api import (
    ContentPublished,
    ContentUnpublished,
    ReviewPublished,
    ReviewSubmitted,
    VendorReplyPublished,
)
from plugins.activity import plugin, services
from plugins.activity.models import Entry
from plugins.activity.settings import Settings
from tests.factories.content import make_review, make_site, make_solution, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


def list_entries() -> list[tuple[str, str, int]]:
    return list(Entry.objects.order_by("pk").values_list("event", "kind", "key"))


def test_content_published_through_the_outbox(django_capture_on_commit_callbacks: Any) -> None:
    solution = make_solution("One", live=False)
    with django_capture_on_commit_callbacks(execute=True):
        solution.save_revision().publish()
    assert list_entries() == [("content_published", "solutions.solution", solution.pk)]


def test_content_unpublished_through_the_outbox(django_capture_on_commit_callbacks: Any) -> None:
    solution = make_solution("One")
    with django_capture_on_commit_callbacks(execute=True):
        solution.unpublish()
    assert ("content_unpublished", "solutions.solution", solution.pk) in list_entries()


def test_review_submitted_and_review_published_and_vendor_reply_published() -> None:
    plugin.review_submitted(ReviewSubmitted(review=1, solution=2))
    plugin.review_published(ReviewPublished(review=1, solution=2))
    plugin.vendor_reply_published(VendorReplyPublished(reply=3, review=1))
    assert list_entries() == [
        ("review_submitted", "reviews.review", 1),
        ("review_published", "reviews.review", 1),
        ("vendor_reply_published", "reviews.vendorreply", 3),
    ]


def test_an_event_that_is_told_twice_is_kept_once() -> None:
    for _ in range(2):
        plugin.content_published(ContentPublished("solutions.solution", 1, "en"))
    plugin.content_unpublished(ContentUnpublished("solutions.solution", 1, "en"))
    assert len(list_entries()) == 2


def test_dashboard_panels_show_titles_in_few_statements(django_assert_num_queries: Any) -> None:
    solution = make_solution("One")
    review = make_review(solution, title="Good")
    plugin.content_published(ContentPublished("solutions.solution", solution.pk, "en"))
    plugin.review_published(ReviewPublished(review.pk, solution.pk))
    plugin.content_published(ContentPublished("solutions.solution", 999_999, "en"))
    moderator = SimpleNamespace(user=make_user(is_superuser=True))
    with django_assert_num_queries(3):
        rows = services.show_latest(moderator)["rows"]
    assert [row[0] for row in rows] == ["deleted and 1 other: published", "Good: review published"]
    rows = services.show_latest(SimpleNamespace(user=make_user(groups=("Editor",))))["rows"]
    assert [row[0] for row in rows] == ["deleted and 1 other: published"]


def list_lines() -> list[str]:
    editor = SimpleNamespace(user=make_user(groups=("Editor",)))
    return [row[0] for row in services.show_latest(editor)["rows"]]


def test_many_events_of_one_kind_are_one_line() -> None:
    solution = make_solution("Atlas")
    Entry.objects.bulk_create(
        Entry(event="content_published", kind="solutions.solution", key=solution.pk - number)
        for number in range(300)
    )
    plugin.content_unpublished(ContentUnpublished("solutions.solution", solution.pk, "en"))
    assert list_lines() == ["Atlas: taken offline", "Atlas and 299 others: published"]


def test_events_of_different_hours_are_different_lines() -> None:
    solution = make_solution("Atlas")
    entry = Entry.objects.create(event="content_published", kind="solutions.solution", key=solution.pk)
    Entry.objects.filter(pk=entry.pk).update(happened_at=timezone.now() - timedelta(hours=2))
    plugin.content_published(ContentPublished("solutions.solution", make_solution("Bolt").pk, "en"))
    assert list_lines() == ["Bolt: published", "Atlas: published"]


def test_a_line_leads_to_the_form_of_what_it_names() -> None:
    solution = make_solution("Atlas")
    plugin.content_published(ContentPublished("solutions.solution", solution.pk, "en"))
    editor = SimpleNamespace(user=make_user(groups=("Editor",)))
    assert services.show_latest(editor)["rows"][0][1] == f"/admin/pages/{solution.pk}/edit/"


def test_jobs_keep_as_many_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(13):
        plugin.content_published(ContentPublished("solutions.solution", number, "en"))
    monkeypatch.setattr(services, "settings_of", lambda model: Settings(kept=10))
    assert plugin.jobs()[0].run() == "3 old entries deleted"
    assert [sample.value for sample in plugin.metrics()[0].read()] == [10]
