"""Plugins are told of changes that are no publications: reviews that go, erased names, merged pages, pictures."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from graphql_relay import to_global_id
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction, ReferenceIndex

from cms.media.models import Image
from cms.media.picture_sets import prepare_image
from cms.publishing.models import OutboxEvent
from content_types.pages.models import Menu
from content_types.pages.navigation import MenuItem
from content_types.reviews.models import VendorReply
from content_types.solutions.models import Solution
from tests.content_api.client import post
from tests.content_types.test_reviews_admin import decide
from tests.factories.content import (
    make_document,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client
from tests.support.merging import merge

pytestmark = pytest.mark.django_db
EDIT = "mutation($input: EditReviewInput!) { editReview(input: $input) { errors { code } } }"
WITHDRAW = "mutation($input: WithdrawReviewInput!) { withdrawReview(input: $input) { errors { code } } }"


@pytest.fixture
def solution() -> Solution:
    make_site()
    return make_solution("Atlas")


def forget_events() -> None:
    OutboxEvent.objects.all().delete()


def list_events(kind: str) -> list[tuple[str, int]]:
    """What plugins are told of rows of a kind: hook and key."""
    found = OutboxEvent.objects.filter(payload__kind=kind).order_by("created_at")
    return [(row.hook, row.payload["key"]) for row in found]


@pytest.mark.parametrize(("state", "told"), [("published", True), ("pending", False)])
@pytest.mark.parametrize("way", ["reject", "withdraw", "edit", "delete"])
def test_content_unpublished_is_told_of_a_review_that_goes(
    client: Client, solution: Solution, way: str, state: str, told: bool
) -> None:
    author = make_user()
    review = make_review(solution, author, state=state)
    forget_events()
    client.force_login(author)
    number, name = review.pk, to_global_id("Review", str(review.pk))
    if way == "reject":
        decide(sign_in_client("Moderator"), "reject", review, reason="fake")
    elif way == "withdraw":
        post(client, WITHDRAW, input={"id": name})
    elif way == "edit":
        post(client, EDIT, input={"id": name, "title": "Better words"})
    else:
        review.delete()
    assert list_events("reviews.review") == ([("content_unpublished", number)] if told else [])


def test_content_published_is_told_of_a_review_whose_reply_is_hidden(solution: Solution) -> None:
    review = make_review(solution)
    reply = VendorReply.objects.create(review=review, vendor=make_vendor(), body="Thanks", state="published")
    forget_events()
    decide(sign_in_client("Moderator"), "reject", reply, reason="off_topic")
    reply.refresh_from_db()
    assert (reply.state, list_events("reviews.review")) == ("rejected", [("content_published", review.pk)])


def test_content_published_is_told_of_reviews_that_lose_their_name(solution: Solution) -> None:
    person = make_user("ada")
    shown = make_review(solution, person)
    make_review(make_solution("Other"), person, state="pending")
    forget_events()
    call_command("erase_person", "ada", "--no-input", verbosity=0)
    assert list_events("reviews.review") == [("content_published", shown.pk)]


def test_content_published_is_told_of_a_menu_that_a_merge_changes(solution: Solution) -> None:
    other = make_solution("Atlas", slug="atlas-2")
    menu = Menu.objects.create(handle="main", title="Main", locale=Locale.get_default())
    item = MenuItem.objects.create(menu=menu, label="Atlas", page=other)
    forget_events()
    merge(sign_in_client("Editor"), solution, other)
    item.refresh_from_db()
    assert item.page_id == solution.pk
    assert list_events("pages.menu") == [("content_published", menu.pk)]


def test_content_published_is_told_of_redirects_and_of_who_may_see_pages(solution: Solution) -> None:
    """A website that keeps "not found", or a page that is private now, has to forget it."""
    forget_events()
    form = {
        "old_path": "/old/",
        "site": "",
        "is_permanent": "on",
        "redirect_page": "",
        "redirect_link": "/new/",
    }
    assert sign_in_client("Administrator").post(reverse("wagtailredirects:add"), form).status_code == 302
    redirect = Redirect.objects.get()
    rule = PageViewRestriction.objects.create(page=solution, restriction_type="login")
    key = rule.pk
    rule.delete()
    assert list_events("wagtailredirects.redirect") == [("content_published", redirect.pk)]
    assert list_events("wagtailcore.pageviewrestriction") == [
        ("content_published", key),
        ("content_unpublished", key),
    ]


@pytest.mark.parametrize(("make", "kind"), [(make_image, "image"), (make_document, "document")])
def test_content_published_is_told_of_files_that_change_and_not_of_new_ones(make: Any, kind: str) -> None:
    make_site()
    file = make("First")
    assert list_events(f"media.{kind}") == []
    editor = sign_in_client("Editor")
    addresses = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit"}
    form = {"title": "Second", "collection": file.collection_id, "tags": "", "description": "", "credit": ""}
    assert editor.post(reverse(addresses[kind], args=[file.pk]), form).status_code == 302
    assert list_events(f"media.{kind}") == [("content_published", file.pk)]
    key = file.pk
    file.delete()
    assert list_events(f"media.{kind}")[1:] == [("content_unpublished", key)]


def test_content_published_is_told_of_a_picture_whose_renditions_are_ready_where_it_is_shown(
    solution: Solution,
) -> None:
    shown, unused = make_image("Shown"), make_image("Unused")
    solution.logo = shown
    solution.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(solution)
    for picture in (shown, unused):
        prepare_image.func(picture.pk)
    assert Image.objects.exclude(placeholder="").count() == 2
    assert list_events("media.image") == [("content_published", shown.pk)]
