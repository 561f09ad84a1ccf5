"""The audit log: what is recorded, by whom, by every road; and that it is never changed."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.identity.models import ApiKey, User
from cms.identity.privacy import erase_person, export_person
from cms.people.models import Passkey, RoleFactor
from cms.plugins.runtime.switching import switch
from content_types.reviews.actions import moderate_reply
from content_types.reviews.choices import ReviewState
from content_types.reviews.models import VendorReply
from tests.cms.test_second_factor import APP, CODE, enter_password, make_code, read_secret, set_up
from tests.factories.content import make_review, make_site, make_solution, make_user
from tests.support.admin import find_errors, form_at, sign_in_client
from tests.support.importing import CATEGORY, ndjson, run_import, solution

pytestmark = pytest.mark.django_db
Told = tuple[str, int | None, str, str]


@pytest.fixture(autouse=True)
def _site() -> None:
    make_site()


@pytest.fixture
def root() -> User:
    return make_user("root", is_superuser=True)


class Log:
    """What was recorded since this was made."""

    def __init__(self) -> None:
        last = AuditEvent.objects.first()
        self.start = last.pk if last else 0

    def events(self) -> list[AuditEvent]:
        return list(AuditEvent.objects.filter(pk__gt=self.start).order_by("pk"))

    def list_entries(self) -> list[Told]:
        """Kind, actor, and type and key of what was changed."""
        return [(row.kind, row.actor, row.target_type, row.target_key) for row in self.events()]


def run_sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.mark.parametrize("table", ["audit_event", "audit_link"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {}"])
def test_the_log_refuses_every_change(table: str, statement: str) -> None:
    call_command("audit", "seal", stdout=StringIO())
    column = {"audit_event": "actor = 1", "audit_link": "position = 1"}[table]
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        run_sql(statement.format(table, column))


def test_signing_in_and_out_is_recorded_without_what_was_typed(root: User) -> None:
    log, client = Log(), Client()
    for name, password in (("root", "wrong"), ("hunter2", "typed in the wrong box"), ("root", "password")):
        client.post("/admin/login/", {"username": name, "password": password})
    client.post("/admin/logout/")
    key = str(root.pk)
    assert log.list_entries() == [
        ("sign_in.failed", None, "accounts.user", key),
        ("sign_in.succeeded", root.pk, "accounts.user", key),
        ("sign_in.ended", root.pk, "accounts.user", key),
    ]
    assert all(row.request and row.data == {} for row in log.events())


def test_a_failure_by_address_is_recorded_and_costs_the_same_as_of_nobody() -> None:
    ada = make_user("ada", email="ada@example.org")
    counts, log = [], Log()
    for name in ("Ada@Example.org", "nobody@example.org", "ada", "nobody"):
        with CaptureQueriesContext(connection) as queries:
            Client().post("/account/sign-in/", {"username": name, "password": "wrong"})
        counts.append(len(queries))
    assert log.list_entries() == [("sign_in.failed", None, "accounts.user", str(ada.pk))] * 2
    assert counts[0] == counts[1] and counts[2] == counts[3]


def test_second_steps_codes_apps_and_ended_sessions_are_recorded() -> None:
    ada = make_user("ada", email="ada@example.org")
    codes = set_up(enter_password())[1]
    log, client = Log(), enter_password()
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": codes[0]})
    client.post(APP, {"code": make_code(read_secret(client), 0)})
    for address in ("/account/factors/codes/", "/account/devices/others/"):
        assert client.post(address).status_code < 400
    kinds = ["sign_in.factor_failed", "factor.code.used", "sign_in.succeeded", "factor.app.changed"]
    kinds += ["factor.codes.renewed", "sessions.others_ended"]
    assert [row.kind for row in log.events()] == kinds
    assert [row.actor for row in log.events()] == [None, *[ada.pk] * 5]
    assert {row.target_key for row in log.events()} == {str(ada.pk)}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_of_a_listing_is_recorded_and_a_refused_one_is_not(root: User, form: str) -> None:
    client, address, log = sign_in_client(user=root), reverse("audit_log:index"), Log()
    assert client.get(address, {"export": form}).status_code == 200
    assert sign_in_client("Editor").get(address, {"export": form}).status_code == 302
    (event,) = [row for row in log.events() if row.kind == "export.made"]
    assert (event.actor, event.data) == (root.pk, {"listing": "audit_log:index", "format": form})


def test_exports_by_commands_and_new_signing_keys_are_recorded(root: User, tmp_path: Path) -> None:
    make_solution("LangChain")
    log = Log()
    call_command("export_person", "root", out=tmp_path / "root.json", stdout=StringIO())
    call_command("export_catalogue", out=tmp_path / "all.ndjson", stdout=StringIO())
    call_command("signing_key", "rotate", stdout=StringIO())
    person, catalogue, key = log.events()
    assert (person.kind, person.target_key) == ("export.made", str(root.pk))
    assert catalogue.kind == "export.made" and "solution" in catalogue.data["kinds"]
    assert key.kind == "signing_key.rotated" and key.data["at_once"] is False


def test_attempts_that_are_rejected_do_not_fill_the_log(root: User) -> None:
    log = Log()
    for _ in range(14):
        Client().post("/admin/login/", {"username": "root", "password": "wrong"})
    assert [kind for kind, *_ in log.list_entries()] == ["sign_in.failed"] * 10


def test_a_publication_and_a_deletion_in_the_admin_are_recorded(root: User) -> None:
    page, client = make_solution("LangChain"), sign_in_client(user=root)
    log, address = Log(), reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert client.post(address).status_code == 302
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    kinds = [("wagtail.unpublish", "solutions.solution"), ("wagtail.delete", "solutions.solution")]
    assert [(row.kind, row.target_type) for row in log.events()] == kinds
    assert {(row.actor, row.target_key, row.target_label) for row in log.events()} == {
        (root.pk, str(page.pk), "LangChain")
    }


def test_a_moderated_reply_is_recorded_without_its_text(root: User) -> None:
    review = make_review(make_solution("LangChain"))
    reply = VendorReply.objects.create(review=review, body="I am Erika Mustermann", author=make_user("erika"))
    log = Log()
    moderate_reply([reply.pk], ReviewState.PUBLISHED, reason="ok", by=root)
    (event,) = log.events()
    assert (event.target_type, event.target_key, event.actor) == (
        "reviews.vendorreply",
        str(reply.pk),
        root.pk,
    )
    assert "Erika" not in str(event.__dict__)


def test_an_import_records_each_publication(tmp_path: Path) -> None:
    log = Log()
    run_import(ndjson(tmp_path, CATEGORY, solution("one"), solution("two")))
    published = [row for row in log.events() if row.kind == "wagtail.publish"]
    assert [(row.actor, row.target_label) for row in published] == [(None, "One"), (None, "Two")]


def send_form(client: Client, address: str, **changes: Any) -> None:
    answer = client.post(address, form_at(client, address, "w-editor-form", **changes))
    assert answer.status_code == 302, find_errors(answer)


def test_a_role_given_in_the_admin_is_recorded_with_who_gave_it(root: User) -> None:
    ada, client, log = make_user("lovelace", email="lovelace@example.org"), sign_in_client(user=root), Log()
    group = Group.objects.get(name="Administrator")
    names = {"first_name": "A", "last_name": "L"}
    address = reverse("wagtailusers_users:edit", args=[ada.pk])
    send_form(client, address, groups=str(group.pk), is_superuser="on", is_active="on", **names)
    told, key = log.list_entries(), str(ada.pk)
    assert ("permission.granted", root.pk, "accounts.user", key) in told
    assert ("account.changed", root.pk, "accounts.user", key) in told
    changes = [row.data for row in log.events() if row.kind == "account.changed"]
    assert changes == [{"is_superuser": True}] and "lovelace" not in str(
        [row.__dict__ for row in log.events()]
    )


def test_permissions_of_a_group_are_recorded_with_who_gave_them(root: User) -> None:
    group, client, log = Group.objects.create(name="Helpers"), sign_in_client(user=root), Log()
    permission = Permission.objects.get(codename="change_redirect")
    send_form(client, reverse("wagtailusers_groups:edit", args=[group.pk]), permissions=[str(permission.pk)])
    granted = [row for row in log.events() if row.kind == "permission.granted"]
    assert [(row.actor, row.target_key, row.data["permission_id"]) for row in granted] == [
        (root.pk, str(group.pk), permission.pk)
    ]
    assert granted[0].request


def test_who_acted_before_on_a_connection_is_not_blamed_for_what_comes_next(root: User) -> None:
    sign_in_client(user=root).post(reverse("wagtailadmin_account"), {})
    log = Log()
    Group.objects.get(name="Editor").user_set.add(root)
    assert log.list_entries() == [("permission.granted", None, "accounts.user", str(root.pk))]


def test_sql_by_hand_is_recorded(root: User) -> None:
    ada, log = make_user("ada"), Log()
    run_sql("UPDATE accounts_user SET is_superuser = true, last_login = now() WHERE username = 'ada'")
    run_sql("UPDATE accounts_user SET last_login = now()")
    run_sql("DELETE FROM auth_group_permissions WHERE false")
    assert [(row.kind, row.target_key, row.data) for row in log.events()] == [
        ("account.changed", str(ada.pk), {"is_superuser": True})
    ]


def test_a_new_password_is_recorded_and_not_told(root: User) -> None:
    log = Log()
    root.set_password("another one")
    root.save()
    assert [(row.kind, row.data) for row in log.events()] == [("account.changed", {"password": "changed"})]


def test_keys_are_recorded_from_their_making_to_their_end(root: User) -> None:
    log = Log()
    for words in (("create", "nightly", "--owner", "root"), ("rotate", "nightly"), ("revoke", "nightly")):
        call_command("api_key", *words, stdout=StringIO(), stderr=StringIO())
    kinds = [kind for kind, *_ in log.list_entries()]
    assert kinds[0] == "key.created" and kinds[-1] == "key.revoked" and "key.replaced" in kinds
    prefixes = set(ApiKey.objects.values_list("prefix", flat=True))
    assert {row.target_label for row in log.events()} <= prefixes
    assert all(row.data == {"owner": root.pk, "actions": []} for row in log.events())
    log = Log()
    ApiKey.objects.update(last_operation="Solutions")
    assert log.list_entries() == []


def test_what_a_key_may_write_is_recorded_from_its_making(root: User) -> None:
    log, words = Log(), ("create", "writer", "--owner", "root", "--actions", "create", "publish")
    call_command("api_key", *words, stdout=StringIO(), stderr=StringIO())
    ApiKey.objects.filter(name="writer").update(actions=["delete"])
    found = [(row.kind, row.data["actions"]) for row in log.events()]
    assert found == [("key.created", ["create", "publish"]), ("key.changed", ["delete"])]


def test_second_factors_and_clients_are_recorded(root: User) -> None:
    log, group = Log(), Group.objects.get(name="Editor")
    key = Passkey.objects.create(user=root, name="Phone", identifier=b"1", credential=b"2")
    RoleFactor.objects.create(group=group)
    key.delete()
    call_command(
        "oauth_client",
        "create",
        "Website",
        "--redirect-uri",
        "https://www.example.org/back",
        stdout=StringIO(),
    )
    assert [each for each in log.list_entries() if each[2] != "oauth2_provider.application"] == [
        ("factor.passkey.added", None, "accounts.user", str(root.pk)),
        ("factor.role.added", None, "auth.group", str(group.pk)),
        ("factor.passkey.removed", None, "accounts.user", str(root.pk)),
    ]
    assert log.list_entries()[-1][0] == "client.added"


def test_switching_a_plugin_is_recorded(root: User) -> None:
    log = Log()
    switch("reviews_spam", None, False, root)
    (event,) = log.events()
    assert (event.kind, event.actor, event.data["enabled"]) == ("extensions.switch", root.pk, False)


def test_erasing_a_person_is_recorded_and_leaves_nobody_named(root: User) -> None:
    ada = make_user("lovelace", email="lovelace@example.org")
    log, key = Log(), str(ada.pk)
    Client().post("/admin/login/", {"username": "lovelace", "password": "password"})
    copy = export_person(ada)["audit"]
    assert [row["kind"] for row in copy] == ["sign_in.succeeded"]
    erase_person(ada)
    assert ("person.erased", None, "accounts.user", key) in log.list_entries()
    assert "lovelace" not in str([row.__dict__ for row in log.events()])


def test_the_report_lists_events_with_names_for_those_who_may_see_them(root: User) -> None:
    client, address = sign_in_client(), reverse("audit_log:index")
    Client().post("/admin/login/", {"username": "root", "password": "password"})
    make_solution("LangChain").save_revision(user=root).publish(user=root)
    shown = client.get(address).content.decode()
    assert all(text in shown for text in ("Signed in", "root", "Solution: LangChain", "Publish"))
    assert "Signed in" not in client.get(address, {"area": "content"}).content.decode()
    assert "Signed in" in client.get(address, {"user": "root"}).content.decode()
    assert "LangChain" not in client.get(address, {"user": "somebody"}).content.decode()
    assert "LangChain" in client.get(address, {"export": "csv"}).getvalue().decode()


@pytest.mark.parametrize("role", ["Editor", "Moderator", "Vendor"])
def test_the_report_is_for_administrators(role: str) -> None:
    client = sign_in_client(role)
    assert client.get(reverse("audit_log:index")).status_code == 302
    assert "audit-log" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_report_costs_the_same_for_few_and_many_events(
    root: User,
) -> None:
    client, address = sign_in_client(), reverse("audit_log:index")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(30):
        Client().post("/admin/login/", {"username": "root", "password": "password"})
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many)
