"""Labels, help texts and messages of the admin are plain English, at the places where people read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.site.translations import list_catalogues, list_messages, list_packages, read_catalogue
from tests.factories.content import make_event, make_review, make_site, make_solution, make_user
from tests.support.admin import sign_in_client
from tests.support.admin_texts import list_shown_texts

CLUMSY = re.compile(
    r"(?<!there )\b(is|are) (no|none of) (?!longer\b|more\b)|\bin vain\b|\banew\b|\bstands?\b|\bbeside\b|\bthere twice\b"
    r"|\bis there in\b|\bholds (letters|no)\b|\bwhoever\b|\bnobody\b|\bwithout a word\b"
    r"|  | [.,;:!?](\s|$)|(?<!\.)\.\.(?!\.)",
    re.IGNORECASE,
)
"""Turns of phrase and typing errors that a reader stumbles over."""
PAIRS = {
    "Only when the same text stands elsewhere first": "Set this only if the original is published at another URL.",
    "Of lines that do not name one": "Used for rows without a language.",
    "Create what CSV cells name": "Create missing vendors and categories",
    "It says that it holds none": "This plugin reports no personal data.",
    "Its name in addresses": "Used in the URL; made from the name when empty.",
    "An event can repeat daily at most": "Events can repeat no more than once a day.",
    "is published now": "review published.",
}
"""What was read with a frown, and what is said in its place."""


def list_texts() -> list[str]:
    """Every text of ours that is marked for translation, in English, singular and plural."""
    found = []
    for package in list_packages():
        catalogue: Path = list_catalogues(package)["de"]
        for each in list_messages(read_catalogue(catalogue, "de")):
            found += [each.id] if isinstance(each.id, str) else list(each.id)
    return found


def test_every_text_is_plain() -> None:
    texts = list_texts()
    assert len(texts) > 1500
    assert [text for text in texts if CLUMSY.search(text)] == []


def test_images_have_one_name() -> None:
    """That of Wagtail's own pages, whose texts stand next to ours."""
    assert [text for text in list_texts() if re.search(r"\bpictures?\b", text, re.IGNORECASE)] == []


@pytest.mark.parametrize(
    "text", ["It stands below.", "“x” is no month", "Too long ..", "Searched in vain", "Two  spaces"]
)
def test_a_clumsy_text_is_found(text: str) -> None:
    assert CLUMSY.search(text)


@pytest.mark.parametrize(("before", "now"), PAIRS.items())
def test_a_text_was_rewritten(before: str, now: str) -> None:
    texts = list_texts()
    assert [text for text in texts if before in text] == []
    assert [text for text in texts if now in text]


@pytest.fixture
def client(db: None) -> Client:
    make_site()
    return sign_in_client(user=make_user("root", is_superuser=True, is_staff=True))


def test_forms_say_it_where_it_is_needed(client: Client) -> None:
    solution = make_solution("Atlas")
    pages = {
        f"/admin/pages/{solution.pk}/edit/": "Set this only if the original is published at another URL.",
        "/admin/imports/new/": "Used for rows without a language.",
        reverse("wagtailsnippets_taxonomy_category:add"): "Used in the URL; made from the name when empty.",
        reverse("plugins:detail", args=["badges"]): "This plugin reports no personal data.",
    }
    assert [
        path for path, text in pages.items() if text not in list_shown_texts(client.get(path).content)
    ] == []
    assert "Create missing vendors and categories" in list_shown_texts(
        client.get("/admin/imports/new/").content
    )


def test_a_decision_says_how_many_reviews_were_published(client: Client) -> None:
    review = make_review(make_solution("Atlas"), state="pending", title="Good")
    address = f"/admin/bulk/reviews/review/approve/?id={review.pk}&next={reverse('reviews:index')}"
    form = BeautifulSoup(client.get(address).content, "html.parser").select_one("[name=seen]")
    assert form is not None
    answer = client.post(address, {"reason": "ok", "note": "", "seen": str(form["value"])}, follow=True)
    assert "1 review published." in list_shown_texts(answer.content)


def test_buttons_that_add_use_small_letters(client: Client) -> None:
    """“Add plan”, as in Wagtail's own “Add child page”."""
    pages = [make_solution("Atlas"), make_event("Fair")]
    paths = [f"/admin/pages/{page.pk}/edit/" for page in pages] + [reverse("wagtailsnippets_pages_menu:add")]
    buttons = {
        text
        for path in paths
        for text in list_shown_texts(client.get(path).content)
        if text.startswith("Add ")
    }
    assert {"Add plan", "Add attribute", "Add speaker", "Add link"} <= buttons
    assert [text for text in buttons if re.search(r" [A-Z][a-z]", text)] == []


@pytest.mark.parametrize(
    ("path", "own"), [("/admin/solutions/", "Life cycle"), ("/admin/events/", "Takes place")]
)
def test_status_means_draft_or_live_in_lists_of_pages(client: Client, path: str, own: str) -> None:
    make_solution("Atlas", live=False)
    make_event("Fair", live=False)
    page = BeautifulSoup(client.get(path).content, "html.parser")
    headings = [each.get_text(strip=True) for each in page.select("main thead th")]
    assert headings.count("Status") == headings.count(own) == 1
    [row] = page.select("main tbody tr")
    cell = row.select("td")[headings.index("Status")]
    assert cell.get_text(strip=True).lower().endswith("draft")
    filters = [each.get_text(strip=True) for each in page.select(".w-drilldown__toggle")]
    assert (filters.count(own), filters.count("Status")) == (1, 0)
