"""Access tokens of clients at /api/v3/: what the scopes “read” and “write” allow there."""

from __future__ import annotations

import pytest

from cms.identity.models import User
from cms.identity.roles import EDITOR
from tests.factories.content import make_site, make_solution, make_user
from tests.support.editorial import PAGES, new_solution, send
from tests.support.oauth import Website, forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    forget_everything()
    make_site()
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


def test_a_token_reads_and_with_write_it_writes(editor: User) -> None:
    page = make_solution("Draft", live=False)
    reads = Website("Reads").sign_in(editor, "openid read")["access_token"]
    writes = Website("Writes").sign_in(editor, "openid read write")["access_token"]
    assert send("get", PAGES, reads).status_code == 200
    assert send("get", f"{PAGES}{page.pk}/", reads).status_code == 404
    assert send("post", PAGES, reads, new_solution()).status_code == 403
    assert send("get", f"{PAGES}{page.pk}/", writes).status_code == 200
    assert send("patch", f"{PAGES}{page.pk}/", writes, {"title": "Two"}).status_code == 200


def test_a_token_without_a_scope_of_the_api_is_refused(editor: User) -> None:
    token = Website().sign_in(editor, "openid profile")["access_token"]
    assert send("get", PAGES, token).status_code == 403
