"""Accounts in the admin: who may change whose, after what proof, and who is told."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from cms.identity.models import User
from tests.factories.content import make_site, make_user
from tests.support.admin import confirm_client, find_errors, sign_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site() -> None:
    make_site()


def edit(client: Client, user: User, **changes: str) -> Any:
    given = {"username": user.username, "email": user.email, "first_name": "A", "last_name": "L"}
    return client.post(get_address(user), {**given, "is_active": "on", **changes})


def get_address(user: User) -> str:
    return reverse("wagtailusers_users:edit", args=(user.pk,))


def test_accounts_are_changed_by_who_proved_lately_who_they_are() -> None:
    ada, client = make_user("ada", email="ada@example.org"), sign_in_client()
    confirm_client(client, seconds_ago=601)
    bulk = f"/admin/bulk/accounts/user/delete/?next=/admin/&id={ada.pk}"
    pages = [reverse(f"wagtailusers_users:{name}", args=(ada.pk,)) for name in ("edit", "delete")]
    for address in (*pages, reverse("wagtailusers_users:add")):
        for answer in (client.get(address), client.post(address, {"email": "evil@example.org"})):
            assert answer.headers["Location"] == f"/account/confirm/?next={quote(address, safe='')}"
    assert client.post(bulk).headers["Location"] == "/account/confirm/?next=%2Fadmin%2Fusers%2F"
    assert User.objects.get(pk=ada.pk).email == "ada@example.org"
    confirm_client(client)
    assert client.get(get_address(ada)).status_code == 200


def test_roles_are_changed_by_who_proved_lately_who_they_are() -> None:
    editor, client = Group.objects.get(name="Editor"), sign_in_client()
    before = editor.permissions.count()
    confirm_client(client, seconds_ago=601)
    pages = [reverse(f"wagtailusers_groups:{name}", args=(editor.pk,)) for name in ("edit", "delete")]
    for address in (*pages, reverse("wagtailusers_groups:add")):
        for answer in (client.get(address), client.post(address, {"name": "Evil"})):
            assert answer.headers["Location"] == f"/account/confirm/?next={quote(address, safe='')}"
    editor.refresh_from_db()
    assert (editor.name, editor.permissions.count()) == ("Editor", before)
    assert not Group.objects.filter(name="Evil").exists()
    confirm_client(client)
    assert client.get(pages[0]).status_code == 200
    writer = sign_in_client("Editor")
    confirm_client(writer, seconds_ago=601)
    assert "/account/confirm/" not in writer.get(pages[0]).headers.get("Location", "")


def test_the_owner_is_told_at_the_old_address() -> None:
    ada, client = make_user("ada", email="ada@example.org"), sign_in_client()
    assert edit(client, ada, first_name="B").status_code == 302 and not mail.outbox
    secret = "Xk29!!aaz-long"
    answer = edit(client, ada, email="new@example.org", password1=secret, password2=secret)
    assert answer.status_code == 302, find_errors(answer)
    ada.refresh_from_db()
    assert ada.email == "new@example.org" and ada.check_password(secret)
    assert sorted((each.to[0], each.subject.split()[1]) for each in mail.outbox) == [
        ("ada@example.org", "address"),
        ("ada@example.org", "password"),
    ]


def test_superusers_are_made_changed_and_unmade_by_superusers_alone() -> None:
    root = make_user("root", email="root@example.org", is_superuser=True)
    ada, boss = make_user("ada", email="ada@example.org"), sign_in_client()
    role = Group.objects.get(name="Editor")
    assert boss.get(get_address(root)).status_code == 302
    assert edit(boss, root, email="evil@example.org").status_code == 302
    assert edit(boss, ada, is_superuser="on").status_code == 302
    for action, given in (
        ("set_active_state", {"mark_as_active": "False"}),
        ("assign_role", {"role": role.pk}),
    ):
        boss.post(f"/admin/bulk/accounts/user/{action}/?next=/admin/&id={root.pk}", given)
    secret = "Xk29!!aaz-long"
    names = {
        "username": "eve",
        "email": "eve@example.org",
        "first_name": "E",
        "last_name": "V",
        "password1": secret,
    }
    boss.post(reverse("wagtailusers_users:add"), {**names, "password2": secret, "is_superuser": "on"})
    assert User.objects.filter(is_superuser=True).get() == root and not root.groups.exists()
    root.refresh_from_db()
    assert root.email == "root@example.org" and root.is_active
    assert not User.objects.filter(username="eve").exists()
    chief = sign_in_client(user=root)
    assert edit(chief, ada, is_superuser="on").status_code == 302
    assert User.objects.get(pk=ada.pk).is_superuser
    assert edit(chief, ada).status_code == 302
    assert not User.objects.get(pk=ada.pk).is_superuser


def test_an_administrator_still_makes_and_changes_other_accounts() -> None:
    boss, secret = sign_in_client(), "Xk29!!aaz-long"
    names = {
        "username": "eve",
        "email": "eve@example.org",
        "first_name": "E",
        "last_name": "V",
        "password1": secret,
    }
    answer = boss.post(reverse("wagtailusers_users:add"), {**names, "password2": secret})
    assert answer.status_code == 302, find_errors(answer)
    eve = User.objects.get(username="eve")
    assert edit(boss, eve, first_name="Eva").status_code == 302
    assert User.objects.get(pk=eve.pk).first_name == "Eva"
