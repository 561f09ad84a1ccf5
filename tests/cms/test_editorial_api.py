"""Pages read and written through /api/v3/: what a key or a token allows, and that nothing else leads in."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import (
    GroupPagePermission,
    Page,
    PageViewRestriction,
)

from cms.audit.models import AuditEvent
from cms.base.measures import REGISTRY
from cms.identity import key_checks
from cms.identity.key_uses import forget_uses
from cms.identity.models import ApiKey, User
from cms.identity.roles import EDITOR
from content_types.solutions.models import Solution, SolutionIndex
from content_types.vendors.roles import VENDOR
from tests.factories.content import (
    index_page,
    make_event,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.editorial import ALL, PAGES, SOLUTION, make_key, new_solution, send
from tests.support.oauth import forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> Any:
    key_checks.forget_keys()
    forget_uses()
    forget_everything()
    return make_site()


@pytest.fixture
def editor() -> User:
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def read_titles(token: str, query: str = "") -> list[str]:
    answer = send("get", f"{PAGES}?limit=100&{query}", token)
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["items"]]


class TestReading:
    def test_a_page_is_listed_and_shown(self, editor: User) -> None:
        page = make_solution("Public", vendor=make_vendor("Acme"))
        token = make_key(editor)
        assert read_titles(token, f"type={SOLUTION}") == ["Public"]
        shown = send("get", f"{PAGES}{page.pk}/", token).json()
        assert (shown["title"], shown["summary"]) == ("Public", "What Public does.")
        assert send("get", f"{PAGES}{page.pk}/", token)["Cache-Control"] == "no-store"
        assert shown["vendor"]["id"] == page.vendor_id and shown["meta"]["parent"]["title"] == "Solutions"
        assert shown["meta"]["detail_url"].endswith(f"/api/v3/pages/{page.pk}/")
        assert not shown.keys() & {"popularity", "external_id", "owner", "name_key", "body"}

    def test_what_the_gate_hides_is_neither_listed_nor_shown(self, editor: User) -> None:
        home = make_standard_page("Open")
        hidden = [
            make_solution("Draft", live=False),
            make_standard_page("Members"),
            make_standard_page("Closed"),
        ]
        PageViewRestriction.objects.create(
            page=hidden[1], restriction_type=PageViewRestriction.PASSWORD, password="x"
        )
        closed = PageViewRestriction.objects.create(
            page=hidden[2], restriction_type=PageViewRestriction.GROUPS
        )
        closed.groups.add(Group.objects.create(name="Board"))
        token = make_key(editor)
        titles = read_titles(token)
        assert "Open" in titles and not {"Draft", "Members", "Closed"} & set(titles)
        missing = send("get", f"{PAGES}{10**6}/", token)
        for page in hidden:
            answer = send("get", f"{PAGES}{page.pk}/", token)
            assert (answer.status_code, answer.content) == (404, missing.content)
            assert send("get", f"{PAGES}?child_of={page.pk}", token).status_code == 404
        assert send("get", f"{PAGES}{home.pk}/", token).status_code == 200

    def test_drafts_are_read_by_keys_that_read_drafts(self, editor: User) -> None:
        make_solution("Draft", live=False)
        assert read_titles(make_key(editor, SOLUTION)) == []
        assert read_titles(make_key(editor, SOLUTION, reads_drafts=True)) == ["Draft"]
        assert read_titles(make_key(make_user("visitor"), SOLUTION, reads_drafts=True)) == []

    def test_kinds_and_languages_are_those_of_the_key(self, editor: User) -> None:
        german = make_language("de")
        make_solution("Eins", under=index_page(SolutionIndex, german))
        page = make_solution("One")
        event = make_event("Meeting")
        token = make_key(editor, SOLUTION, locales=["de"])
        assert read_titles(token) == ["Eins"]
        assert [send("get", f"{PAGES}{each.pk}/", token).status_code for each in (page, event)] == [404, 404]
        assert send("get", f"{PAGES}?locale=en", token).status_code == 403
        assert send("get", f"{PAGES}?type=events.Event", token).status_code == 422

    def test_references_to_hidden_rows_are_left_out(self, editor: User) -> None:
        page = make_solution("Public", vendor=make_vendor("Acme"))
        shown = send("get", f"{PAGES}{page.pk}/", make_key(editor, SOLUTION)).json()
        assert shown["vendor"] is None and shown["category"] is None and shown["meta"]["parent"] is None

    @pytest.mark.parametrize(
        "query",
        ["search=x", "limit=10&limit=20", "limit=0", "limit=101", "offset=-1", "type=auth.User", "child_of=x", "slug=%00",
         "locale=a%00", "type=%00"],
    )  # fmt: skip
    def test_what_makes_no_sense_is_refused(self, editor: User, query: str) -> None:
        assert send("get", f"{PAGES}?{query}", make_key(editor)).status_code == 422

    def test_a_parameter_that_an_address_does_not_know_is_refused(self, editor: User) -> None:
        page, token = make_solution("One"), make_key(editor, actions=ALL, reads_drafts=True)
        one = f"{PAGES}{page.pk}/"
        for method, path in (
            ("get", f"{one}?drfat=true"), ("get", f"{one}?draft=true&draft=false"), ("get", f"{one}?page_id=1"),
            ("get", f"{one}revisions/?page=2"), ("get", "/api/v3/schema/?type=x"), ("get", "/api/v3/whoami/?x"),
            ("get", f"/api/v3/schema/{SOLUTION}/?name=x"), ("post", f"{PAGES}?draft=true"), ("patch", f"{one}?a="),
            ("delete", f"{one}?recursive=true"), ("post", f"{one}actions/publish/?at=2027"),
            ("post", f"{one}actions/copy/?keep_live=1"), ("post", f"{one}actions/move/?request=1"),
        ):  # fmt: skip
            refused = send(method, path, token, {})
            assert refused.status_code == 422 and "parameter" in refused.json()["detail"], path
            assert send(method, path, "").status_code == 401
        assert Solution.objects.get().live and not page.revisions.exists()

    def test_a_longer_list_costs_no_more_statements(self, editor: User) -> None:
        token = make_key(editor)
        make_solution("One")
        counts = []
        for _ in range(2):
            read_titles(token)
            with CaptureQueriesContext(connection) as captured:
                read_titles(token, f"type={SOLUTION}")
            counts.append(len(captured))
            for _ in range(4):
                make_solution()
        assert counts[0] == counts[1] <= 4

    def test_a_machine_learns_what_it_may_do(self, editor: User) -> None:
        token = make_key(editor, SOLUTION, actions=["change"])
        assert send("get", "/api/v3/whoami/", token).json() == {
            "user": editor.pk, "credential": "key", "drafts": False, "kinds": ["solutions.solution"],
            "locales": None, "actions": ["change"],
        }  # fmt: skip
        assert [each["name"] for each in send("get", "/api/v3/schema/", token).json()["types"]] == [SOLUTION]
        shape = send("get", f"/api/v3/schema/{SOLUTION}/", token).json()
        assert {"title", "summary", "website"} <= shape["create"]["properties"].keys()
        assert send("get", "/api/v3/schema/events.Event/", token).status_code == 404


class TestWriting:
    def test_a_page_is_created_changed_published_taken_back_and_deleted(self, editor: User) -> None:
        token = make_key(editor, reads_drafts=True, actions=ALL)
        made = send("post", PAGES, token, new_solution(deployment=["saas"]))
        assert made.status_code == 201, made.content
        key, page = made.json()["id"], f"{PAGES}{made.json()['id']}/"
        assert made.json()["meta"]["live"] is False and Solution.objects.get(pk=key).owner == editor
        changed = send("patch", page, token, {"summary": "More.", "meta": {"action": "publish"}})
        assert changed.status_code == 200 and changed.json()["meta"]["live"] is True, changed.content
        row = Solution.objects.get(pk=key)
        assert (row.title, row.summary, row.deployment, row.live) == ("New", "More.", ["saas"], True)
        assert send("post", f"{page}actions/unpublish/", token).json()["meta"]["live"] is False
        again = send("post", f"{page}actions/unpublish/", token)
        assert again.status_code == 409 and "not published" in again.json()["detail"]
        assert send("post", f"{page}actions/publish/", token).json()["meta"]["live"] is True
        assert send("delete", page, token).status_code == 204 and not Page.objects.filter(pk=key).exists()
        told = AuditEvent.objects.filter(kind="page.written").order_by("pk")
        assert [each.data["action"] for each in told] == [
            "create",
            "change",
            "unpublish",
            "publish",
            "delete",
        ]
        assert {(each.actor, each.data["key"]) for each in told} == {(editor.pk, ApiKey.objects.get().pk)}

    def test_a_page_is_published_as_it_is_created(self, editor: User) -> None:
        made = send("post", PAGES, make_key(editor, actions=ALL), new_solution(meta={"action": "publish"}))
        assert made.status_code == 201 and made.json()["meta"]["live"] is True, made.content
        row = Solution.objects.get(pk=made.json()["id"])
        assert (row.slug, row.status, row.live) == ("new", "active", True)

    @pytest.mark.parametrize("action", ALL)
    def test_a_key_does_what_it_says_and_nothing_else(self, editor: User, action: str) -> None:
        page = make_solution("One")
        page.save_revision()
        others = [each for each in ALL if each != action]
        address = f"{PAGES}{page.pk}/"
        requests = {
            "create": ("post", PAGES, new_solution()), "change": ("patch", address, {"title": "Two"}),
            "publish": ("post", f"{address}actions/publish/", None), "delete": ("delete", address, None),
        }  # fmt: skip
        before = Page.objects.count()
        assert send(*with_token(requests[action], make_key(editor, actions=others))).status_code == 403
        assert send(*with_token(requests[action], make_key(editor))).status_code == 403
        assert Page.objects.count() == before and not AuditEvent.objects.filter(kind="page.written").exists()
        assert send(*with_token(requests[action], make_key(editor, actions=[action]))).status_code in (
            200,
            201,
            204,
        )

    def test_publishing_with_a_change_needs_both(self, editor: User) -> None:
        page = make_solution("One")
        given = {"title": "Two", "meta": {"action": "publish"}}
        assert (
            send("patch", f"{PAGES}{page.pk}/", make_key(editor, actions=["change"]), given).status_code
            == 403
        )
        made = send(
            "post", PAGES, make_key(editor, actions=["create"]), new_solution(meta={"action": "publish"})
        )
        assert made.status_code == 403 and not Page.objects.filter(title__in=("Two", "New")).exists()

    def test_a_key_never_does_what_its_owner_may_not(self) -> None:
        page = make_solution("One")
        for owner in (make_user("visitor"), make_user("vendor", groups=(VENDOR.name,), is_staff=True)):
            token = make_key(owner, actions=ALL, reads_drafts=True)
            assert send("patch", f"{PAGES}{page.pk}/", token, {"title": "Two"}).status_code == 403
            assert send("delete", f"{PAGES}{page.pk}/", token).status_code == 403
            assert send("post", f"{PAGES}{page.pk}/actions/unpublish/", token).status_code == 403
            assert send("post", PAGES, token, new_solution()).status_code in (403, 404)
        page.refresh_from_db()
        assert page.title == "One" and page.live and page.latest_revision is None

    def test_a_vendor_changes_its_solution_and_no_field_of_editors(self) -> None:
        ours = make_vendor("Ours")
        member = make_user("member", groups=(VENDOR.name,), is_staff=True)
        ours.members.add(member)
        ours.save()
        address = f"{PAGES}{make_solution('One', vendor=ours).pk}/"
        token = make_key(member, actions=ALL)
        assert send("patch", address, token, {"summary": "Ours."}).status_code == 200
        foreign = send("patch", address, token, {"vendor": make_vendor("Other").pk})
        assert foreign.status_code == 403 and "vendor" in foreign.json()["detail"]
        assert send("patch", address, token, {"title": "X", "meta": {"action": "publish"}}).status_code == 403

    def test_kinds_and_languages_bound_writing(self, editor: User) -> None:
        german = make_language("de")
        own, english = make_solution("Eins", under=index_page(SolutionIndex, german)), make_solution("One")
        token = make_key(editor, SOLUTION, locales=["de"], actions=ALL)
        assert send("patch", f"{PAGES}{own.pk}/", token, {"title": "Zwei"}).status_code == 200
        assert send("patch", f"{PAGES}{english.pk}/", token, {"title": "Two"}).status_code == 404
        assert send("post", PAGES, token, new_solution()).status_code == 403
        below = new_solution(meta={"parent_id": index_page(SolutionIndex, german).pk})
        assert send("post", PAGES, token, below).status_code == 201
        page = {"title": "P", "meta": {"type": "pages.StandardPage", "parent_id": german.pk}}
        assert send("post", PAGES, token, page).status_code == 422

    @pytest.mark.parametrize(
        "given",
        [{"popularity": 5}, {"titel": "x"}, {"title": ""}, {"website": "javascript:x"}, {"category": 10**9},
         {"launched_on": "soon"}, {"meta": []}, {"meta": {"action": "burn"}}, {"status": "x"}, []],
    )  # fmt: skip
    def test_what_cannot_be_changes_nothing(self, editor: User, given: Any) -> None:
        page = make_solution("One")
        token = make_key(editor, actions=ALL)
        if isinstance(given, dict) and isinstance(given.get("meta", {}), dict):
            given = {**given, "meta": {"action": "publish", **given.get("meta", {})}}
        answer = send("patch", f"{PAGES}{page.pk}/", token, given)
        assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json", (
            answer.content
        )
        page.refresh_from_db()
        assert page.title == "One" and page.latest_revision is None

    def test_other_bodies_than_json_are_refused(self, editor: User) -> None:
        headers = {"HTTP_AUTHORIZATION": f"Bearer {make_key(editor, actions=ALL)}"}
        for body, kind, status in (
            ("title=x", "application/x-www-form-urlencoded", 415), ("{", "application/json", 422),
            ("[" * 100_000, "application/json", 422),
            ('{"title": "\\ud800"}', "application/json", 422), ('{"title": NaN}', "application/json", 422),
            (f'{{"title": "{"x" * 300_000}"}}', "application/json", 413),
        ):  # fmt: skip
            assert Client().post(PAGES, body, content_type=kind, **headers).status_code == status

    def test_a_field_is_sent_under_one_of_its_names(self, editor: User) -> None:
        page = make_solution("One")
        vendor = make_vendor("Acme")
        both = {"vendor": vendor.pk, "vendor_id": None}
        answer = send("patch", f"{PAGES}{page.pk}/", make_key(editor, actions=ALL), both)
        assert answer.status_code == 422 and "'vendor' and 'vendor_id'" in answer.json()["detail"]

    @pytest.mark.parametrize("path", ["actions/publish/", "actions/unpublish/", ""])
    def test_a_body_that_would_be_ignored_is_refused(self, editor: User, path: str) -> None:
        page, token = make_solution("One"), make_key(editor, actions=ALL)
        method = "post" if path else "delete"
        answer = send(method, f"{PAGES}{page.pk}/{path}", token, {"title": "Two"})
        assert answer.status_code == 422 and "no body" in answer.json()["detail"]
        assert Page.objects.get(pk=page.pk).live and page.latest_revision is None
        assert send(method, f"{PAGES}{page.pk}/{path}", token, {}).status_code in (200, 204)

    def test_locked_pages_aliases_and_pages_above_others_stay(self, editor: User) -> None:
        boss = make_user("boss", is_superuser=True)
        token = make_key(editor, actions=ALL)
        locked, plain = make_solution("Locked", locked=True, locked_by=boss), make_standard_page("Above")
        alias = make_standard_page("Source").create_alias(update_slug="alias")
        make_standard_page("Below", under=plain)
        assert send("patch", f"{PAGES}{locked.pk}/", token, {"title": "X"}).status_code == 409
        assert send("patch", f"{PAGES}{alias.pk}/", token, {"title": "X"}).status_code == 409
        assert send("delete", f"{PAGES}{plain.pk}/", token).status_code == 409
        assert Page.objects.filter(title__in=("Locked", "Above", "Below")).count() == 3

    def test_a_key_for_one_language_does_not_publish_aliases_in_others(self, editor: User) -> None:
        german, page = make_language("de"), make_solution("One")
        alias = page.create_alias(
            parent=index_page(SolutionIndex, german), update_locale=german.locale, update_slug="one"
        )
        address, both = f"{PAGES}{page.pk}/", {"title": "Two", "meta": {"action": "publish"}}
        english = make_key(editor, locales=["en"], actions=ALL)
        for request in (
            ("patch", address, both),
            ("post", f"{address}actions/publish/", None),
            ("post", f"{address}actions/unpublish/", None),
        ):
            assert send(*with_token(request, english)).status_code == 403
        alias.refresh_from_db()
        assert (alias.title, alias.live) == ("One", True)
        assert send("patch", address, english, {"title": "Two"}).status_code == 200
        wide = make_key(editor, locales=["en", "de"], actions=ALL)
        assert send("post", f"{address}actions/publish/", wide).status_code == 200
        alias.refresh_from_db()
        assert alias.title == "Two"

    def test_all_that_a_write_causes_is_told_with_its_person_and_request(self, editor: User) -> None:
        page = make_solution("One")
        granted = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(
            group=Group.objects.create(name="Team"), page=page, permission=granted
        )
        before = AuditEvent.objects.order_by("pk").last()
        assert before is not None
        assert send("delete", f"{PAGES}{page.pk}/", make_key(editor, actions=ALL)).status_code == 204
        told = AuditEvent.objects.filter(pk__gt=before.pk).exclude(kind="key.created")
        assert {each.kind for each in told} == {"page.written", "permission.withdrawn", "wagtail.delete"}
        assert {each.actor for each in told} == {editor.pk} and "" not in {each.request for each in told}
        make_solution("Elsewhere")
        assert AuditEvent.objects.order_by("pk").last().request == ""  # type: ignore[union-attr]

    def test_what_was_written_is_counted(self, editor: User, django_capture_on_commit_callbacks: Any) -> None:
        def count() -> float:
            return REGISTRY.get_sample_value("aixplore_editorial_writes_total", {"action": "change"}) or 0

        before = count()
        with django_capture_on_commit_callbacks(execute=True):
            send("patch", f"{PAGES}{make_solution().pk}/", make_key(editor, actions=ALL), {"title": "Two"})
        assert count() == before + 1

    @pytest.mark.parametrize("kind", [[], {}, 5, None, True, "auth.User", SOLUTION.lower()])
    def test_a_kind_is_one_of_the_names_of_kinds(self, editor: User, kind: Any) -> None:
        answer = send("post", PAGES, make_key(editor, actions=ALL), new_solution(meta={"type": kind}))
        assert answer.status_code == 422 and SOLUTION in answer.json()["detail"]

    @pytest.mark.parametrize("name", ["slug", "locale", "owner", "live", "parent_id", "alias_of", "actoin"])
    def test_what_meta_does_not_take_is_refused_and_not_lost(self, editor: User, name: str) -> None:
        page = make_solution("One")
        answer = send(
            "patch", f"{PAGES}{page.pk}/", make_key(editor, actions=ALL), {"title": "Two", "meta": {name: 1}}
        )
        assert answer.status_code == 422 and name in answer.json()["detail"]
        page.refresh_from_db()
        assert page.latest_revision is None

    def test_a_slug_is_answered_as_it_is_after_the_change(self, editor: User) -> None:
        token = make_key(editor, actions=ALL, reads_drafts=True)
        page = f"{PAGES}{send('post', PAGES, token, new_solution()).json()['id']}/"
        assert send("patch", page, token, {"slug": "second"}).json()["meta"]["slug"] == "second"
        published = {"slug": "third", "meta": {"action": "publish"}}
        assert send("patch", page, token, published).json()["meta"]["slug"] == "third"
        assert send("patch", page, token, {"slug": "fourth"}).json()["meta"]["slug"] == "third"

    def test_a_choice_is_stored_once(self, editor: User) -> None:
        page, given = make_solution("One"), {"deployment": ["saas", "self_hosted", "saas"] * 50}
        given["meta"] = {"action": "publish"}  # type: ignore[assignment]
        changed = send("patch", f"{PAGES}{page.pk}/", make_key(editor, actions=ALL), given)
        assert changed.status_code == 200, changed.content
        page.refresh_from_db()
        assert page.deployment == ["saas", "self_hosted"]

    def test_what_a_page_says_of_fields_that_were_not_sent_is_answered(self, editor: User) -> None:
        token = make_key(editor, actions=ALL, reads_drafts=True)
        page = f"{PAGES}{make_solution('One').pk}/"
        assert send("patch", page, token, {"slug": "taken"}).status_code == 200
        assert send("post", PAGES, token, new_solution(slug="taken")).status_code == 201
        answer = send("patch", page, token, {"title": "Two"})
        assert answer.status_code == 422 and "slug" in answer.json()["errors"][0]["msg"], answer.content

    def test_no_error_quotes_a_draft_that_the_key_does_not_read(self, editor: User) -> None:
        page, token = make_solution("One"), make_key(editor, actions=ALL)
        page.slug = "merger-with-acme"
        page.save_revision()
        make_solution("Two", slug="merger-with-acme")
        address = f"{PAGES}{page.pk}/"
        for method, path, given in (
            ("patch", address, {"title": "X"}),
            ("patch", address, {"title": "X", "meta": {"action": "publish"}}),
            ("post", f"{address}actions/publish/", None),
        ):
            answer = send(method, path, token, given)
            assert answer.status_code == 422 and b"merger" not in answer.content, answer.content
        own = send("patch", address, token, {"slug": "a b"})
        assert own.status_code == 422 and own.json()["errors"][0]["loc"] == ["slug"]

    def test_a_draft_that_is_not_complete_is_not_published_and_its_fields_are_named(
        self, editor: User
    ) -> None:
        token, page = make_key(editor, actions=ALL, reads_drafts=True), make_solution("One")
        address = f"{PAGES}{page.pk}/"
        assert send("patch", address, token, {"summary": None}).status_code == 200
        answer = send("post", f"{address}actions/publish/", token)
        assert answer.status_code == 422 and answer.json()["errors"][0]["loc"] == ["summary"]
        page.refresh_from_db()
        assert page.summary and page.live

    def test_who_may_not_enter_the_admin_writes_nothing(self) -> None:
        ours, member = make_vendor("Ours"), make_user("former member")
        ours.members.add(member)
        ours.save()
        page = make_solution("One", vendor=ours)
        answer = send("patch", f"{PAGES}{page.pk}/", make_key(member, actions=ALL), {"title": "Two"})
        assert answer.status_code == 403 and "admin" in answer.json()["detail"]
        page.refresh_from_db()
        assert page.latest_revision is None


def with_token(request: tuple[str, str, Any], token: str) -> tuple[str, str, str, Any]:
    method, path, data = request
    return method, path, token, data
