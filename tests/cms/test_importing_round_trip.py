"""What the export writes, the import accepts: generated sites with lost targets, aliases, drafts and every kind of block.

A site is imported, then damaged as sites are in use, and exported. The export must change nothing where it comes from,
and give the same export again from an empty site.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from cms.media.models import Document, Image
from content_types.blocks.body import BodyBlock
from content_types.blocks.text import LANGUAGES
from content_types.events.models import Event
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.cms.test_importing_export import another_site, export
from tests.factories.content import png
from tests.support.importing import CATEGORY, counts, event, ndjson, reasons, review, run_import, solution

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

SOLUTIONS, EXAMPLES, LEAST = 288, 4, 2000
TRANSLATED, REVIEWED = 40, 200
PICTURES = ["red.png", "blue.png", "grey.png"]
DOCUMENTS = ["a.pdf", "b.pdf"]
SLUGS = [f"s-{n}" for n in range(SOLUTIONS)]

words = st.text(
    st.characters(exclude_categories=["C", "Z", "S"], exclude_characters="<>=+-@'"), min_size=1, max_size=24
)
labels = words.map(lambda text: f"T {text}")
optional = st.just("") | labels
target = st.sampled_from(SLUGS)
links = st.sampled_from(
    [*(f"solution:{slug}" for slug in SLUGS[:40]), "event:e-1", "event:e-2", "collection:c-1", "page:/solutions/",
     "document:a.pdf", "document:b.pdf", "https://example.org/", "mailto:a@example.org"]
)  # fmt: skip
rich_text = st.builds(
    lambda text, link, tag: f'<p>{text} <{tag}>x</{tag}> <a href="{link}">{text}</a></p>',
    words, links, st.sampled_from(["b", "i"]),
)  # fmt: skip
pictures, documents = st.sampled_from(PICTURES), st.sampled_from(DOCUMENTS)


def struct(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(parts)


def some(items: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=most)


BLOCKS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "heading": struct(text=labels, level=st.sampled_from(["h2", "h3", "h4"]), anchor=st.sampled_from(["", "a-1"])),
    "paragraph": struct(text=rich_text),
    "quote": struct(text=labels, attribution=optional, source_url=st.sampled_from(["", "https://example.org/"])),
    "code": struct(language=st.sampled_from([name for name, _ in LANGUAGES]), code=labels),
    "divider": struct(style=st.sampled_from(["line", "space"])),
    "image": struct(image=pictures, alt_text=optional, caption=optional),
    "gallery": struct(images=some(struct(image=pictures, caption=optional))),
    "embed": struct(url=st.just("https://example.org/video"), caption=optional),
    "document": struct(document=documents, label=optional),
    "features": struct(title=optional, items=some(struct(icon=st.just(""), title=labels, text=optional))),
    "faq": struct(title=optional, items=some(struct(question=labels, answer=rich_text))),
    "stats": struct(title=optional, items=some(struct(value=labels, label=labels))),
    "table": struct(
        caption=optional, first_row_is_header=st.booleans(), rows=some(st.tuples(optional, optional).map(list))
    ),
    "call_to_action": struct(title=labels, text=optional, label=labels)
    .flatmap(
        lambda button: st.sampled_from(
            [{"page": f"solution:{slug}", "url": ""} for slug in SLUGS[:40]]
            + [{"page": "/solutions/"}, {"page": "event:e-1"}, {"url": "https://example.org/"}]
        ).map(lambda goal: button | goal)
    ),
    "solution_list": struct(title=optional, solutions=some(target, 4), note=optional),
}  # fmt: skip


def make_block(name: str, value: Any) -> dict[str, Any]:
    return {"type": name, "value": value}


one_of_each = st.tuples(*(value.map(partial(make_block, name)) for name, value in BLOCKS.items()))
blocks = st.one_of(*(value.map(partial(make_block, name)) for name, value in BLOCKS.items()))


@st.composite
def sites(draw: st.DrawFn) -> dict[str, Any]:
    """Blocks and titles of a site's pages, and which of its rows are lost or hidden afterwards or have aliases."""
    return {
        "blocks": [*draw(st.permutations(draw(one_of_each))), *draw(st.lists(blocks, max_size=15))],
        "titles": draw(st.lists(labels, min_size=5, max_size=15)),
        "names": draw(st.lists(words, min_size=3, max_size=6, unique=True)),
        "lost": draw(st.sets(target, min_size=2, max_size=8)),
        "hidden": draw(st.sets(target, min_size=2, max_size=16)),
        "private": draw(st.sets(target, min_size=2, max_size=4)),
        "aliases": draw(st.sets(target, min_size=2, max_size=10)),
        "drafts": draw(st.sets(target, min_size=2, max_size=8)),
        "lost_files": draw(st.sets(pictures | documents, max_size=2)),
        "same_slugs": draw(st.booleans()),
    }


def build_records(site: dict[str, Any]) -> list[dict[str, Any]]:
    vendors = [
        {"kind": "vendor", "slug": f"v-{n}", "name": f"V {name}"} for n, name in enumerate(site["names"])
    ]
    bodies, titles = cycle(draw_bodies(site)), cycle(site["titles"])
    pages = [
        build_solution(site, number, next(titles), next(bodies), len(vendors)) for number in range(SOLUTIONS)
    ]
    return [
        *[CATEGORY, *vendors, {"kind": "tag", "slug": "rag", "name": "RAG"}],
        *chain(pages, build_translations(site, titles, bodies), build_aliases(site, pages)),
        *(
            event(f"e-{n}", body=next(bodies), solutions=SLUGS[n : n + 3], organiser="v-0")
            for n in range(1, 9)
        ),
        *reviews(),
        collection(),
    ]


