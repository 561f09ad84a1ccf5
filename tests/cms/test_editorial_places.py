"""Pages moved, copied and taken back to an older version through /api/v3/."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.audit.models import AuditEvent
from cms.identity import key_checks
from cms.identity.key_uses import forget_uses
from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution, SolutionIndex
from content_types.vendors.roles import VENDOR
from tests.factories.content import (
    index_page,
    make_category,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.editorial import ALL, PAGES, make_key, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    key_checks.forget_keys()
    forget_uses()
    make_site()
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


@pytest.fixture
def token(editor: User) -> str:
    return make_key(editor, actions=ALL, reads_drafts=True)


def act(name: str, page: Page, token: str, **given: Any) -> Any:
    return send("post", f"{PAGES}{page.pk}/actions/{name}/", token, given)


def list_written() -> list[str]:
    return [each.data["action"] for each in AuditEvent.objects.filter(kind="page.written").order_by("pk")]


class TestMoving:
    def test_a_page_moves_below_another_with_those_below_it(self, token: str) -> None:
        here, there = make_standard_page("Here"), make_standard_page("There")
        below = make_standard_page("Below", under=here)
        answer = act("move", here, token, destination_id=there.pk)
        assert answer.status_code == 200, answer.content
        here.refresh_from_db()
        below.refresh_from_db()
        assert here.get_parent().pk == there.pk and below.url_path == f"{there.url_path}here/below/"
        assert list_written() == ["move"] and AuditEvent.objects.filter(kind="wagtail.move").count() == 1

    def test_it_is_placed_first_or_last(self, token: str) -> None:
        there = make_standard_page("There")
        for title in ("One", "Two"):
            make_standard_page(title, under=there)
        for title, given in (("Last", {}), ("First", {"position": "first-child"})):
            assert (
                act("move", make_standard_page(title), token, destination_id=there.pk, **given).status_code
                == 200
            )
        assert [page.title for page in there.get_children()] == ["First", "One", "Two", "Last"]

    def test_a_slug_stands_once_below_a_page(self, token: str) -> None:
        there, page = make_standard_page("There"), make_standard_page("Same")
        make_standard_page("Same", under=there)
        refused = act("move", page, token, destination_id=there.pk)
        assert refused.status_code == 409 and "'same'" in refused.json()["detail"]

    def test_a_page_stays_where_it_may_stand(self, token: str) -> None:
        page, plain = make_solution("One"), make_standard_page("Plain")
        german = index_page(SolutionIndex, make_language("de"))
        for target in (plain, german, page):
            assert act("move", page, token, destination_id=target.pk).status_code == 403
        assert act("move", page, token, destination_id=10**6).status_code == 404
        home = page.get_parent().get_parent()
        assert act("move", home, token, destination_id=plain.pk).status_code == 409
        page.refresh_from_db()
        assert page.get_parent().specific_class is SolutionIndex and list_written() == []

    def test_a_public_page_moves_with_the_right_to_publish(self, editor: User) -> None:
        there, page = make_standard_page("There"), make_standard_page("Page")
        draft = make_standard_page("Draft", live=False)
        changes = make_key(editor, actions=["change"], reads_drafts=True)
        assert act("move", page, changes, destination_id=there.pk).status_code == 403
        assert act("move", draft, changes, destination_id=there.pk).status_code == 200

    def test_keys_for_some_kinds_or_languages_move_no_others_along(self, editor: User) -> None:
        there, page = make_standard_page("There"), make_standard_page("Page")
        make_standard_page("Below", under=page)
        for limits in ({"locales": ["en"]}, {}):
            kinds = () if limits else ("pages.StandardPage",)
            refused = act(
                "move", page, make_key(editor, *kinds, actions=ALL, **limits), destination_id=there.pk
            )
            assert refused.status_code == 403 and "all kinds" in refused.json()["detail"]
        page.refresh_from_db()
        assert page.get_parent().pk != there.pk


class TestCopying:
    def test_a_copy_is_a_draft_with_an_address_of_its_own(self, token: str, editor: User) -> None:
        page = make_solution("One", summary="What it does.")
        made = act("copy", page, token)
        assert made.status_code == 201, made.content
        copy = Solution.objects.get(pk=made.json()["id"])
        assert (copy.title, copy.slug, copy.live, copy.owner) == ("One", "one-1", False, editor)
        assert copy.summary == "What it does." and copy.get_parent().pk == page.get_parent().pk
        named = act("copy", page, token, title="Two", slug="two")
        assert Solution.objects.get(pk=named.json()["id"]).get_latest_revision_as_object().title == "Two"
        assert named.json()["meta"]["slug"] == "two" and list_written() == ["copy", "copy"]

    def test_a_draft_is_copied_by_keys_that_read_drafts(self, token: str, editor: User) -> None:
        page = make_solution("One")
        assert send("patch", f"{PAGES}{page.pk}/", token, {"title": "Secret"}).status_code == 200
        for key, title in ((token, "Secret"), (make_key(editor, actions=ALL), "One")):
            copy = Solution.objects.get(pk=act("copy", page, key).json()["id"])
            titles = {each.as_object().title for each in copy.revisions.all()}
            assert copy.get_latest_revision_as_object().title == title
            assert titles == {title}

    def test_what_cannot_be_copied_is_refused(self, token: str) -> None:
        page = make_solution("One")
        for given, status in (
            ({"slug": "one"}, 409), ({"slug": "a b"}, 422), ({"title": ""}, 422), ({"title": "x" * 256}, 422),
            ({"slug": ""}, 422), ({"slug": "ä"}, 422), ({"title": "  "}, 422), ({"title": "a\0"}, 422),
            ({"title": ["a"]}, 422),
            ({"keep_live": True}, 422), ({"recursive": True}, 422), ({"meta": {"action": "publish"}}, 422),
            ({"destination_id": make_standard_page("Plain").pk}, 403), ({"destination_id": 0}, 422),
            ({"destination_id": 10**6}, 404), ({"destination_id": "x"}, 422),
        ):  # fmt: skip
            assert act("copy", page, token, **given).status_code == status, given
        assert Solution.objects.count() == 1

    def test_it_takes_the_action_and_the_rights(self, editor: User) -> None:
        page, vendor = make_solution("One"), make_user("vendor", groups=(VENDOR.name,), is_staff=True)
        for key in (make_key(editor, actions=["change", "publish"]), make_key(vendor, actions=ALL)):
            assert act("copy", page, key).status_code == 403
        assert Solution.objects.count() == 1


class TestVersions:
    def change(self, page: Page, token: str, *titles: str) -> None:
        for title in titles:
            assert send("patch", f"{PAGES}{page.pk}/", token, {"title": title}).status_code == 200

    def test_versions_are_listed_and_one_is_taken_up_again(self, token: str, editor: User) -> None:
        page = make_solution("One")
        self.change(page, token, "Two", "Three")
        listed = send("get", f"{PAGES}{page.pk}/revisions/", token).json()
        assert listed["count"] == 2 and [each["object_str"] for each in listed["items"]] == ["Three", "Two"]
        assert {each["user_id"] for each in listed["items"]} == {editor.pk}
        assert (
            send("get", f"{PAGES}{page.pk}/revisions/?limit=1&offset=1", token).json()["items"]
            == listed["items"][1:]
        )
        answer = act("revert", page, token, revision_id=listed["items"][1]["id"])
        assert answer.status_code == 200, answer.content
        draft = send("get", f"{PAGES}{page.pk}/?draft=true", token).json()
        assert draft["title"] == "Two" and Solution.objects.get(pk=page.pk).title == "One"
        assert list_written() == ["change", "change", "revert"]

    def test_they_are_for_who_reads_drafts_and_may_change_the_page(self, token: str, editor: User) -> None:
        page, visitor = make_solution("One"), make_user("visitor")
        self.change(page, token, "Secret")
        revision = page.revisions.get().pk
        for key in (
            make_key(editor, actions=ALL),
            make_key(editor, reads_drafts=True),
            make_key(visitor, actions=ALL, reads_drafts=True),
        ):
            refused = send("get", f"{PAGES}{page.pk}/revisions/", key)
            assert refused.status_code == 403 and "Secret" not in refused.content.decode()
            assert act("revert", page, key, revision_id=revision).status_code == 403
        assert page.revisions.count() == 1

    def test_a_version_of_another_page_is_none(self, token: str) -> None:
        page, other = make_solution("One"), make_solution("Other")
        self.change(other, token, "Changed")
        refused = act("revert", page, token, revision_id=other.revisions.get().pk)
        assert refused.status_code == 422 and page.revisions.count() == 0

    def test_a_longer_list_costs_no_more_statements(self, token: str) -> None:
        page, counts = make_solution("One"), []
        for number in range(3):
            self.change(page, token, *(f"Title {number} {each}" for each in range(1 + 4 * number)))
            send("get", f"{PAGES}{page.pk}/revisions/", token)  # the key is remembered for five seconds
            with CaptureQueriesContext(connection) as captured:
                send("get", f"{PAGES}{page.pk}/revisions/", token)
            counts.append(len(captured))
        assert len(set(counts[1:])) == 1, counts


def test_a_member_of_a_vendor_copies_its_own_solution_alone(editor: User) -> None:
    member, ours = make_user("member", groups=(VENDOR.name,), is_staff=True), make_vendor("Ours")
    ours.members.add(member)
    ours.save()
    key = make_key(member, actions=ALL, reads_drafts=True)
    own, other = make_solution("Own", vendor=ours), make_solution("Other")
    assert (
        act("copy", other, key).status_code == 403
        and act("revert", other, key, revision_id=1).status_code == 403
    )
    assert act("move", own, key, destination_id=other.get_parent().pk).status_code == 403


def test_a_draft_is_copied_only_where_it_may_be_read(token: str, editor: User) -> None:
    page = make_solution("Public")
    assert send("patch", f"{PAGES}{page.pk}/", token, {"title": "Secret"}).status_code == 200
    made = act("copy", page, make_key(editor, actions=["create"], reads_drafts=True))
    copy = Solution.objects.get(pk=made.json()["id"])
    assert copy.get_latest_revision_as_object().title == "Public"
    assert {each.as_object().title for each in copy.revisions.all()} == {"Public"}


def test_a_version_with_a_row_that_is_gone_is_refused(token: str) -> None:
    page, gone = make_solution("One"), make_category("Gone")
    for category in (gone, make_category("Stays")):
        changed = send("patch", f"{PAGES}{page.pk}/", token, {"category": category.pk})
        assert changed.status_code == 200, changed.content
    revision = page.revisions.earliest("pk")
    gone.delete()
    refused = act("revert", page, token, revision_id=revision.pk)
    assert refused.status_code == 422 and "'category'" in refused.json()["detail"], refused.content
    assert page.revisions.count() == 2


@pytest.mark.parametrize(
    ("method", "address", "sent"),
    [
        ("get", "?draft=true", None),
        ("patch", "", {"summary": "New."}),
        ("post", "actions/publish/", None),
        ("post", "actions/copy/", {}),
    ],
)
def test_a_draft_with_a_row_that_is_gone_is_refused(token: str, method: str, address: str, sent: Any) -> None:
    page, gone, stays = make_solution("One"), make_category("Gone"), make_category("Stays")
    page.save_revision()
    assert send("patch", f"{PAGES}{page.pk}/", token, {"category": gone.pk}).status_code == 200
    Solution.objects.filter(pk=page.pk).update(category=stays)
    gone.delete()
    refused = send(method, f"{PAGES}{page.pk}/{address}", token, sent)
    assert refused.status_code == 422 and "'category'" in refused.json()["detail"], refused.content
    assert Solution.objects.count() == 1
    back = act("revert", page, token, revision_id=page.revisions.earliest("pk").pk)
    assert back.status_code == 200, back.content


def test_a_copy_stays_in_its_language(token: str) -> None:
    german = index_page(SolutionIndex, make_language("de"))
    assert act("copy", make_solution("One"), token, destination_id=german.pk).status_code == 403


def test_a_title_with_nul_is_refused(token: str) -> None:
    refused = act("copy", make_solution("One"), token, title="a\0b")
    assert refused.status_code == 422 and "title" in refused.content.decode()


def test_what_cannot_be_a_name_is_said_in_plain_words(token: str) -> None:
    refused = act("copy", make_solution("One"), token, title="a\0", slug="a b").json()
    texts = {each["loc"][0]: each["msg"] for each in refused["errors"]}
    assert texts["title"] == "Null characters are not allowed." and "pattern" not in texts["slug"]
    assert texts["slug"].startswith("Enter a valid “slug”")


@pytest.mark.parametrize(
    "act_on", ["patch", "delete", "publish", "unpublish", "unschedule", "move", "copy", "revert"]
)
def test_every_write_is_refused_of_an_older_version(token: str, act_on: str) -> None:
    page = make_solution("One")
    address = f"{PAGES}{page.pk}/"
    version = send("get", address, token)["ETag"]
    assert send("patch", address, token, {"title": "Two"}).status_code == 200
    bodies: dict[str, Any] = {
        "patch": {"title": "Three"}, "move": {"destination_id": page.get_parent().pk}, "copy": {},
        "revert": {"revision_id": page.revisions.get().pk},
    }  # fmt: skip
    method, path = (
        (act_on, address) if act_on in ("patch", "delete") else ("post", f"{address}actions/{act_on}/")
    )
    for tag in (version, '"999999"', "nonsense", ""):
        stale = send(method, path, token, bodies.get(act_on), HTTP_IF_MATCH=tag)
        assert stale.status_code == 412, (tag, stale.content)
    page.refresh_from_db()
    assert page.live and page.title == "One" and list_written() == ["change"]


@pytest.mark.parametrize(
    ("action", "name"), [("create", "copy"), ("publish", "publish"), ("publish", "unpublish"), ("delete", "")]
)
def test_who_is_told_no_versions_cannot_guess_one(token: str, editor: User, action: str, name: str) -> None:
    page = make_solution("One")
    assert send("patch", f"{PAGES}{page.pk}/", token, {"title": "Two"}).status_code == 200
    key = make_key(editor, actions=[action])
    assert "ETag" not in send("get", f"{PAGES}{page.pk}/", key)
    method, path = ("post", f"actions/{name}/") if name else ("delete", "")
    body: Any = {} if name == "copy" else None
    page.refresh_from_db()
    answers = [
        send(method, f"{PAGES}{page.pk}/{path}", key, body, HTTP_IF_MATCH=f'"{number}"')
        for number in (page.latest_revision_id, 0)
    ]
    assert [each.status_code for each in answers] == [403, 403]
    assert answers[0].content == answers[1].content and list_written() == ["change"]
    assert send(method, f"{PAGES}{page.pk}/{path}", key, body).status_code < 300


def test_a_name_of_a_copy_is_tidied_as_that_of_every_page(token: str) -> None:
    page = make_solution("One")
    assert act("copy", page, token, title="\u202e\u2066").status_code == 422
    made = act("copy", page, token, title=" Two\u202e ")
    copy = Solution.objects.get(pk=made.json()["id"])
    titles = {copy.title, copy.draft_title, copy.get_latest_revision_as_object().title}
    assert titles == {"Two"}
