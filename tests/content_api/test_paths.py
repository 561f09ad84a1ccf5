"""Paths are found as frameworks pass them: plain or percent-encoded once, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from tests.content_api.client import ask, codes, post
from tests.factories.content import make_site, make_solution, make_standard_page
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
QUERY = "query($p: String!) { page(path: $p) { path } solution(path: $p) { title } }"


@pytest.fixture(autouse=True)
def site() -> Any:
    return make_site()


@pytest.mark.parametrize("slug", ["über-tool", "大模型", "Яндекс-чат", "whisper"])
def test_a_percent_encoded_path_is_the_plain_one(client: Client, slug: str) -> None:
    make_solution("Tool", slug=slug)
    path = f"/solutions/{slug}/"
    forms = [
        path,
        quote(path),
        quote(path).lower(),
        "/solutions/" + "".join(f"%{b:02X}" for b in slug.encode()),
    ]
    for given in forms:
        assert ask(client, QUERY, p=given) == {"page": {"path": path}, "solution": {"title": "Tool"}}, given


def test_a_long_name_may_be_encoded(client: Client) -> None:
    slug = "語" * 60
    make_solution("Tool", slug=slug)
    assert ask(client, QUERY, p=quote(f"/solutions/{slug}"))["solution"] == {"title": "Tool"}
    refused = post(client, QUERY, p=quote("/" + "語" * 201))
    assert codes(refused) == ["BAD_USER_INPUT"] * 2 and "at most 200 characters" in str(refused)


@pytest.mark.parametrize(
    "path",
    [
        "/solutions/%25C3%25BCber-tool/",
        "/solutions%2F%C3%BCber-tool/",
        "/solutions/%C3ber-tool/",
        "/solutions/%ZZber-tool/",
        "/solutions/%C3%BCber-tool%00/",
        "/solutions/%C3%BCber-tool%3F/",
        "/solutions/%",
        "/solutions/%C3%BCber+tool/",
        "/solutions/%2E%2E/solutions/%C3%BCber-tool/",
    ],
)
def test_what_is_encoded_twice_or_wrongly_is_no_page(client: Client, path: str) -> None:
    make_solution("Über Tool", slug="über-tool")
    assert ask(client, QUERY, p=path) == {"page": None, "solution": None}


@pytest.mark.parametrize("old", ["/%C3%BCber/", "/über", "/%c3%bcber"])
def test_redirects_are_answered_in_plain_characters(client: Client, old: str) -> None:
    page = make_standard_page("About")
    admin, address = sign_in_client(), "/admin/redirects/add/"
    form = {"old_path": old, "redirect_page": page.pk, "is_permanent": "on"}
    assert admin.post(address, form).status_code == 302 and Redirect.objects.count() == 1
    found = ask(client, "{ redirects { nodes { fromPath to } } }")["redirects"]["nodes"]
    assert found == [{"fromPath": "/über", "to": "/about/"}]