def draw_bodies(site: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The blocks of a site in bodies of two, one and none."""
    given = iter(site["blocks"])
    found = [list(islice(given, size)) for size in islice(cycle([2, 1, 0]), len(site["blocks"]))]
    return [*found, list(given)]


def build_solution(
    site: dict[str, Any], number: int, title: str, body: list[dict[str, Any]], vendors: int
) -> dict[str, Any]:
    slug, pictured = SLUGS[number], number % 4 == 0
    files = {
        "logo": PICTURES[number % 3], "gallery": [{"image": PICTURES[(number + 1) % 3], "caption": "C"}],
        "socialImage": PICTURES[0],
    }  # fmt: skip
    return solution(
        slug, live=slug not in site["drafts"], title=title, body=body, vendor=f"v-{number % vendors}", tags=["rag"],
        alternatives=[SLUGS[(number * 7 + 3) % SOLUTIONS]] if number % 3 == 0 else [], **(files if pictured else {}),
    )  # fmt: skip


def build_translations(site: dict[str, Any], titles: Any, bodies: Any) -> list[dict[str, Any]]:
    return [
        solution(
            slug if site["same_slugs"] else f"de-{slug}", locale="de", translationOf=slug, title=next(titles),
            body=next(bodies), alternatives=[f"{slug}@en"],
        )
        for slug in SLUGS[:TRANSLATED]
    ]  # fmt: skip


def build_aliases(site: dict[str, Any], pages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Aliases of pages that stay and of pages that are lost, hidden or private afterwards, and aliases of these."""
    wanted = (
        set().union(*(sorted(site[name])[:2] for name in ("lost", "hidden", "private"))) | site["aliases"]
    )
    for page in pages:
        if page["slug"] in wanted - site["drafts"]:
            first = page | {"slug": f"alias-of-{page['slug']}", "aliasOf": page["slug"]}
            yield first
            yield first | {"slug": f"alias-of-alias-of-{page['slug']}", "aliasOf": first["slug"]}


def reviews() -> Iterator[dict[str, Any]]:
    """Reviews of the same moment, out of the order of their solutions."""
    reply = {"vendor": "v-1", "author": "rep", "body": "Thanks.", "createdAt": "2026-05-02T10:00:00Z"}
    for number in range(REVIEWED):
        slug = SLUGS[number * 7 % SOLUTIONS]
        yield review(
            f"r-{number}", slug, author=f"p-{number % 5}", **({} if number % 3 else {"reply": reply})
        )


def collection() -> dict[str, Any]:
    items = [{"solution": slug, "note": "N"} for slug in SLUGS[:6]]
    return {
        "kind": "collection", "slug": "c-1", "title": "C", "summary": "S", "items": items, "cover": "red.png",
    }  # fmt: skip


def damage(site: dict[str, Any]) -> None:
    """Make aliases as editors do, delete targets, hide pages and vendors, as happens on a site in use."""
    pages = {page.slug: page for page in Solution.objects.filter(locale__language_code="en")}
    alone = [slug for slug in SLUGS[TRANSLATED:] if slug not in site["drafts"]]
    pages[alone[0]].create_alias(update_slug="made-by-hand")
    pages[alone[1]].copy_for_translation(Locale.objects.get(language_code="de"), alias=True)
    Event.objects.get(slug="e-1").create_alias(update_slug="event-made-by-hand")
    Solution.objects.filter(slug__in=site["hidden"]).update(live=False)
    for slug in sorted(site["private"]):
        PageViewRestriction.objects.create(page=pages[slug], restriction_type=PageViewRestriction.LOGIN)
    for name in site["lost_files"]:
        for model in (Image, Document):
            model.objects.filter(title__iexact=Path(name).stem).delete()
    lost = Page.objects.filter(pk__in=[pages[slug].pk for slug in site["lost"]])
    (lost | Page.objects.filter(slug="e-2")).delete()
    Vendor.objects.filter(slug="v-1").update(live=False)


exported: list[int] = []


def test_generated_sites_go_round() -> None:
    exported.clear()
    go_round()
    assert sum(exported) >= LEAST


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
@given(sites())
def go_round(site: dict[str, Any]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder)
        with another_site():
            assert reasons(run_import(ndjson(folder, *build_records(site)))) == []
            damage(site)
            first = export(folder / "first")
            lines = first.count(b"\n")
            run = run_import(folder / "first" / "catalogue.ndjson")
            assert (reasons(run), counts(run)) == ([], (0, 0, lines, 0))
        with another_site():
            run = run_import(folder / "first" / "catalogue.ndjson")
            assert (reasons(run), counts(run)) == ([], (lines, 0, 0, 0))
            assert export(folder / "second") == first
        exported.append(lines)


def write_files(folder: Path) -> None:
    for path in PICTURES:
        (folder / path).write_bytes(png(colour=Path(path).stem).getvalue())
    for path in DOCUMENTS:
        (folder / path).write_bytes(f"%PDF-1.4 {path}".encode())


def test_every_kind_of_block_is_generated() -> None:
    assert BLOCKS.keys() == BodyBlock().child_blocks.keys()
