"""Bodies and tags through /api/v3/: what is read, what is written, and what is refused at which place."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.vendors.roles import VENDOR
from tests.factories.content import make_image, make_site, make_solution, make_user, make_vendor
from tests.support.editorial import ALL, PAGES, SOLUTION, make_key, new_solution, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.fixture
def editor() -> User:
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


@pytest.fixture
def token(editor: User) -> str:
    return make_key(editor, actions=ALL, reads_drafts=True)


def block(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def call_to_action(**value: Any) -> dict[str, Any]:
    return block("call_to_action", title="Try it", label="Open", **value)


def paragraph(text: Any) -> dict[str, Any]:
    return block("paragraph", text=text)


def make_page(*body: dict[str, Any], **fields: Any) -> Solution:
    page = make_solution(fields.pop("title", "One"), **fields)
    page.body = [{"id": str(uuid4()), **each} for each in body]
    page.save()
    return page


def patch(page: Solution, token: str, **given: Any) -> Any:
    return send("patch", f"{PAGES}{page.pk}/", token, given)


def read_body(page: Solution, token: str, query: str = "") -> Any:
    return send("get", f"{PAGES}{page.pk}/{query}", token).json()["body"]


def find_places(answer: Any) -> dict[str, str]:
    """The messages of a refusal by their places, such as `body.0.value.image`."""
    assert answer.status_code == 422, answer.content
    return {".".join(map(str, each["loc"])): each["msg"] for each in answer.json()["errors"]}


WRONG: list[tuple[Any, str, str]] = [
    ("text", "", "Input should be a valid list"),
    (["text"], "0", "an object with `type`"),
    ([{"type": "video", "value": {}}], "0.type", "no block 'video'"),
    ([{"type": "heading", "valeu": {}}], "0.valeu", "Known here"),
    ([{**block("divider"), "id": "7"}], "0.id", "id that was read"),
    ([block("heading", text="A", size=3)], "0.value.size", "no such name"),
    ([{"type": "heading", "value": "A"}], "0.value", "an object"),
    ([block("heading", text=5)], "0.value.text", "a text"),
    ([block("heading", text="A", level="h9")], "0.value.level", "valid choice"),
    ([block("heading", text="A" * 161)], "0.value.text", "at most 160"),
    ([block("heading", text="A\0")], "0.value.text", "Null"),
    ([block("divider"), block("faq", items=[{"question": "?", "answer": 1}])],
     "1.value.items.0.answer", "Send HTML"),
    ([block("table", rows={"a": 1})], "0.value.rows", "a list"),
    ([block("table", rows=[["a"], "b"])], "0.value.rows.1", "a list"),
    ([block("table", rows=[["a"]], first_row_is_header="yes")], "0.value.first_row_is_header", "true"),
    ([block("image", image=10**6)], "0.value.image", "no image with this id"),
    ([block("image", image=10**30)], "0.value.image", "no image"),
    ([block("image", image=True)], "0.value.image", "the id of a row"),
    ([block("solution_list", solutions=[0])], "0.value.solutions.0", "no solution"),
    ([call_to_action(page=-1)], "0.value.page", "no page"),
    ([call_to_action(url="javascript:alert(1)")], "0.value.url", "http://"),
    ([paragraph("<script>alert(1)</script>")], "0.value.text", "<script> is not allowed"),
    ([paragraph("<p onclick='x()'>a</p>")], "0.value.text", "'onclick'"),
    ([paragraph("<p><a href='javascript:x()'>a</a></p>")], "0.value.text", "leads to 'javascript:"),
    ([paragraph("<p><a href='jav\tascript:x()'>a</a></p>")], "0.value.text", "leads to"),
    ([paragraph({"format": "db_markdown", "content": "[a](javascript:x)"})], "0.value.text", "not allowed"),
    ([paragraph("<p><a linktype='page'>a</a></p>")], "0.value.text", "lacks an attribute"),
    ([paragraph("<p><a linktype='secret' id='1'>a</a></p>")], "0.value.text", "does not exist here"),
    ([paragraph("<b>" * 5000)], "0.value.text", "within each other"),
    ([paragraph({"format": "word", "content": "a"})], "0.value.text", "Send HTML"),
    ([block("divider")] * 101, "", "100"),
]  # fmt: skip
"""What is sent as a body, the place of what is wrong with it, and a part of the message."""


class TestBodies:
    def test_a_page_is_created_with_a_body_which_is_read_and_sent_back(self, token: str) -> None:
        image, other = make_image(), make_solution("Other")
        body = [
            block("heading", text="Prices", level="h3", anchor="prices"),
            paragraph(f'<p>See <a linktype="page" id="{other.pk}">them</a> and <b>more</b>.</p>'),
            block("image", image=image.pk, alt_text="A map", caption=""),
            block("solution_list", title="", solutions=[other.pk], note=""),
            block("table", caption="", first_row_is_header=False, rows=[["a", "b"], ["1", "2"]]),
            call_to_action(text="", page=None, url="https://example.com/"),
        ]
        made = send("post", PAGES, token, new_solution(body=body))
        assert made.status_code == 201, made.content
        page = Solution.objects.get(pk=made.json()["id"])
        stored = read_body(page, token)
        assert [each["type"] for each in stored] == [each["type"] for each in body]
        assert stored[2]["value"] == body[2]["value"] and stored[3]["value"] == body[3]["value"]
        assert f'<a linktype="page" id="{other.pk}">them</a>' in stored[1]["value"]["text"]
        assert patch(page, token, body=stored, meta={"action": "publish"}).status_code == 200
        again = read_body(page, token)
        assert [each["id"] for each in again] == [each["id"] for each in stored]
        assert again[4]["value"] == stored[4]["value"] == body[4]["value"]

    def test_what_a_block_is_not_sent_has_its_default(self, token: str) -> None:
        page = make_page()
        assert patch(page, token, body=[block("heading", text="Prices")]).status_code == 200
        assert read_body(page, token, "?draft=true")[0]["value"] == {
            "text": "Prices", "level": "h2", "anchor": "",
        }  # fmt: skip

    def test_rich_text_may_be_markdown(self, token: str) -> None:
        page = make_page()
        text = {"format": "db_markdown", "content": "It **works**.\n\n- fast\n- small"}
        assert patch(page, token, body=[paragraph(text)]).status_code == 200
        stored = read_body(page, token, "?draft=true")[0]["value"]["text"]
        assert "<b>works</b>" in stored and stored.count("<li") == 2

    def test_a_body_is_read_by_who_may_change_the_page(self, editor: User) -> None:
        page = make_page(paragraph("<p>Text.</p>"))
        readers = [
            make_key(editor),
            make_key(editor, actions=["create", "publish", "delete"]),
            make_key(make_user("visitor"), actions=ALL),
            make_key(make_user("vendor", groups=(VENDOR.name,), is_staff=True), actions=ALL),
        ]
        for reader in readers:
            answer = send("get", f"{PAGES}{page.pk}/", reader)
            assert answer.status_code == 200 and not answer.json().keys() & {"body", "tags"}
            assert "ETag" not in answer and "Text." not in answer.content.decode()
        assert read_body(page, make_key(editor, SOLUTION, actions=["change"]))[0]["value"] == {
            "text": "<p>Text.</p>"
        }

    def test_a_longer_body_costs_no_more_statements(self, token: str) -> None:
        counts = []
        for number in (1, 5):
            images = [make_image() for _ in range(number)]
            bodies = (block("image", image=each.pk, alt_text="", caption="") for each in images)
            page = make_page(*bodies, title=f"Page {number}")
            read_body(page, token)
            with CaptureQueriesContext(connection) as captured:
                assert len(read_body(page, token)) == number
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_what_is_wrong_with_a_body_is_told_with_its_place(self, token: str) -> None:
        page = make_page(paragraph("<p>Text.</p>"))
        for given, place, text in WRONG:
            found = find_places(patch(page, token, title="Two", body=given))
            assert text in found.get(f"body.{place}".rstrip("."), ""), (given, found)
        page.refresh_from_db()
        assert page.latest_revision is None and page.title == "One"

    def test_all_that_is_wrong_is_told_at_once(self, token: str) -> None:
        given = [block("video"), block("image", image=10**6), paragraph("<blink>a</blink>")]
        found = find_places(patch(make_page(), token, body=given, tags=[""]))
        assert found.keys() == {"body.0.type", "body.1.value.image", "body.2.value.text", "tags.0"}

    def test_an_id_is_sent_once(self, token: str) -> None:
        same = {**block("divider"), "id": str(uuid4())}
        assert find_places(patch(make_page(), token, body=[same, same])).keys() == {"body.1.id"}

    def test_a_draft_may_be_unfinished_and_is_not_published(self, token: str) -> None:
        page = make_page()
        unfinished = [block("divider"), block("heading", text="")]
        assert patch(page, token, body=unfinished).status_code == 200
        place = "body.1.value.text"
        refused = [
            patch(page, token, body=unfinished, meta={"action": "publish"}),
            patch(page, token, title="Two", meta={"action": "publish"}),
            send("post", f"{PAGES}{page.pk}/actions/publish/", token),
        ]
        assert [find_places(each).keys() for each in refused] == [{place}] * 3
        page.refresh_from_db()
        assert page.title == "One" and len(page.body) == 0


class TestHiddenRows:
    """A member of a vendor edits a page that refers to rows which they do not see."""

    @pytest.fixture
    def member(self) -> User:
        return make_user("member", groups=(VENDOR.name,), is_staff=True)

    @pytest.fixture
    def ours(self, member: User) -> Any:
        vendor = make_vendor("Ours")
        vendor.members.add(member)
        vendor.save()
        return vendor

    @pytest.fixture
    def image(self) -> Any:
        private = Collection.get_first_root_node().add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        board = CollectionViewRestriction.objects.get()
        board.restriction_type = CollectionViewRestriction.GROUPS
        board.save()
        return make_image(collection=private)

    def test_a_reference_to_a_hidden_row_is_a_number_and_is_kept(
        self, member: User, ours: Any, image: Any
    ) -> None:
        secret = make_solution("Secret", live=False)
        text = f'<p><a linktype="page" id="{secret.pk}">them</a></p>'
        blocks = (
            block("image", image=image.pk, alt_text="", caption=""),
            paragraph(text),
            call_to_action(text="", page=secret.pk, url=""),
        )
        page, key = make_page(*blocks, vendor=ours), make_key(member, actions=["change"], reads_drafts=True)
        answer = send("get", f"{PAGES}{page.pk}/", key)
        body = answer.json()["body"]
        assert body[0]["value"]["image"] == image.pk and body[2]["value"]["page"] == secret.pk
        assert "Secret" not in answer.content.decode() and image.title not in answer.content.decode()
        assert patch(page, key, body=body).status_code == 200
        kept = read_body(page, key, "?draft=true")
        assert kept[0]["value"] == body[0]["value"] and kept[2]["value"] == body[2]["value"]
        assert f'id="{secret.pk}"' in kept[1]["value"]["text"]

    def test_one_hidden_row_beside_a_visible_one_refuses_the_whole_request(
        self, member: User, ours: Any
    ) -> None:
        shown, secret = make_solution("Shown"), make_solution("Secret", live=False)
        page, key = make_page(vendor=ours), make_key(member, actions=["change"])
        both = [block("solution_list", solutions=[shown.pk, secret.pk])]
        answer = send("patch", f"{PAGES}{page.pk}/", key, {"title": "Two", "body": both})
        assert answer.status_code == 422 and "Secret" not in answer.content.decode()
        page.refresh_from_db()
        assert page.title == "One" and page.latest_revision is None

    def test_a_hidden_row_is_not_chosen_and_looks_like_a_missing_one(
        self, member: User, ours: Any, image: Any
    ) -> None:
        secret = make_solution("Secret", live=False)
        page, key = make_page(vendor=ours), make_key(member, actions=["change"])
        for make, hidden in (
            (lambda pk: block("image", image=pk), image.pk),
            (lambda pk: block("solution_list", solutions=[pk]), secret.pk),
            (lambda pk: call_to_action(page=pk), secret.pk),
            (lambda pk: paragraph(f'<p><a linktype="page" id="{pk}">a</a></p>'), secret.pk),
        ):
            answers = [find_places(patch(page, key, body=[make(pk)])) for pk in (hidden, 10**6)]
            assert answers[0] == answers[1]
        page.refresh_from_db()
        assert page.latest_revision is None


class TestTags:
    def test_tags_are_written_as_a_whole_and_read(self, token: str) -> None:
        for name in ("OCR", "Open data"):
            Tag.objects.create(name=name)
        page = make_page()
        assert patch(page, token, tags=["ocr", "Open data"], meta={"action": "publish"}).status_code == 200
        assert sorted(send("get", f"{PAGES}{page.pk}/", token).json()["tags"]) == ["OCR", "Open data"]
        assert patch(page, token, tags=[], meta={"action": "publish"}).status_code == 200
        assert send("get", f"{PAGES}{page.pk}/", token).json()["tags"] == []

    def test_a_tag_is_made_by_a_key_that_may_create_tags(self, editor: User) -> None:
        page = make_page()
        narrow = make_key(editor, SOLUTION, actions=ALL)
        assert "may create tags" in find_places(patch(page, narrow, tags=["New"]))["tags.0"]
        assert not Tag.objects.filter(name="New").exists()
        wide = make_key(editor, SOLUTION, "taxonomy.Tag", actions=ALL)
        assert patch(page, wide, tags=["New"]).status_code == 200
        assert Tag.objects.filter(name="New").exists()

    def test_what_is_no_tag_is_refused(self, token: str) -> None:
        page = make_page()
        names = ["", "  ", "a" * 101, 'say "no"', "a\nb", "a\0b"]
        found = find_places(patch(page, token, tags=names))
        assert list(found) == [f"tags.{index}" for index in range(6)] and "1 to 100" in found["tags.0"]
        for given in ("OCR", [1], [None], {"a": 1}):
            assert patch(page, token, tags=given).status_code == 422
        assert not Tag.objects.exists()


class TestVersions:
    def test_the_draft_is_read_by_who_reads_drafts_and_may_change_it(self, editor: User, token: str) -> None:
        page = make_page(paragraph("<p>Old.</p>"))
        assert patch(page, token, body=[paragraph("<p>New.</p>")]).status_code == 200
        assert "Old." in read_body(page, token)[0]["value"]["text"]
        assert "New." in read_body(page, token, "?draft=true")[0]["value"]["text"]
        for other in (make_key(editor, actions=ALL), make_key(editor, reads_drafts=True)):
            answer = send("get", f"{PAGES}{page.pk}/?draft=true", other)
            assert answer.status_code == 403 and b"New." not in answer.content

    def test_a_change_of_an_older_version_is_refused_where_it_names_it(self, token: str) -> None:
        page = make_page()
        address = f"{PAGES}{page.pk}/"
        read = send("get", address, token)["ETag"]
        send_if = {"HTTP_IF_MATCH": read}
        assert send("patch", address, token, {"title": "Two"}, **send_if).status_code == 200
        late = send("patch", address, token, {"title": "Three"}, **send_if)
        assert late.status_code == 412 and "draft=true" in late.json()["detail"]
        fresh = {"HTTP_IF_MATCH": "W/" + send("get", address, token)["ETag"]}
        assert send("patch", address, token, {"title": "Three"}, **fresh).status_code == 200
