"""The sitemap, the languages of a page, several rows in the order asked, and one redirect by its path."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, Site

from content_api.schema.roots import sitemap
from content_types.pages.models import SiteSettings, SocialLink
from content_types.solutions.models import Solution
from tests.content_api.client import ask, codes, post, statements
from tests.factories.content import (
    make_image,
    make_language,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
PATHS = "{ sitemap { partCount totalCount entries { path } } }"


@pytest.fixture(autouse=True)
def site() -> Site:
    return make_site()


def list_paths() -> list[str]:
    found = ask(Client(), PATHS)["sitemap"]
    assert found["totalCount"] == len(found["entries"])
    return [each["path"] for each in found["entries"]]


def translate(solution: Solution) -> Solution:
    copy = solution.copy_for_translation(make_language("de").locale, copy_parents=True)
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def test_it_has_every_page_that_may_be_listed() -> None:
    before = list_paths()
    assert "/" in before and "/solutions/" in before
    make_standard_page("About")
    make_solution("Whisper")
    assert sorted(list_paths()) == sorted([*before, "/about/", "/solutions/whisper/"])


HIDDEN: dict[str, Any] = {
    "a draft": {"live": False},
    "noindex": {"noindex": True},
    "an original elsewhere": {"canonical_url": "https://example.org/whisper"},
}


@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_it_leaves_out_what_must_not_be_listed(fields: dict[str, Any]) -> None:
    before = list_paths()
    make_solution("Whisper", **fields)
    assert list_paths() == before


def test_it_leaves_out_private_pages() -> None:
    before = list_paths()
    page = make_standard_page("Members")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    make_standard_page("Below", under=page)
    assert list_paths() == before


def test_an_entry_has_its_address_time_and_languages(settings: Any) -> None:
    translate(make_solution("Whisper"))
    query = "{ sitemap { entries { path url lastModified alternates { hreflang path url } } } }"
    entries = {each["path"]: each for each in ask(Client(), query)["sitemap"]["entries"]}
    home = settings.FRONTEND_URL
    english, german = "/solutions/whisper/", "/de/solutions/whisper/"
    expected = [
        {"hreflang": "en", "path": english, "url": home + english},
        {"hreflang": "de", "path": german, "url": home + german},
        {"hreflang": "x-default", "path": english, "url": home + english},
    ]
    assert entries[english]["alternates"] == entries[german]["alternates"] == expected
    assert entries[german]["url"] == home + german and entries[german]["lastModified"] is not None


def test_a_translation_that_is_hidden_is_no_alternate() -> None:
    translate(make_solution("Whisper")).unpublish()
    query = '{ page(path: "/solutions/whisper/") { alternates { hreflang } } }'
    assert ask(Client(), query)["page"]["alternates"] == [{"hreflang": "en"}, {"hreflang": "x-default"}]


def test_a_page_in_another_language_alone_has_no_default() -> None:
    original = make_solution("Whisper")
    translate(original)
    original.unpublish()
    query = '{ page(path: "/de/solutions/whisper/") { alternates { hreflang } } }'
    assert ask(Client(), query)["page"]["alternates"] == [{"hreflang": "de"}]


def test_parts_hold_every_page_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("A", "B", "C"):
        make_standard_page(name)
    paths = list_paths()
    monkeypatch.setattr(sitemap, "SIZE", 2)
    count = -(-len(paths) // 2)
    query = "query($part: Int!) { sitemap(part: $part) { partCount entries { path } } }"
    parts = [ask(Client(), query, part=number)["sitemap"] for number in range(1, count + 2)]
    assert {each["partCount"] for each in parts} == {count}
    found = [[entry["path"] for entry in each["entries"]] for each in parts]
    assert [path for each in found for path in each] == paths and found[-1] == []


@pytest.mark.parametrize("part", [0, -1, 1001])
def test_a_part_that_cannot_be_is_rejected(part: int) -> None:
    assert codes(post(Client(), "{ sitemap(part: %d) { totalCount } }" % part)) == ["BAD_USER_INPUT"]


def test_a_large_sitemap_costs_the_statements_of_a_small_one() -> None:
    query = "{ sitemap { totalCount entries { path alternates { url } } } }"
    make_solution("Whisper")
    ask(Client(), query)
    small = len(statements(Client(), query))
    for number in range(20):
        make_solution(f"Solution {number}")
    assert len(statements(Client(), query)) == small == 3


def measure_points(query: str, **variables: Any) -> int:
    body = {"query": query, "variables": variables, "extensions": {"cost": True}}
    return (
        Client()
        .post("/graphql", body, content_type="application/json")
        .json()["extensions"]["cost"]["requested"]
    )


def test_a_part_of_a_thousand_entries_costs_few_points() -> None:
    query = "{ sitemap { partCount entries { path lastModified alternates { hreflang url } } } }"
    assert measure_points(query) == 26


def test_every_page_has_metadata_and_its_image() -> None:
    page = make_standard_page("About", search_description="Who we are.", social_image=make_image("Team"))
    make_standard_page("Plain")
    query = "query($path: String!) { page(path: $path) { seo { title description } socialImage { title } } }"
    assert ask(Client(), query, path="/about/")["page"] == {
        "seo": {"title": page.title, "description": "Who we are."}, "socialImage": {"title": "Team"},
    }  # fmt: skip
    assert ask(Client(), query, path="/plain/")["page"]["socialImage"] is None
    assert ask(Client(), query, path="/")["page"]["seo"]["title"]


CARDS = """{ site { settings { shareImage { title } socialLinks { label url } } } }"""


def test_a_site_has_an_image_for_cards_and_links_to_its_profiles(site: Site) -> None:
    settings = SiteSettings.objects.create(site=site, share_image=make_image("Card"))
    links = [("Mastodon", "https://social.example/@a"), ("Code", "https://code.example/a")]
    for place, (label, url) in enumerate(links):
        SocialLink.objects.create(site_settings=settings, label=label, url=url, sort_order=place)
    found = ask(Client(), CARDS)["site"]["settings"]
    assert found["shareImage"]["title"] == "Card"
    assert found["socialLinks"] == [{"label": label, "url": url} for label, url in links]


def test_cards_do_not_show_images_of_private_collections(site: Site) -> None:
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    SiteSettings.objects.create(site=site, share_image=make_image("Secret", private))
    page = make_standard_page("About", social_image=make_image("Hidden", private))
    assert ask(Client(), CARDS)["site"]["settings"] == {"shareImage": None, "socialLinks": []}
    query = "query($path: String!) { page(path: $path) { socialImage { title } } }"
    assert ask(Client(), query, path=f"/{page.slug}/")["page"] == {"socialImage": None}


def test_editors_choose_the_image_and_the_links_in_the_admin(site: Site) -> None:
    image = make_image("Card")
    client = sign_in_client("Administrator")
    place = f"/admin/settings/pages/sitesettings/{site.pk}/"
    link = {"social_links-0-label": "Mastodon", "social_links-0-url": "https://social.example/@a"}
    rows = {"social_links-TOTAL_FORMS": "1", "social_links-0-ORDER": "1", "social_links-0-id": "", **link}
    form = client.get(place).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    sent = client.post(place, {**data, **rows, "social_links-INITIAL_FORMS": "0", "share_image": image.pk})
    assert sent.status_code == 302
    found = ask(Client(), CARDS)["site"]["settings"]
    assert found["shareImage"]["title"] == "Card"
    assert found["socialLinks"] == [{"label": "Mastodon", "url": "https://social.example/@a"}]


class TestSeveral:
    QUERY = "query($slugs: [String!]!) { solutionsBySlug(slugs: $slugs) { slug reviews { totalCount } } }"

    def test_rows_come_in_the_order_asked(self) -> None:
        for slug in ("a", "b", "c"):
            make_review(make_solution(slug.upper(), slug=slug))
        make_solution("Hidden", slug="hidden", live=False)
        asked = ["c", "hidden", "a", "none", "c"]
        found = ask(Client(), self.QUERY, slugs=asked)["solutionsBySlug"]
        assert [each and each["slug"] for each in found] == ["c", None, "a", None, "c"]

    @pytest.mark.parametrize("slugs", [["a"] * 101, ["a\0"], ["x" * 201]])
    def test_what_cannot_be_asked_is_rejected(self, slugs: list[str]) -> None:
        assert codes(post(Client(), self.QUERY, slugs=slugs)) == ["BAD_USER_INPUT"]

    def test_statements_do_not_depend_on_the_number(self) -> None:
        slugs = [make_solution(f"S{number}").slug for number in range(8)]
        ask(Client(), self.QUERY, slugs=slugs)
        counts = [len(statements(Client(), self.QUERY, slugs=slugs[:size])) for size in (1, 8)]
        assert counts == [3, 3]

    def test_each_item_is_charged(self) -> None:
        query = (
            "query($slugs: [String!]!) { solutionsBySlug(slugs: $slugs) { vendor { name } tags { name } } }"
        )
        points = [measure_points(query, slugs=["a"] * size) for size in (10, 20, 100)]
        assert points == [21, 41, 201]


class TestRedirect:
    QUERY = "query($path: String!) { redirect(path: $path) { to permanent } }"

    @pytest.mark.parametrize("path", ["/old", "/old/", "old", "/old?utm_source=x", "/%6Fld/"])
    def test_it_is_found_by_its_path(self, path: str) -> None:
        Redirect.objects.create(old_path="/old", redirect_link="https://example.org/")
        assert ask(Client(), self.QUERY, path=path)["redirect"] == {
            "to": "https://example.org/", "permanent": True,
        }  # fmt: skip

    def test_one_with_the_query_comes_before_one_without(self, site: Site) -> None:
        Redirect.objects.create(old_path="/old", redirect_link="https://example.org/all")
        Redirect.objects.create(old_path="/old?a=1&b=2", redirect_link="https://example.org/query")
        Redirect.objects.create(old_path="/old", redirect_link="https://example.org/site", site=site)
        found = [
            ask(Client(), self.QUERY, path=path)["redirect"]["to"]
            for path in ("/old?b=2&a=1", "/old?b=2", "/old")
        ]
        assert found == ["https://example.org/query", "https://example.org/site", "https://example.org/site"]

    def test_one_to_a_hidden_page_does_not_exist(self) -> None:
        hidden = make_standard_page("Hidden", live=False)
        Redirect.objects.create(old_path="/old", redirect_page=hidden)
        assert ask(Client(), self.QUERY, path="/old") == {"redirect": None}

    def test_a_live_page_wins_over_a_redirect_from_its_path(self) -> None:
        make_standard_page("About")
        Redirect.objects.create(old_path="/about", redirect_link="https://example.org/")
        assert ask(Client(), self.QUERY, path="/about/") == {"redirect": None}

    @pytest.mark.parametrize("path", ["/\0", "/" + "x" * 201])
    def test_a_path_that_cannot_be_is_rejected(self, path: str) -> None:
        assert codes(post(Client(), self.QUERY, path=path)) == ["BAD_USER_INPUT"]
