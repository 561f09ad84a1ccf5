"""The form of a redirect: what it accepts, and what would lead nowhere or in a circle."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.identity.models import User
from tests.factories.content import make_language, make_site, make_standard_page, make_user
from tests.support.admin import find_errors, sign_in_client

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def person(make_once: Any) -> Any:
    return make_once(make_content)


def make_content() -> User:
    make_site()
    make_language("de")
    return make_user(groups=("Administrator",))


@pytest.fixture
def administrator(settings: Any, person: User) -> Client:
    settings.FRONTEND_URL = "https://www.example/site"
    return sign_in_client(user=person)


def add(client: Client, start: str, link: str = "", **fields: Any) -> HttpResponse:
    data = {"old_path": start, "redirect_link": link, "is_permanent": "on", **fields}
    return client.post(reverse("wagtailredirects:add"), data)


@pytest.mark.parametrize(
    ("link", "to"),
    [
        ("/about/", "/about/"),
        ("/de/über-uns", "/de/über-uns"),
        ("/search?q=a&b=%20#top", "/search?q=a&b=%20#top"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://localhost:3000/", "http://localhost:3000/"),
    ],
)
def test_a_path_or_an_address_is_a_target(administrator: Client, link: str, to: str) -> None:
    response = add(administrator, "/old/", link)
    assert response.status_code == 302, find_errors(response)
    query = {"query": "{ redirects { nodes { fromPath to } } }"}
    data = Client().post("/graphql", query, content_type="application/json").json()["data"]
    assert data == {"redirects": {"nodes": [{"fromPath": "/old", "to": to}]}}


@pytest.mark.parametrize(
    "link",
    [
        "about",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "ftp://example.org/",
        "/a b",
        "/a\tb",
        "https://",
    ],
)
def test_what_is_neither_is_rejected(administrator: Client, link: str) -> None:
    response = add(administrator, "/old", link)
    assert "Enter a path of this site, such as /about/, or an address" in find_errors(response)
    assert not Redirect.objects.exists()


def test_a_redirect_has_one_target(administrator: Client) -> None:
    page = make_standard_page("About")
    for fields in ({}, {"link": "/other/", "redirect_page": page.pk}):
        assert "Choose a page or enter an address, not both." in find_errors(
            add(administrator, "/old", **fields)
        )
    assert not Redirect.objects.exists()
    assert add(administrator, "/old", redirect_page=page.pk).status_code == 302


@pytest.mark.parametrize(
    "start", ["/about", "/about/", "about/", "/de/", "/", "/de/solutions", "/%C3%BCber/"]
)
def test_no_redirect_starts_at_a_live_page(administrator: Client, start: str) -> None:
    make_standard_page("About")
    make_standard_page("Über")
    assert "A live page has this address." in find_errors(add(administrator, start, "https://example.org/"))
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("start", ["/draft", "/de/about", "/about/x", "/about?a=1", "/en/about"])
def test_every_other_address_may_be_redirected(administrator: Client, start: str) -> None:
    make_standard_page("About")
    make_standard_page("Draft", live=False)
    response = add(administrator, start, "https://example.org/")
    assert response.status_code == 302, find_errors(response)


def test_a_live_page_of_another_site_is_in_nobodys_way(administrator: Client) -> None:
    other = make_site("other.example", default=False)
    make_standard_page("About", under=other.root_page)
    site = Site.objects.get(is_default_site=True)
    assert "A live page" in find_errors(add(administrator, "/about", "/x/"))
    assert "A live page" in find_errors(add(administrator, "/about", "/x/", site=other.pk))
    assert add(administrator, "/about", "/x/", site=site.pk).status_code == 302


@pytest.mark.parametrize(
    ("others", "link"),
    [
        ([], "/a"),
        ([], "/a/"),
        ([], "https://www.example/a"),
        ([("/b", "/a/")], "/b/"),
        ([("/b", "/c"), ("/c", "/d"), ("/d", "/a?")], "/b"),
    ],
)
def test_no_redirect_leads_back_to_its_start(
    administrator: Client, others: list[tuple[str, str]], link: str
) -> None:
    for start, end in others:
        Redirect.add_redirect(start, end)
    assert "This address leads back to /a." in find_errors(add(administrator, "/a", link))
    assert Redirect.objects.count() == len(others)


def test_a_chain_that_ends_is_accepted_and_an_old_circle_is_no_trap(administrator: Client) -> None:
    Redirect.add_redirect("/b", "/c/")
    for start, end in (("/x", "/y"), ("/y", "/x")):
        Redirect.add_redirect(start, end)
    assert add(administrator, "/a", "/b/").status_code == 302
    assert add(administrator, "/z", "/x/").status_code == 302


def test_a_page_is_no_target_of_its_own_address(administrator: Client) -> None:
    draft = make_standard_page("Draft", live=False)
    assert "This page has the address" in find_errors(add(administrator, "/draft/", redirect_page=draft.pk))
    assert not Redirect.objects.exists()


def test_a_changed_redirect_is_checked_and_may_keep_its_start(administrator: Client) -> None:
    old = Redirect.add_redirect("/a", "/b/")
    address = reverse("wagtailredirects:edit", args=[old.pk])
    data = {"old_path": "/a", "is_permanent": "on"}
    assert "leads back" in find_errors(administrator.post(address, {**data, "redirect_link": "/a/"}))
    assert administrator.post(address, {**data, "redirect_link": "/c/"}).status_code == 302
    old.refresh_from_db()
    assert (old.old_path, old.redirect_link) == ("/a", "/c/")


def test_an_import_is_checked_by_the_same_form(administrator: Client) -> None:
    make_standard_page("About")
    rows = b"from,to\n/a,/b/\n/about,/b/\n/c,/c/\n/d,https://example.org/\n"
    sent = {"import_file": SimpleUploadedFile("r.csv", rows, "text/csv")}
    page = administrator.post(reverse("wagtailredirects:start_import"), sent)
    initial = page.context["form"].initial
    done = administrator.post(
        reverse("wagtailredirects:process_import"), {**initial, "from_index": 0, "to_index": 1}
    )
    assert [row[0] for row in done.context["import_summary"]["errors"]] == ["/about", "/c"]
    assert set(Redirect.objects.values_list("old_path", "redirect_link")) == {
        ("/a", "/b/"), ("/d", "https://example.org/"),
    }  # fmt: skip


def test_wagtails_own_form_still_rejects_paths(administrator: Client) -> None:
    """Fails when it accepts them: then the field in cms.compat.wagtail_redirect_form can go."""
    form = RedirectForm({"old_path": "/a", "redirect_link": "/about/", "is_permanent": "on"})
    assert form.errors == {"redirect_link": ["Enter a valid URL."]}
