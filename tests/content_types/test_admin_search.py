"""The admin's own lists and choosers know every spelling of a title."""

from __future__ import annotations

import pytest
from django.test import Client

from content_types.testing.factories import make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db

TITLES = ("Model-4 Turbo", "AI/ML API", "C++ Compiler", "C Compiler", "Naïve Résumé", "Straße")
SEARCHES = {
    "model 4": {"Model-4 Turbo"},
    "model-4": {"Model-4 Turbo"},
    "ai ml": {"AI/ML API"},
    "naive resu": {"Naïve Résumé"},
    "résumé": {"Naïve Résumé"},
    "strasse": {"Straße"},
    "C++": {"C++ Compiler"},
}
PLACES = {
    "the list of solutions": "/admin/solutions/",
    "the page explorer": "/admin/pages/",
    "the page chooser": "/admin/choose-page/search/",
}


@pytest.fixture
def editor() -> Client:
    make_site()
    for place, title in enumerate(TITLES):
        make_solution(title, slug=f"s{place}", summary="-")
    return sign_in_client("Editor")


@pytest.mark.parametrize("address", PLACES.values(), ids=PLACES.keys())
def test_titles_are_found_in_every_spelling(editor: Client, address: str) -> None:
    found = {}
    for query in SEARCHES:
        content = editor.get(address, {"q": query}).content.decode()
        found[query] = {title for title in TITLES if f"{title}\n" in content or f"{title}<" in content}
    assert found == SEARCHES


def test_the_vendor_chooser_finds_a_name_without_its_accents(editor: Client) -> None:
    make_vendor("Société Générale", slug="sg")
    make_vendor("Society Ltd", slug="s")
    content = editor.get("/admin/snippets/choose/vendors/vendor/results/", {"q": "societe"}).content.decode()
    assert ("Société Générale" in content, "Society Ltd" in content) == (True, False)
