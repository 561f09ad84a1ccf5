"""A form that is sent twice at the same time: by its autosave and by publishing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event as Flag
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, PageLogEntry

from cms.compat import wagtail_creation
from content_types.pages.models import StandardPage
from content_types.solutions.models import Solution, SolutionIndex
from tests.factories.content import (
    index_page,
    make_category,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    the_site,
)
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.alone]
FORM, SOON = "page-edit-form", 2


@pytest.fixture
def editor() -> Client:
    make_site()
    make_category("Models")
    return sign_in_client(user=make_user("edith", groups=("Editor",)))


def get_add_url(kind: str) -> str:
    parent = index_page(SolutionIndex) if kind == "solutions" else the_site().root_page
    return reverse("wagtailadmin_pages:add", args=[kind, KINDS[kind]._meta.model_name, parent.pk])


KINDS = {"solutions": Solution, "pages": StandardPage}


def new_form(client: Client, kind: str = "solutions", **fields: Any) -> QueryDict:
    """The form of a new page as a browser has filled it."""
    category = make_category().pk if kind == "solutions" else ""
    values = {"title": "Kite", "slug": "kite", "summary": "It flies.", "category": category, **fields}
    return form_at(client, get_add_url(kind), FORM, **values)


def send(
    client: Client, address: str, form: QueryDict, *, autosave: bool = False, **changes: str
) -> HttpResponse:
    """The answer to a request of this person's browser; an error is an answer with status 500."""
    sender = Client(raise_request_exception=False)
    sender.cookies = client.cookies
    data = form.copy()
    data.update(changes if autosave else {"action-publish": "1", **changes})
    try:
        return sender.post(address, data, headers={"accept": "application/json" if autosave else "text/html"})
    finally:
        connections.close_all()


def send_both(
    client: Client, address: str, form: QueryDict, **changes: str
) -> tuple[HttpResponse, HttpResponse]:
    """The answers to an autosave and to a publication, which is sent in the same moment."""
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(send, client, address, form, autosave=True)
        second = threads.submit(lambda: send(client, address, form, autosave=False, **changes))
        return first.result(), second.result()


def list_published() -> list[tuple[str, str, bool]]:
    return list(Page.objects.filter(depth=4).order_by("pk").values_list("title", "slug", "live"))


def times_published() -> int:
    return PageLogEntry.objects.filter(action="wagtail.publish", user__username="edith").count()


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two forms are found valid before either of them is saved, where that can be."""
    meeting, save = Barrier(2), CreateView.form_valid

    def form_valid(self: Any, form: Any) -> HttpResponse:
        try:
            meeting.wait(SOON)
        except BrokenBarrierError:
            meeting.abort()
        return save(self, form)

    monkeypatch.setattr(CreateView, "form_valid", form_valid)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_published_once_while_its_autosave_runs(editor: Client, together: None, kind: str) -> None:
    saved, answer = send_both(editor, get_add_url(kind), new_form(editor, kind))
    assert (answer.status_code, saved.status_code in {200, 400}) == (302, True), find_errors(answer)
    page = KINDS[kind].objects.get(title="Kite")
    assert (page.slug, page.live, page.has_unpublished_changes, times_published()) == ("kite", True, False, 1)


def test_wagtails_view_still_makes_two_pages_or_fails(
    editor: Client, together: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when Wagtail publishes once: then cms.compat.wagtail_creation can go."""
    monkeypatch.setattr(CreateView, "post", wagtail_creation.original_post)
    answers = send_both(editor, get_add_url("solutions"), new_form(editor))
    assert 500 in {answer.status_code for answer in answers}


