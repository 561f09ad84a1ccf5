"""Plugins are told once of changes to many rows without a publication: votes, ratings, trends, addresses."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from graphql_relay import to_global_id
from wagtail.contrib.redirects.models import Redirect

from cms.publishing.models import OutboxEvent
from content_types.solutions.models import Solution, SolutionIndex
from tests.content_api.client import post
from tests.factories.content import make_review, make_site, make_solution, make_standard_page, make_user
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
VOTE = "mutation($input: VoteReviewInput!) { voteReview(input: $input) { helpful errors { code } } }"


@pytest.fixture
def solution() -> Solution:
    make_site()
    return make_solution("Atlas")


def forget_events() -> None:
    OutboxEvent.objects.all().delete()


def count_events() -> Counter[tuple[str, str]]:
    """How often plugins are told: by hook and kind."""
    return Counter((row.hook, row.payload.get("kind", "")) for row in OutboxEvent.objects.all())


def list_kinds() -> set[str]:
    """The kinds of which plugins are told that their rows changed, each once."""
    told = {kind: number for (hook, kind), number in count_events().items() if hook == "rows_changed"}
    assert set(told.values()) <= {1}
    return set(told)


def test_rows_changed_is_told_of_votes_on_reviews(client: Client, solution: Solution) -> None:
    """As a kind of its own: reviews are shown in the rating of each card, votes only beside them."""
    review, author = make_review(solution), make_user("ada")
    own = make_review(make_solution("Other"), author)
    forget_events()
    client.force_login(author)
    refused = post(client, VOTE, input={"review": to_global_id("Review", str(own.pk)), "helpful": True})
    assert refused["data"]["voteReview"]["errors"][0]["code"] == "FORBIDDEN"
    assert not count_events()
    taken = post(client, VOTE, input={"review": to_global_id("Review", str(review.pk)), "helpful": True})
    assert taken["data"]["voteReview"] == {"helpful": True, "errors": []}
    assert count_events() == {("rows_changed", "reviews.vote"): 1}


def test_rows_changed_is_told_once_of_all_ratings(solution: Solution) -> None:
    for number in range(12):
        make_review(make_solution(f"Solution {number}"))
    forget_events()
    call_command("recompute_ratings", stdout=StringIO())
    assert count_events() == {("rows_changed", "reviews.rating"): 1}


def test_rows_changed_is_told_of_the_trends_of_an_hour(solution: Solution) -> None:
    forget_events()
    call_command("compute_trending", stdout=StringIO())
    assert count_events() == {("rows_changed", "analytics.trending"): 1}


def test_rows_changed_is_told_of_addresses_below_a_page_with_a_new_slug(
    solution: Solution, django_capture_on_commit_callbacks: Any
) -> None:
    make_solution("Draft", live=False)
    index = SolutionIndex.objects.get()
    forget_events()
    index.slug = "tools"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()
    assert Redirect.objects.exists()
    assert list_kinds() == {"solutions.solution", "solutions.solutionindex", "wagtailredirects.redirect"}


@pytest.mark.parametrize("live", [True, False])
def test_rows_changed_is_told_of_pages_that_an_editor_moves(solution: Solution, live: bool) -> None:
    goal, page = make_standard_page("About"), make_standard_page("Team", live=live)
    forget_events()
    moved = sign_in_client("Administrator").post(
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, goal.pk])
    )
    page.refresh_from_db()
    assert (moved.status_code, page.get_parent().pk) == (302, goal.pk)
    assert list_kinds() == ({"pages.standardpage", "wagtailredirects.redirect"} if live else set())


def test_content_published_is_told_of_redirects_of_a_file(solution: Solution) -> None:
    administrator = sign_in_client("Administrator")
    forget_events()
    import_redirects(administrator, b"from,to\n/a,/x/\n/b,/y/\n,/z/\n")
    assert count_events() == {("content_published", "wagtailredirects.redirect"): 2}


def import_redirects(administrator: Client, rows: bytes) -> None:
    sent = {"import_file": SimpleUploadedFile("r.csv", rows, "text/csv")}
    page = administrator.post(reverse("wagtailredirects:start_import"), sent)
    initial: dict[str, Any] = page.context["form"].initial
    given = {**initial, "from_index": 0, "to_index": 1}
    assert administrator.post(reverse("wagtailredirects:process_import"), given).status_code == 200


def test_content_unpublished_is_told_of_a_redirect_that_is_deleted(solution: Solution) -> None:
    row = Redirect.objects.create(old_path="/a", redirect_link="/x/")
    forget_events()
    done = sign_in_client("Administrator").post(reverse("wagtailredirects:delete", args=[row.pk]))
    assert (done.status_code, Redirect.objects.count()) == (302, 0)
    assert count_events() == {("content_unpublished", "wagtailredirects.redirect"): 1}
