"""API keys in the admin and on the command line: who sees, makes, rotates and revokes which."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.test import Client

from cms.audit.models import AuditEvent
from cms.identity import key_checks
from cms.identity.api_keys import KeyLimits, create_key, create_server_key, rotate_key
from cms.identity.key_scopes import build_scope
from cms.identity.key_tokens import PATTERN, TOKEN
from cms.identity.models import ApiKey, User
from cms.identity.privacy import erase_person, export_person
from cms.identity.roles import ADMINISTRATOR, EDITOR
from content_types.events.models import Event
from content_types.solutions.models import Solution
from content_types.vendors.roles import VENDOR
from tests.factories.content import make_site, make_solution, make_user
from tests.support.admin import confirm_client, sign_in_client

pytestmark = pytest.mark.django_db
SOLUTIONS = "solutions.solution"


@pytest.fixture(autouse=True)
def site() -> None:
    key_checks.forget_keys()
    make_site()
    make_solution("Public")


def sign_in(name: str, *groups: str) -> tuple[User, Client]:
    user = make_user(name, groups=groups, is_staff=True)
    return user, sign_in_client(user=user)


def find_token(content: bytes) -> str:
    found = TOKEN.search(content.decode())
    assert found, content.decode()[:2_000]
    return found[0]


def ask(token: str) -> int:
    body = {"query": "{ solutions { totalCount } }"}
    client = Client(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client.post("/graphql", body, content_type="application/json").status_code


class TestAdmin:
    def test_an_editor_makes_a_key_and_sees_it_once(self) -> None:
        editor, client = sign_in("editor", EDITOR.name)
        given = {
            "name": "export",
            "kinds": [SOLUTIONS],
            "locales": ["de"],
            "reads_drafts": "on",
            "actions": ["publish", "create"],
            "days": "30",
        }
        shown = client.post("/admin/api-keys/new/", given)
        token, key = find_token(shown.content), ApiKey.objects.get()
        assert "no-store" in shown["Cache-Control"] and ask(token) == 200
        assert (key.owner, key.kinds, key.locales, key.reads_drafts) == (editor, [SOLUTIONS], ["de"], True)
        assert key.actions == ["create", "publish"]
        listed = client.get("/admin/api-keys/").content.decode()
        assert (
            token not in listed
            and f"aix_{key.prefix}" in listed
            and "Solutions; Deutsch; with drafts; may create, publish and unpublish" in listed
        )
        assert not TOKEN.search(listed)

    def test_a_key_is_made_and_rotated_by_who_proved_lately_who_they_are(self) -> None:
        editor, client = sign_in("editor", EDITOR.name)
        key, _token = create_key("mine", editor)
        confirm_client(client, seconds_ago=601)
        for address in ("/admin/api-keys/new/", f"/admin/api-keys/{key.pk}/rotate/"):
            for answer in (
                client.get(address),
                client.post(address, {"name": "x", "days": "30", "hours": "1"}),
            ):
                assert answer.headers["Location"] == f"/account/confirm/?next={quote(address, safe='')}"
        assert list(ApiKey.objects.all()) == [key]
        given = {"password": "password", "next": "/admin/api-keys/new/"}
        assert client.post("/account/confirm/", given).headers["Location"] == "/admin/api-keys/new/"
        assert find_token(client.post("/admin/api-keys/new/", {"name": "x", "days": "30"}).content)

    @pytest.mark.parametrize(
        "given",
        [{"name": ""}, {"name": "taken"}, {"name": "x" * 81}, {"name": "a", "kinds": ["auth.user"]},
         {"name": "a", "locales": ["xx"]}, {"name": "a", "actions": ["read"]}, {"name": "a", "days": "9999"}, {"name": "a\x00b"}],
    )  # fmt: skip
    def test_what_cannot_be_makes_no_key(self, given: dict[str, Any]) -> None:
        create_key("taken", make_user("other"))
        _, client = sign_in("editor", EDITOR.name)
        answer = client.post("/admin/api-keys/new/", given)
        assert answer.status_code == 200 and not PATTERN.search(answer.content.decode())
        assert ApiKey.objects.count() == 1

    def test_a_key_is_rotated_and_both_work(self) -> None:
        editor, client = sign_in("editor", EDITOR.name)
        key, old = create_key("export", editor)
        new = find_token(
            client.post(f"/admin/api-keys/{key.pk}/rotate/", {"hours": "24", "days": "90"}).content
        )
        assert new != old and [ask(old), ask(new)] == [200, 200]
        again = client.post(f"/admin/api-keys/{key.pk}/rotate/", {"hours": "24", "days": "90"})
        assert again.status_code == 302 and ApiKey.objects.count() == 2

    def test_a_key_is_revoked_after_a_question(self) -> None:
        editor, client = sign_in("editor", EDITOR.name)
        key, token = create_key("export", editor)
        assert (
            b"Revoke the key" in client.get(f"/admin/api-keys/{key.pk}/revoke/").content and ask(token) == 200
        )
        client.post(f"/admin/api-keys/{key.pk}/revoke/")
        assert ask(token) == 401
        assert client.post(f"/admin/api-keys/{key.pk}/revoke/").status_code == 302

    def test_an_editor_sees_and_ends_own_keys_alone(self) -> None:
        _, client = sign_in("editor", EDITOR.name)
        key, token = create_key("of another", make_user("other"))
        server, _ = create_server_key("website")
        listed = client.get("/admin/api-keys/").content.decode()
        assert "of another" not in listed and "website" not in listed
        for each in (key, server):
            for action in ("rotate", "revoke"):
                assert client.post(f"/admin/api-keys/{each.pk}/{action}/").status_code == 404
        assert ask(token) == 200

    def test_an_administrator_sees_and_revokes_all_and_rotates_own_alone(self) -> None:
        _, client = sign_in("admin", ADMINISTRATOR.name)
        key, token = create_key("of another", make_user("other"))
        assert "of another" in client.get("/admin/api-keys/").content.decode()
        refused = client.post(f"/admin/api-keys/{key.pk}/rotate/", {"hours": "24", "days": "90"})
        assert refused.status_code == 302 and ApiKey.objects.count() == 1
        client.post(f"/admin/api-keys/{key.pk}/revoke/")
        assert ask(token) == 401

    @pytest.mark.parametrize("path", ["", "new/", "1/rotate/", "1/revoke/"])
    def test_others_are_turned_away(self, path: str) -> None:
        _, client = sign_in("vendor", VENDOR.name)
        assert client.get(f"/admin/api-keys/{path}").status_code == 302
        assert Client().get(f"/admin/api-keys/{path}").status_code == 302

    def test_a_form_of_another_site_makes_no_key(self) -> None:
        editor, _ = sign_in("editor", EDITOR.name)
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor)
        assert (
            client.post("/admin/api-keys/new/", {"name": "a"}).status_code == 403
            and not ApiKey.objects.exists()
        )


class TestCommand:
    def run(self, *words: str) -> str:
        out = StringIO()
        call_command("api_key", *words, stdout=out, stderr=StringIO())
        return out.getvalue()

    def test_a_key_is_created_listed_rotated_and_revoked(self) -> None:
        make_user("robot", email="robot@example.com")
        old = self.run(
            "create",
            "export",
            "--owner",
            "robot@example.com",
            "--kinds",
            SOLUTIONS,
            "--locales",
            "de",
            "--drafts",
        ).strip()
        assert ask(old) == 200 and "Solutions; Deutsch; with drafts" in self.run("list")
        new = self.run("rotate", "export", "--overlap", "1").strip()
        assert [ask(old), ask(new)] == [200, 200] and "replaced, until" in self.run("list")
        assert self.run("revoke", old[4:12]) == f"Revoked export ({old[4:12]}).\n"
        assert [ask(old), ask(new)] == [401, 200]
        listed = self.run("list")
        assert not PATTERN.search(listed) and re.search(r"revoked .*robot", listed)

    def test_revoking_by_name_ends_the_key_that_was_replaced_too(self) -> None:
        make_user("robot")
        old = self.run("create", "export", "--owner", "robot").strip()
        new = self.run("rotate", "export").strip()
        other = self.run("create", "other", "--owner", "robot").strip()
        told = "".join(f"Revoked export ({each[4:12]}).\n" for each in (old, new))
        assert self.run("revoke", "export") == told
        assert [ask(old), ask(new), ask(other)] == [401, 401, 200]

    def test_a_rotated_key_is_valid_for_as_long_as_the_old_one_was(self) -> None:
        make_user("robot")
        self.run("create", "export", "--owner", "robot", "--days", "90")
        self.run("rotate", "export")
        new = ApiKey.objects.get(replaced_at=None)
        assert new.expires_at is not None and (new.expires_at - new.created_at).days in (89, 90)

    @pytest.mark.parametrize(
        "words",
        [
            ("create", "a"), ("create", "a", "--owner", "nobody"), ("create", "a", "--owner", "closed"),
            ("create", "a", "--owner", "robot", "--kinds", "auth.user"),
            ("create", "a", "--owner", "robot", "--locales", "xx"), ("create", "a", "--owner", "robot", "--days", "0"),
            ("create", "a", "--owner", "robot", "--server"), ("create", "a", "--owner", "robot", "--capacity", "5"),
            ("rotate", "none"), ("rotate", "taken", "--overlap", "-1"), ("revoke", "none"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_and_nothing_changes(self, words: tuple[str, ...]) -> None:
        make_user("closed", is_active=False)
        create_key("taken", make_user("robot"))
        with pytest.raises(CommandError):
            self.run(*words)
        assert list(ApiKey.objects.values_list("name", "revoked_at", "replaced_at")) == [
            ("taken", None, None)
        ]


def test_a_copy_of_a_persons_data_holds_the_keys_and_erasing_ends_them() -> None:
    person = make_user("anna")
    key, token = create_key("export", person)
    [told] = export_person(person)["api_keys"]
    assert (told["name"], told["prefix"]) == ("export", key.prefix) and "digest" not in told
    assert erase_person(person)["api_keys"] == 1
    key_checks.forget_keys()
    assert ask(token) == 401


class TestWriting:
    def test_a_key_reads_alone_unless_it_says_more(self) -> None:
        key, _token = create_key("reads", make_user("one"))
        assert key.actions == [] and not build_scope(key).allows("change", Solution, "en")

    def test_an_action_holds_for_the_kinds_and_languages_of_the_key(self) -> None:
        key, _token = create_key(
            "writes", make_user("one"), KeyLimits([SOLUTIONS], ["de"], actions=["change"])
        )
        scope = build_scope(key)
        assert scope.allows("change", Solution, "de")
        assert not scope.allows("delete", Solution, "de") and not scope.allows("change", Solution, "en")
        assert not scope.allows("change", Event, "de") and not scope.allows("change", Group, "de")

    def test_a_rotated_key_writes_what_the_old_one_wrote(self) -> None:
        key, _token = create_key("writes", make_user("one"), KeyLimits(actions=["delete", "create"]))
        assert rotate_key(key, timedelta(hours=1))[0].actions == ["create", "delete"]

    def test_the_command_makes_one_and_names_what_it_does_not_know(self) -> None:
        make_user("one")
        call_command(
            "api_key", "create", "w", "--owner", "one", "--actions", "change", "publish", stdout=StringIO()
        )
        assert ApiKey.objects.get().actions == ["change", "publish"]
        with pytest.raises(CommandError, match="invalid choice: 'read'"):
            call_command("api_key", "create", "x", "--owner", "one", "--actions", "read")
        with pytest.raises(
            CommandError, match="leave out --owner, --kinds, --locales, --drafts and --actions"
        ):
            call_command("api_key", "create", "x", "--server", "--actions", "change")

    def test_the_database_keeps_servers_from_writing(self) -> None:
        key, _token = create_server_key("frontend")
        with pytest.raises(IntegrityError, match="accounts_api_key_actions"):
            ApiKey.objects.filter(pk=key.pk).update(actions=["change"])

    def test_a_key_that_may_write_more_is_an_event_of_the_audit_log(self) -> None:
        key, _token = create_key("reads", make_user("one"))
        ApiKey.objects.filter(pk=key.pk).update(actions=["change"])
        event = AuditEvent.objects.filter(target_type="accounts.apikey").first()
        assert event is not None and event.kind == "key.changed" and event.target_label == key.prefix
