"""Editors who move, make, copy and delete pages in the admin at the same moment, and machines beside them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.compat import wagtail_creation
from tests.factories.content import make_site, make_standard_page, make_user
from tests.support.admin import find_errors, form_at, sign_in_client
from tests.support.meanwhile import Meanwhile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client(user=make_user("edith", groups=("Editor",)))


def post(editor: Client, name: str, *keys: Any, **form: Any) -> Any:
    """The answer to a form that is sent in a connection of its own."""
    sender = Client(raise_request_exception=False)
    sender.cookies = editor.cookies
    try:
        return sender.post(reverse(f"wagtailadmin_pages:{name}", args=keys), form)
    finally:
        connections.close_all()


def find_tree_problems() -> list[Any]:
    return [each for each in Page.find_problems() if each]


def test_a_page_made_below_one_that_moves_moves_along(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, here = make_standard_page("There"), make_standard_page("Here")
    middle = make_standard_page("Middle", under=here)
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", middle.pk])
    form = form_at(editor, address, "page-edit-form", title="New", slug="new")
    move = Meanwhile(
        wagtail_creation, "create", monkeypatch, lambda: post(editor, "move_confirm", here.pk, there.pk)
    )
    made = editor.post(address, {**form.dict(), "action-publish": "1"})
    assert made.status_code == 302, find_errors(made)
    assert move.get_result().status_code == 302
    assert find_tree_problems() == []
    page = Page.objects.get(title="New")
    assert page.get_parent().pk == middle.pk and page.url_path == f"{there.url_path}here/middle/new/"


def test_pages_that_are_moved_copied_and_deleted_at_once_leave_a_whole_tree(editor: Client) -> None:
    here, there = make_standard_page("Here"), make_standard_page("There")
    pages = [make_standard_page(f"Page {number}", under=here) for number in range(4)]
    root = there.get_parent().pk
    copy = {"new_title": "Copy", "new_parent_page": str(there.pk), "copy_subpages": "", "alias": ""}
    for number in range(4):
        gone = make_standard_page(f"Gone {number}", under=pages[3])
        steps: list[Callable[[], Any]] = [
            lambda: post(editor, "move_confirm", pages[0].pk, there.pk),
            lambda: post(editor, "move_confirm", pages[1].pk, pages[0].pk),
            lambda number=number: post(editor, "copy", pages[2].pk, new_slug=f"copy-{number}", **copy),  # type: ignore[misc]
            lambda gone=gone: post(editor, "delete", gone.pk),  # type: ignore[misc]
            lambda: post(editor, "move_confirm", pages[3].pk, (there.pk, here.pk)[number % 2]),  # noqa: B023
            lambda: post(editor, "move_confirm", pages[0].pk, root),
        ]
        with ThreadPoolExecutor(len(steps)) as threads:
            answers = list(threads.map(lambda step: step(), steps))
        assert {each.status_code for each in answers} <= {200, 302}, [each.content[:500] for each in answers]
        assert find_tree_problems() == []
        assert not Page.objects.filter(title=gone.title).exists()
