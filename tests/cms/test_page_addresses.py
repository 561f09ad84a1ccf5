"""A page has one address, in the admin, in the API and in redirects, on every site and in every language."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from cms.compat import wagtail_addresses, wagtail_redirects
from content_types.pages.models import HomePage
from content_types.solutions.models import Solution, SolutionIndex
from tests.content_api.client import ask
from tests.factories.content import (
    index_page,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
)
from tests.support.admin import form_at, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "page-edit-form"
FOUND = "query($path: String!) { page(path: $path) { title path locale } }"
REDIRECTS = "{ redirects(first: 100) { nodes { fromPath to } } }"


@pytest.fixture
def german(settings: Any) -> HomePage:
    settings.FRONTEND_URL = "https://www.example/"
    make_site()
    return make_language("de")


@pytest.fixture
def administrator(german: HomePage) -> Client:
    return sign_in_client()


def make_index(home: HomePage) -> SolutionIndex:
    return index_page(SolutionIndex, under=home)


def publish(client: Client, page: Page, captured: Any, **changes: Any) -> Any:
    """Send the page's form with some changes, and run what waits for the commit."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_at(client, address, FORM, **changes, **{"action-publish": "1"})
    with captured(execute=True):
        response = client.post(address, data, follow=True)
    page.refresh_from_db()
    return response


def view_live(response: Any) -> set[str]:
    """Where the buttons “View live” of an answer about one page lead."""
    links = BeautifulSoup(response.content, "html.parser").find_all("a")
    return {str(link["href"]) for link in links if link.get_text(strip=True) in {"View live", "Live"}}


def list_stored() -> set[tuple[str, int | None]]:
    return set(Redirect.objects.values_list("old_path", "redirect_page"))


def list_redirects() -> dict[str, str]:
    rows = ask(Client(), REDIRECTS)["redirects"]["nodes"]
    return {row["fromPath"]: row["to"] for row in rows}


def test_admin_and_api_give_the_same_address(german: HomePage) -> None:
    make_solution("Whisper", slug="whisper", under=make_index(german))
    make_solution("Whisper", slug="whisper")
    pages = Page.objects.filter(depth__gt=1).specific()
    assert {page.url for page in pages} == {
        "/", "/solutions/", "/events/", "/collections/", "/solutions/whisper/",
        "/de/", "/de/solutions/", "/de/events/", "/de/collections/", "/de/solutions/whisper/",
    }  # fmt: skip
    for page in pages:
        assert page.url == page.get_base_page().url == page.full_url.removeprefix("http://localhost")
        answer = ask(Client(), FOUND, path=page.url)["page"]
        assert answer == {"title": page.title, "path": page.url, "locale": page.locale.language_code}


def test_a_site_whose_own_language_is_not_the_default_one(german: HomePage) -> None:
    """Its home page is at `/`, whichever language that has, and the English translation at `/en/`."""
    home = make_site("other.example", default=False).root_page
    other = home.copy_for_translation(Locale.objects.get(language_code="de"))
    other.save_revision().publish()
    Site.objects.filter(hostname="other.example").get().delete()
    Site.objects.create(hostname="other.example", port=80, root_page=other)
    home = HomePage.objects.get(pk=home.pk)
    assert (other.full_url, home.full_url) == ("http://other.example/", "http://other.example/en/")
    client = Client(headers={"host": "other.example"})
    assert ask(client, FOUND, path="/en/")["page"]["locale"] == "en"
    assert german.full_url == "http://localhost/de/"