@pytest.mark.parametrize("changes", [{}, {"title": "Kites", "slug": "kites"}, {"summary": "It flies high."}])
def test_what_was_typed_after_the_autosave_is_published(editor: Client, changes: dict[str, str]) -> None:
    form, address = new_form(editor), get_add_url("solutions")
    plan = {"pricing_plans-TOTAL_FORMS": "1", "pricing_plans-0-name": "Plus", "pricing_plans-0-price": "20",
            "pricing_plans-0-currency": "USD", "pricing_plans-0-period": "month", "pricing_plans-0-ORDER": "1"}  # fmt: skip
    saved = send(editor, address, form, autosave=True, tags="rag", **plan)
    edit = saved.json()["url"]
    answer = send(editor, address, form, autosave=False, tags="rag, ocr", **plan, **changes)
    assert answer.status_code == 302, find_errors(answer)
    page = Solution.objects.get()
    wanted = {"title": "Kite", "slug": "kite", "summary": "It flies.", **changes}
    assert {name: getattr(page, name) for name in wanted} == wanted
    assert (page.live, edit) == (True, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert [(row.name, row.price) for row in page.pricing_plans.all()] == [("Plus", 20)]
    assert set(page.tags.names()) == {"rag", "ocr"}


def test_an_autosave_that_comes_late_changes_nothing(editor: Client) -> None:
    form, address = new_form(editor), get_add_url("solutions")
    assert send(editor, address, form).status_code == 302
    late = send(editor, address, form, autosave=True, title="Kit")
    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    page = Solution.objects.get()
    assert (page.title, page.has_unpublished_changes, page.revisions.count()) == ("Kite", False, 1)


def test_an_autosave_that_is_repeated_goes_on_with_its_draft(editor: Client) -> None:
    form, address = new_form(editor), get_add_url("solutions")
    first, second = (
        send(editor, address, form, autosave=True, summary=text).json() for text in ("One.", "Two.")
    )
    assert (second["success"], second["pk"], second["url"]) == (True, first["pk"], first["url"])
    draft = Solution.objects.get()
    assert (draft.live, draft.get_latest_revision_as_object().summary) == (False, "Two.")


@pytest.mark.parametrize("key", ["", "x", "another form", "another person"])
def test_another_form_with_the_same_slug_is_told_so(editor: Client, key: str) -> None:
    address, form = get_add_url("solutions"), new_form(editor)
    assert send(editor, address, form, autosave=True).status_code == 200
    sender = editor
    if key == "another person":
        key, sender = form["creation_key"], sign_in_client("Editor")
    answer = send(sender, address, form, creation_key=str(uuid4()) if key == "another form" else key)
    assert "The slug 'kite' is already in use within the parent page." in find_errors(answer)
    assert (answer.status_code, list_published()) == (200, [("Kite", "kite", False)])


def test_a_form_that_was_sent_makes_a_second_page_under_another_slug(editor: Client) -> None:
    form, address = new_form(editor), get_add_url("solutions")
    for slug in ("kite", "kite-2"):
        assert send(editor, address, form, slug=slug).status_code == 302
    assert list_published() == [("Kite", "kite", True), ("Kite", "kite-2", True)]


def move_page(draft: Page) -> None:
    draft.move(make_standard_page("Elsewhere"), pos="last-child")


def copied_key(draft: Page) -> None:
    """Nothing happens to the draft: its key is sent with the form of another place."""


@pytest.mark.parametrize(
    ("kind", "then", "sent_as", "autosave"),
    [
        ("pages", move_page, "pages", False),
        ("pages", move_page, "pages", True),
        ("pages", copied_key, "solutions", False),
        ("solutions", copied_key, "pages", True),
        ("solutions", copied_key, "pages", False),
    ],
)
def test_a_form_sent_again_edits_no_page_of_another_place_or_type(
    editor: Client, kind: str, then: Any, sent_as: str, autosave: bool
) -> None:
    """As the browser's Back button does it, which shows a form with the key it had."""
    first = new_form(editor, kind)
    assert send(editor, get_add_url(kind), first, autosave=True).status_code == 200
    draft = KINDS[kind].objects.get(title="Kite")
    then(draft)
    again = new_form(editor, sent_as, creation_key=first["creation_key"], title="Bird", slug="bird")
    assert send(editor, get_add_url(sent_as), again, autosave=autosave).status_code in (200, 302)
    new = KINDS[sent_as].objects.get(slug="bird")
    kept = KINDS[kind].objects.get(pk=draft.pk)
    assert (new.pk != draft.pk, kept.get_latest_revision_as_object().title) == (True, "Kite")
    assert new.get_parent().pk == int(get_add_url(sent_as).rstrip("/").split("/")[-1])


def test_a_form_with_errors_keeps_its_key(editor: Client) -> None:
    form, address = new_form(editor), get_add_url("solutions")
    send(editor, address, form, autosave=True)
    answer = send(editor, address, form, summary="")
    assert "This field is required." in find_errors(answer)
    assert list_published() == [("Kite", "kite", False)]


@pytest.fixture
def slow_autosave(monkeypatch: pytest.MonkeyPatch) -> tuple[Flag, Flag]:
    """The autosave of an existing page is held up until the page is published, where that can be."""
    read, done, save = Flag(), Flag(), EditView.form_valid

    def form_valid(self: Any, form: Any) -> HttpResponse:
        if self.expects_json_response:
            read.set()
            done.wait(SOON)
        return save(self, form)

    monkeypatch.setattr(EditView, "form_valid", form_valid)
    return read, done


def publish_during_autosave(editor: Client, read: Flag, done: Flag) -> Solution:
    draft = make_solution("Kite", live=False)
    draft.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = form_at(editor, address, FORM)
    with ThreadPoolExecutor(1) as threads:
        saved = threads.submit(send, editor, address, form, autosave=True)
        read.wait(SOON)
        assert send(editor, address, form, title="Kite").status_code == 302
        done.set()
        saved.result()
    return Solution.objects.get()


def test_an_autosave_does_not_take_back_what_was_published(editor: Client, slow_autosave: Any) -> None:
    assert publish_during_autosave(editor, *slow_autosave).live


def test_wagtails_autosave_still_takes_it_back(
    editor: Client, slow_autosave: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails when Wagtail's edit view reads the page after those before it: then `serialise_edits` can go."""
    monkeypatch.setattr(EditView, "dispatch", wagtail_creation.original_dispatch)
    assert not publish_during_autosave(editor, *slow_autosave).live
