"""Forms of the admin: the key of a hidden row is answered like a key that does not exist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.compat.wrapping import disable_wrapper
from content_types.solutions.models import Solution
from content_types.testing.canaries import restrict
from tests.factories.content import (
    make_collection,
    make_event,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import find_errors, sign_in_client

pytestmark = pytest.mark.django_db
HIDDEN = "hiddenword"
UNKNOWN = 987654321
INVALID = "Select a valid choice. That choice is not one of the available choices."
PARENTS = {
    "solutions": ("solutions:choose_parent", []),
    "events": ("events:choose_parent", []),
    "collection pages": ("collection-pages:choose_parent", []),
    "any type": ("wagtailadmin_pages:choose_parent", ["solutions", "solution"]),
}
PAGES = ("draft", "private", "draft event", "draft collection")


@dataclass
class Desk:
    """A vendor's member with an own draft, a moderator, an editor, and pages hidden from the first two, by name."""

    people: dict[str, Client]
    own: Solution
    hidden: dict[str, int]


@pytest.fixture
def desk() -> Desk:
    make_site()
    member, ours = make_user(groups=("Vendor",)), make_vendor("Ours", live=False)
    ours.members.add(member)
    ours.save()
    private = make_standard_page(f"{HIDDEN} private", slug="private")
    restrict(private, "groups")
    pages = {
        "draft": make_solution(f"{HIDDEN} draft", live=False),
        "private": private,
        "draft event": make_event(f"{HIDDEN} event", live=False),
        "draft collection": make_collection(f"{HIDDEN} collection", live=False),
    }
    people = {
        "member": sign_in_client(user=member),
        "moderator": sign_in_client("Moderator"),
        "editor": sign_in_client("Editor"),
    }
    own = make_solution("Own", vendor=ours, live=False)
    return Desk(people, own, {name: page.pk for name, page in pages.items()})


def answer_text(answer: HttpResponse) -> tuple[int, str, bool, bool]:
    """What an answer says of the row that was sent: status, errors, its title, and that it exists."""
    found = answer.content.decode().lower()
    return answer.status_code, find_errors(answer), HIDDEN in found, "not visible to you" in found


def post_parent(client: Client, view: str, key: int) -> Any:
    name, args = PARENTS[view]
    return client.post(reverse(name, args=args), {"parent_page": key})


def post_copy(client: Client, own: Solution, key: Any) -> Any:
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": key}
    return client.post(reverse("wagtailadmin_pages:copy", args=[own.pk]), sent)


@pytest.mark.parametrize("person", ["member", "moderator"])
@pytest.mark.parametrize("view", PARENTS)
def test_a_hidden_parent_is_answered_like_an_unknown_one(desk: Desk, view: str, person: str) -> None:
    unknown = answer_text(post_parent(desk.people[person], view, UNKNOWN))
    for page in desk.hidden.values():
        assert answer_text(post_parent(desk.people[person], view, page)) == unknown


@pytest.mark.parametrize("view", PARENTS)
def test_a_member_is_told_that_the_choice_is_invalid(desk: Desk, view: str) -> None:
    status, errors, *_ = answer_text(post_parent(desk.people["member"], view, desk.hidden["draft"]))
    assert (status, errors) == (200, INVALID)


@pytest.mark.parametrize("page", PAGES)
def test_a_hidden_page_to_copy_to_is_answered_like_an_unknown_one(desk: Desk, page: str) -> None:
    before, member = Page.objects.count(), desk.people["member"]
    unknown = answer_text(post_copy(member, desk.own, UNKNOWN))
    assert answer_text(post_copy(member, desk.own, desk.hidden[page])) == unknown
    assert unknown[0] == 200 and unknown[1]
    assert Page.objects.count() == before


def test_editors_read_the_names_of_pages_they_may_not_use(desk: Desk) -> None:
    """Or the absence above would prove nothing."""
    answer = answer_text(post_parent(desk.people["editor"], "solutions", desk.hidden["draft"]))
    assert answer[2] and HIDDEN in answer[1].lower()


def test_a_visible_page_to_copy_to_is_named(desk: Desk) -> None:
    status, errors, *_ = answer_text(post_copy(desk.people["member"], desk.own, desk.own.get_parent().pk))
    assert status == 200 and 'You do not have permission to copy to page "Solutions"' in errors


def test_wagtail_alone_names_the_parent(desk: Desk) -> None:
    """Fails when Wagtail filters by itself: then the wrapper can go."""
    with disable_wrapper("narrow_model_choices"), disable_wrapper("check_choice"):
        assert answer_text(post_parent(desk.people["member"], "solutions", desk.hidden["draft"]))[2]


def test_wagtail_alone_fails_for_an_unknown_page_to_copy_to(desk: Desk) -> None:
    with disable_wrapper("leave_parent_to_form"), pytest.raises(Page.DoesNotExist):
        post_copy(desk.people["member"], desk.own, UNKNOWN)