def test_a_changed_site_is_noticed_at_once(german: HomePage) -> None:
    site = Site.objects.get()
    english = HomePage.objects.get(pk=site.root_page.pk)
    assert (english.url, german.url) == ("/", "/de/")
    site.root_page = german
    site.save()
    assert [HomePage.objects.get(pk=page.pk).url for page in (english, german)] == ["/en/", "/"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_view_live_leads_to_the_page_in_the_frontend(
    administrator: Client, german: HomePage, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    page = make_solution("Whisper", slug="whisper", under=make_index(german) if language == "de" else None)
    wanted = "/de/solutions/whisper/" if language == "de" else "/solutions/whisper/"
    make_solution("Whisper", slug="whisper", under=None if language == "de" else make_index(german))
    said = publish(administrator, page, django_capture_on_commit_callbacks)
    editor = administrator.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert view_live(editor) == {wanted}
    assert view_live(said) == {wanted, wanted.removesuffix("whisper/")}
    assert Client().get(wanted).headers["Location"] == f"https://www.example{wanted}"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_new_slug_redirects_from_the_old_address_of_that_language(
    administrator: Client, german: HomePage, language: str, django_capture_on_commit_callbacks: Any
) -> None:
    pages = {"en": make_solution(slug="kite"), "de": make_solution(slug="kite", under=make_index(german))}
    page = pages[language]
    publish(administrator, page, django_capture_on_commit_callbacks, slug="drache")
    start = "/de/solutions/kite" if language == "de" else "/solutions/kite"
    assert list_stored() == {(start, page.pk)}
    assert list_redirects() == {start: start.replace("kite", "drache/")}
    assert ask(Client(), FOUND, path=start)["page"] is None


def test_a_renamed_german_index_leaves_all_english_addresses_alone(
    administrator: Client, german: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    index = make_index(german)
    for name in ("atlas", "kite", "über-uns"):
        make_solution(slug=name)
        make_solution(slug=name, under=index)
    make_solution(slug="draft", under=index, live=False)
    publish(administrator, index, django_capture_on_commit_callbacks, slug="loesungen")
    assert list_redirects() == {
        "/de/solutions": "/de/loesungen/",
        **{f"/de/solutions/{name}": f"/de/loesungen/{name}/" for name in ("atlas", "kite", "über-uns")},
    }


def test_no_redirect_stays_at_an_address_that_its_page_takes_again(
    administrator: Client, german: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    for page in (make_solution(slug="kite"), make_solution(slug="kite", under=make_index(german))):
        for slug in ("kite-b", "kite-c", "kite"):
            publish(administrator, page, django_capture_on_commit_callbacks, slug=slug)
        assert list_redirects() == {page.url[:-1] + ending: page.url for ending in ("-b", "-c")}
        Redirect.objects.all().delete()


def test_no_redirect_stays_below_an_index_that_is_named_back(
    administrator: Client, german: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    make_solution(slug="kite", under=make_index(german))
    index = make_index(german)
    for slug in ("werkzeuge", "solutions"):
        publish(administrator, index, django_capture_on_commit_callbacks, slug=slug)
    assert list_redirects() == {
        "/de/werkzeuge": "/de/solutions/",
        "/de/werkzeuge/kite": "/de/solutions/kite/",
    }


@pytest.fixture
def moved_page(administrator: Client, django_capture_on_commit_callbacks: Any) -> Solution:
    """A page that has left /solutions/kite."""
    page = make_solution(slug="kite")
    publish(administrator, page, django_capture_on_commit_callbacks, slug="kite-b")
    assert list_redirects() == {"/solutions/kite": "/solutions/kite-b/"}
    return page


def test_a_page_that_takes_a_freed_address_ends_its_redirect(
    administrator: Client, moved_page: Solution, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_solution(slug="other")
    publish(administrator, other, django_capture_on_commit_callbacks, slug="kite")
    assert list_redirects() == {"/solutions/other": "/solutions/kite/"}


def test_a_draft_at_a_freed_address_ends_the_redirect_when_it_is_published(
    administrator: Client, moved_page: Solution, django_capture_on_commit_callbacks: Any
) -> None:
    draft = make_solution(slug="kite", live=False)
    assert list_redirects() == {"/solutions/kite": "/solutions/kite-b/"}
    publish(administrator, draft, django_capture_on_commit_callbacks)
    assert (list_redirects(), list_stored()) == ({}, set())


@pytest.mark.parametrize("how", ["alias", "copy", "new page"])
def test_whatever_is_made_at_a_freed_address_ends_the_redirect(moved_page: Solution, how: str) -> None:
    other = make_solution(slug="other")
    if how == "alias":
        other.create_alias(update_slug="kite")
    elif how == "copy":
        other.copy(update_attrs={"slug": "kite"})
    else:
        make_solution(slug="kite")
    assert (list_redirects(), list_stored()) == ({}, set())


def test_a_page_that_is_moved_to_a_freed_address_ends_the_redirect(
    administrator: Client, django_capture_on_commit_callbacks: Any
) -> None:
    top, guide = make_standard_page("Top"), make_standard_page("Guide")
    publish(administrator, guide, django_capture_on_commit_callbacks, slug="next")
    moved = make_standard_page("Guide", under=top)
    make_standard_page("Below", under=moved)
    assert list_redirects() == {"/guide": "/next/"}
    address = reverse("wagtailadmin_pages:move_confirm", args=[moved.pk, top.get_parent().pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert administrator.post(address).status_code == 302
    assert list_redirects() == {"/top/guide": "/guide/", "/top/guide/below": "/guide/below/"}


def test_a_draft_that_was_never_public_leaves_no_redirect(
    administrator: Client, german: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    draft = make_solution(slug="k", live=False)
    publish(administrator, draft, django_capture_on_commit_callbacks, slug="kite")
    assert list_stored() == set()


def test_a_live_page_wins_over_a_redirect_that_was_made_by_hand(german: HomePage) -> None:
    about = make_standard_page("About")
    about.unpublish()
    target = make_standard_page("Imprint")
    Redirect.add_redirect("/about", target)
    Redirect.add_redirect("/de", target)
    Redirect.add_redirect("/", target)
    assert list_redirects() == {"/about": "/imprint/"}
    about.save_revision().publish()
    assert list_redirects() == {}
    assert Redirect.objects.count() == 3


def test_a_redirect_without_a_target_is_not_listed(german: HomePage) -> None:
    Redirect.objects.create(old_path="/nowhere")
    Redirect.objects.create(old_path="/gone", redirect_page=make_standard_page("Gone", live=False))
    assert list_redirects() == {}


def test_redirects_of_another_site_stay_with_it(german: HomePage) -> None:
    other = make_site("other.example", default=False)
    page = make_solution(slug="kite", under=index_page(SolutionIndex, under=other.root_page))
    Redirect.objects.create(old_path="/solutions/kite", site=Site.objects.get(is_default_site=True),
                            redirect_link="https://example.org/", automatically_created=True)  # fmt: skip
    page.save_revision().publish()
    assert list_redirects() == {"/solutions/kite": "https://example.org/"}


def test_the_prefix_is_still_ours_to_add(german: HomePage) -> None:
    """Fails when Wagtail itself gives translated pages an address of their own without a pattern for each language."""
    assert wagtail_addresses.original(german)[2] == "/"
    assert german.get_url_parts()[2] == "/de/"


def test_wagtail_still_leaves_redirects_at_live_pages(german: HomePage, monkeypatch: Any) -> None:
    """Fails when Wagtail deletes them: then cms.compat.wagtail_redirects can go."""
    monkeypatch.setattr(wagtail_redirects, "delete_stale_redirects", lambda url_paths: None)
    page = make_solution(slug="kite")
    Redirect.add_redirect("/solutions/kite", page, site=Site.objects.get(), automatically_created=True)
    page.save_revision().publish()
    assert list_stored() == {("/solutions/kite", page.pk)}
    assert list_redirects() == {}
