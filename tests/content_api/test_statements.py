"""Every list costs the same number of SQL statements for one row and for a hundred."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from cms.media.models import Image
from content_api.testing.leaks import unlimited
from content_types.events.models import Speaker
from content_types.pages.models import StandardPage
from content_types.solutions.models import Solution
from content_types.solutions.parts import Alternative, GalleryImage, PricingPlan
from tests.content_api.client import ask, statements
from tests.factories.content import (
    make_category,
    make_collection,
    make_event,
    make_image,
    make_review,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)

IMAGE = "{ alt rendition(preset: THUMB) { url width height } }"
LISTS = {
    "vendor, category and tags": "solutions(first: $n) { nodes { title vendor { name } category { name } "
    "categories { name } tags { name } } totalCount pageInfo { endCursor } }",
    "reviews": "solutions(first: $n) { nodes { reviews(first: 5) { totalCount nodes { rating author { displayName } "
    "votes { score } reply { body } } } rating { average score } } }",
    "images": "solutions(first: $n) { nodes { logo %s gallery { caption image %s } vendor { logo %s } } }"
    % (IMAGE, IMAGE, IMAGE),
    "alternatives": "solutions(first: $n) { nodes { alternatives { title vendor { name } alternatives { title } } } }",
    "plans, attributes and tree": "solutions(first: $n) { nodes { path seo { title } pricingPlans { price } "
    "attributes { value definition { name } } parent { title } ancestors { title } translations { locale } } }",
    "aliases": "solutions(first: $n) { nodes { a: reviews(first: 1) { nodes { title } } "
    "b: reviews(first: 2) { nodes { title } } v: vendor { name } w: vendor { slug } } }",
    "vendors with solutions": "vendors(first: $n) { nodes { solutions(first: 3) { totalCount nodes { title "
    "category { name } } } } }",
    "events": "events(first: $n) { nodes { title organiser { name } speakers { name } solutions { title "
    "vendor { name } } occurrences { startsAt } venue { name } } }",
    "bodies": "solutions(first: $n) { nodes { bodyHtml bodyJson body { ... on ParagraphBlock { text } "
    "... on ImageBlock { image %s } ... on SolutionListBlock { solutions { title vendor { name } } } "
    "... on CallToActionBlock { page { title path } } } } }" % IMAGE,
    "collections": "collections(first: $n) { nodes { items { note solution { title vendor { name } } } } }",
    "facets": "solutions(first: $n) { nodes { title } facets(names: [CATEGORY, VENDOR, TAGS, PRICING_MODEL, STATUS]) "
    "{ name values { value count } } }",
    "facets under parents": "vendors(first: $n) { nodes { solutions(first: 1) { nodes { title } "
    "facets(names: [CATEGORY, TAGS, STATUS]) { name values { value count } } } } }",
    "children": 'page(path: "/solutions/") { children(first: $n) { totalCount nodes { title ... on Solution '
    "{ vendor { name } } } } }",
    "search": 'search(query: "catalogue", first: $n) { totalCount facets { name values { value count } } '
    "nodes { ... on Solution { title vendor { name } } } }",
}


EXACT = {
    "vendor, category and tags": 6,
    "reviews": 7,
    "images": 9,
    "alternatives": 6,
    "plans, attributes and tree": 10,
    "aliases": 4,
    "vendors with solutions": 4,
    "events": 6,
    "bodies": 12,
    "collections": 4,
    "facets": 2,
    "facets under parents": 3,
    "children": 6,
    "search": 7,
}
"""Statements of each list; of search, one of them for the version of the site structure, and one that counts facets again
behind the gate, as always in a transaction."""

ROWS = 100


def body(others: list[Solution], about: StandardPage, image: Image) -> list[tuple[str, Any]]:
    """Blocks that point to a page, a picture and other solutions."""
    return [
        ("paragraph", {"text": f'<p>See <a linktype="page" id="{about.pk}">us</a></p>'}),
        ("image", {"image": image, "alt_text": "", "caption": ""}),
        ("call_to_action", {"title": "Go", "text": "", "label": "Go", "page": about, "url": ""}),
        ("solution_list", {"title": "See", "solutions": others, "note": ""}),
    ]


def fill() -> None:
    """A catalogue of ROWS solutions in which every one has everything, and points to the next two."""
    make_site()
    category, about, author = make_category("Models"), make_standard_page("About"), make_user()
    image = make_image()
    made = [
        make_solution(
            f"Tool {place:03}", summary="A catalogue entry", category=category, tags=("rag", f"t{place}"),
            vendor=make_vendor(f"Maker {place:03}", logo=image), logo=image,
        )
        for place in range(ROWS)
    ]  # fmt: skip
    for place, solution in enumerate(made):
        others = [made[(place + step) % ROWS] for step in (1, 2)]
        solution.body = body(others, about, image)
        solution.save()
        PricingPlan.objects.create(page=solution, name="Plus", price="20.00")
        GalleryImage.objects.create(page=solution, image=image)
        Alternative.objects.bulk_create(Alternative(page=solution, alternative=other) for other in others)
        make_review(solution, author)
        make_review(solution)
        event = make_event(f"Meeting {place:03}", organiser=solution.vendor)
        event.related_solutions.set(others)
        event.speakers.add(Speaker(name="Ada"))
        event.save()
        make_collection(f"List {place:03}", solutions=(solution, *others))


@unlimited()
class ConstantStatements(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        fill()

    def test_every_list_costs_the_same_for_one_row_and_for_a_hundred(self) -> None:
        for name, selection in LISTS.items():
            with self.subTest(name):
                query = f"query($n: Int!) {{ {selection} }}"
                ask(self.client, query, n=1)
                one, many = (statements(self.client, query, n=rows) for rows in (1, ROWS))
                assert len(one) == len(many), "\n".join(["", *one, "--- for a hundred:", *many])

    def test_the_exact_number_of_statements(self) -> None:
        """Of lists that were asked for before: what a process keeps does not depend on the tests that ran in it."""
        counted = {}
        for name, selection in LISTS.items():
            query = f"query($n: Int!) {{ {selection} }}"
            ask(self.client, query, n=1)
            counted[name] = len(statements(self.client, query, n=20))
        assert counted == EXACT
