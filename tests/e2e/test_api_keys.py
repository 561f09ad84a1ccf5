"""An editor makes, rotates and revokes a key by what stands on the screen; axe-core finds no fault on any of the pages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from cms.identity.key_tokens import TOKEN
from cms.identity.models import ApiKey
from tests.e2e.accessibility import find_faults_in_both
from tests.e2e.conftest import SignIn
from tests.factories.content import make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]


def ask(token: str) -> int:
    body = {"query": "{ solutions { totalCount } }"}
    client = Client(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client.post("/graphql", body, content_type="application/json").status_code


def test_a_key_is_made_rotated_and_revoked(sign_in: SignIn) -> None:
    make_solution("Atlas")
    admin = sign_in(make_user("edith", groups=("Editor",)))
    page = admin.page
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    faults = {}

    def look(name: str) -> None:
        faults[name] = find_faults_in_both(page, every=True)

    admin.menu("Settings", "API keys")
    look("empty list")
    page.get_by_role("link", name="Add API key").first.click()
    page.get_by_label("Name", exact=False).first.fill("export")
    page.get_by_role("checkbox", name="Solutions").check()
    look("form")
    page.get_by_role("button", name="Create key").click()
    shown = page.get_by_label("The key “export”")
    expect(shown).to_have_value(re.compile(TOKEN.pattern))
    look("new key")
    first = shown.input_value()
    page.get_by_role("link", name="I have copied the key").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("export.*Solutions", re.DOTALL))
    look("list")
    page.goto(f"{admin.address}/admin/api-keys/{ApiKey.objects.get().pk}/rotate/")
    look("rotate")
    page.get_by_role("button", name="Rotate key").click()
    second = page.get_by_label("The key “export”").input_value()
    assert [ask(first), ask(second)] == [200, 200]
    page.goto(f"{admin.address}/admin/api-keys/{ApiKey.objects.get(replaced_at=None).pk}/revoke/")
    look("revoke")
    page.get_by_role("button", name="Revoke key").click()
    admin.expect_message("“export” is revoked")
    assert ask(first) == 200 and {name: each for name, each in faults.items() if each} == {}
