"""Searches: what stands in an unpublished change finds nothing, and hidden rows are not found."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from content_types.solutions.models import Solution
from tests.factories.content import make_category, make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
WORD = "hiddenword"
ENTRANCES = {
    "explorer": "/admin/pages/{parent}/?q={word}",
    "explorer, whole tree": "/admin/pages/?q={word}&search_all=1",
    "page search": "/admin/pages/search/?q={word}",
    "page search results": "/admin/pages/search/results/?q={word}",
    "page chooser": "/admin/choose-page/search/?q={word}",
    "page chooser of a type": "/admin/choose-page/search/?page_type=solutions.solution&q={word}",
    "list of a type": "/admin/solutions/?q={word}",
    "results of a type": "/admin/solutions/results/?q={word}",
    "admin API": "/admin/api/main/pages/?search={word}",
}
PEOPLE = ("Vendor", "Moderator", "Editor")


def make_change(**fields: Any) -> Solution:
    """A public profile "Shown" with an unpublished change."""
    make_site()
    page = Solution.objects.get(pk=make_solution("Shown", tags=("Publictag",)).pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def is_found(client: Client, entrance: str, word: str) -> bool:
    parent = Solution.objects.get().get_parent().pk
    answer = client.get(ENTRANCES[entrance].format(parent=parent, word=word))
    assert answer.status_code in (200, 302), answer.status_code  # some lists are closed to some roles
    return answer.status_code == 200 and "Shown" in answer.content.decode()


@pytest.mark.parametrize("person", PEOPLE)
def test_no_search_finds_a_page_by_its_unpublished_change(person: str) -> None:
    make_change(title=f"{WORD} title", summary=f"A {WORD} summary.")
    client = sign_in_client(person)
    for entrance in ENTRANCES:
        assert not is_found(client, entrance, WORD), entrance


@pytest.mark.parametrize("person", PEOPLE)
def test_every_search_finds_a_page_by_its_public_title(person: str) -> None:
    """Or the absence above would prove nothing."""
    make_change(title=f"{WORD} title")
    client = sign_in_client(person)
    lost = [entrance for entrance in ENTRANCES if not is_found(client, entrance, "Shown")]
    assert {"page chooser", "page chooser of a type"} & set(lost) == set()
    assert person != "Editor" or lost == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": f"{WORD} title"},
        {"summary": f"A {WORD} summary."},
        {"body": [("paragraph", {"text": f"<p>A {WORD} text.</p>"})]},
        {"body": [("heading", {"text": WORD, "level": "h2", "anchor": ""})]},
    ],
    ids=["title", "summary", "text", "heading"],
)
def test_visitors_find_nothing_by_an_unpublished_change(change: dict[str, Any]) -> None:
    make_change(**change)
    for word, count in ((WORD, 0), ("Shown", 1)):
        query = {"query": f'{{ search(query: "{word}") {{ totalCount }} }}'}
        answer = Client().post("/graphql", query, content_type="application/json").json()
        assert answer == {"data": {"search": {"totalCount": count}}}


def test_an_unpublished_change_of_the_category_is_not_public() -> None:
    page = make_change()
    published = set(page.categories.all())
    draft = Solution.objects.get(pk=page.pk)
    draft.category = make_category("Later")
    draft.save_revision()
    assert set(Solution.objects.get(pk=page.pk).categories.all()) == published
    draft.get_latest_revision().publish()
    assert draft.category in Solution.objects.get(pk=page.pk).categories.all()


@pytest.mark.parametrize("person", ["Vendor", "Moderator"])
def test_a_draft_snippet_is_not_found(person: str) -> None:
    make_site()
    make_vendor(f"{WORD} Inc", live=False)
    make_vendor("Public Inc")
    client, address = sign_in_client(person), "/admin/snippets/choose/vendors/vendor/results/?q="
    assert f"{WORD} Inc" not in client.get(address + WORD).content.decode()
    assert "Public Inc" in client.get(address + "Public").content.decode()
