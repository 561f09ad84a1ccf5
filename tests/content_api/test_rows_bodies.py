"""Bodies, pictures, ways through the tree and hits are read as rows, with the same answers as by graphql-core."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.media.renditions import make_presets
from content_api.errors import SearchUnavailable
from content_api.model.search import hits
from content_types.pages.models import StandardPage
from content_types.testing.factories import make_document
from tests.content_api.client import ask, statements
from tests.factories.content import (
    make_category,
    make_image,
    make_site,
    make_solution,
    make_standard_page,
    make_vendor,
)

pytestmark = pytest.mark.django_db
PICTURE = "alt url rendition(preset: THUMB) { name url width alt } sources { type srcset }"
BODY = """body { __typename ... on Block { id blockType } ... on HeadingBlock { text level }
    ... on ParagraphBlock { html: text } ... on FaqBlock { items { question answer } }
    ... on ImageBlock { altText image { %(picture)s } again: image { title } }
    ... on GalleryBlock { images { caption image { %(picture)s } } } ... on DocumentBlock { document { title url } }
    ... on TableBlock { rows } ... on CallToActionBlock { label page { path title } }
    ... on SolutionListBlock { title solutions { title vendor { name } logo { %(picture)s } } } }""" % {
    "picture": PICTURE
}
LIST = "query($n: Int = 3) { solutions(first: $n, orderBy: [TITLE_ASC]) { nodes { title %s } } }"
SELECTED = {
    "pictures": f"logo {{ {PICTURE} small: rendition(preset: CARD) {{ width }} }}",
    "head": "seo { title description canonicalUrl noindex } alternates { hreflang path url } socialImage { title }",
    "bodies": BODY,
    "bodies as texts": "bodyHtml bodyJson",
    "parent": "parent { __typename title }",
    "ancestors": "ancestors { __typename title path ... on StandardPage { summary } }",
    "categories": "category { name parent { name } ancestors { name } children { name children { name } } }",
}
"""What is selected of each solution."""
ROOTS = {
    "children": """{ page(path: "/about/") { children(first: 1) { totalCount __typename pageInfo { hasNextPage
        endCursor } nodes { __typename title ... on StandardPage { summary } } } } }""",
    "hits": """{ search(query: "tool") { totalCount didYouMean facets { name values { value count } } __typename
        pageInfo { hasNextPage startCursor endCursor } edges { __typename cursor snippet highlights { place html }
        node { __typename ... on Solution { title vendor { name } } ... on Vendor { name } } } } }""",
    "hits by nodes": '{ search(query: "tool", first: 2) { nodes { __typename ... on Solution { title } } } }',
    "trending": "{ trending(kind: SOLUTION) { totalCount nodes { ... on Solution { title } } } }",
}


def build_body(place: int, shown: StandardPage, hidden: StandardPage, others: list[Any]) -> list[Any]:
    """Blocks of every kind that holds rows, blocks or rich text."""
    link = "".join(f'<a linktype="page" id="{each.pk}">here</a>' for each in (shown, hidden))
    picture = make_image(f"Picture {place}")
    make_presets(picture)
    return [
        ("heading", {"text": f"Part {place}", "level": "h2", "anchor": ""}),
        ("paragraph", {"text": f"<p>See {link}</p>"}),
        ("faq", {"title": "", "items": [{"question": "Why?", "answer": "<p>So.</p>"}]}),
        ("image", {"image": picture, "alt_text": "", "caption": ""}),
        (
            "gallery",
            {"images": [{"image": picture, "caption": "A"}, {"image": make_image(), "caption": "B"}]},
        ),
        ("document", {"document": make_document(f"File {place}"), "label": ""}),
        ("table", {"caption": "", "first_row_is_header": True, "rows": [["a", "b"], ["1", "2"]]}),
        ("call_to_action", {"title": "Go", "text": "", "label": "There", "page": shown, "url": ""}),
        ("call_to_action", {"title": "Go", "text": "", "label": "Hidden", "page": hidden, "url": ""}),
        ("solution_list", {"title": "See", "solutions": others, "note": ""}),
    ]


@pytest.fixture(autouse=True)
def _catalogue(settings: Any) -> None:
    settings.DEBUG = True
    make_site()
    about, hidden = make_standard_page("About"), make_standard_page("Hiddencanary")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for title in ("Team", "Jobs"):
        make_standard_page(title, under=about)
    models = make_category("Models", parent=make_category("Software"))
    make_category("Small", parent=models)
    logo, made = make_image("Logo"), list[Any]()
    make_presets(logo)
    for place in range(3):
        page = make_solution(
            f"Tool {place}", category=models, vendor=make_vendor(f"Maker {place}"), logo=logo
        )
        page.body = build_body(place, about, hidden, [*made])
        page.save()
        made.append(page)


def answer(client: Client, query: str, **variables: Any) -> tuple[Any, str]:
    """The data of a query, and what answered it."""
    body = {"query": query, "variables": variables}
    response = client.post("/graphql", body, content_type="application/json")
    assert "errors" not in response.json(), response.json()
    return response.content, response["X-AiXplore-Tier"]


@pytest.mark.parametrize("name", SELECTED)
def test_solutions_are_answered_alike_in_as_many_statements_for_any_number(
    client: Client, settings: Any, name: str
) -> None:
    query = LIST % SELECTED[name]
    found, tier = answer(client, query)
    assert tier == "T1" and b"iddencanary" not in found
    two, three = (statements(client, query, n=rows) for rows in (2, 3))
    settings.API_ROWS_TIER = False
    assert answer(client, query) == (found, "T3")
    assert len(three) == len(two), "\n".join(["", *two, "--- for three:", *three])
    if name != "bodies":  # where rows are read once for each different selection of them
        assert len(three) <= len(statements(client, query, n=3))


@pytest.mark.parametrize("name", ROOTS)
def test_roots_are_answered_alike(client: Client, settings: Any, name: str) -> None:
    found, tier = answer(client, ROOTS[name])
    assert tier == "T1"
    settings.API_ROWS_TIER = False
    assert answer(client, ROOTS[name]) == (found, "T3")


def test_a_page_is_shown_by_its_kind(client: Client) -> None:
    query = '{ page(path: "/about/team/") { title parent { title } ancestors { path } ... on StandardPage { summary } } }'
    assert answer(client, query)[1] == "T1"
    assert ask(client, query)["page"]["parent"] == {"title": "About"}


def test_a_search_that_gives_no_answer_is_not_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """What refuses the root field itself is the answer; other root fields are answered."""
    asked = []

    def fail(*given: Any) -> Any:
        asked.append(given)
        raise SearchUnavailable("Search gives no answer.")

    ask(client, "{ solutions { nodes { title } } }")  # reads the structure of this site
    monkeypatch.setattr(hits, "list_matches", fail)
    query = '{ search(query: "tool") { nodes { __typename } } site { name } }'
    response = client.post("/graphql", {"query": query}, content_type="application/json").json()
    (error,) = response["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["search"], "SEARCH_UNAVAILABLE")
    assert response["data"]["search"] is None and response["data"]["site"]
    settings.API_ROWS_TIER, as_rows = False, len(asked)
    assert client.post("/graphql", {"query": query}, content_type="application/json").json() == response
    assert len(asked) == 2 * as_rows
