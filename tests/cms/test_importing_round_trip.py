"""What the export writes, the import accepts: generated sites with lost targets, drafts and every kind of block.

A site is imported, then damaged as sites are in use, and exported. The export must be accepted where it comes from, and
give the same export again from an empty site.
"""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st
from wagtail.models import Page, PageViewRestriction

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

SOLUTIONS, EXAMPLES, LEAST = 110, 10, 2000
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
blocks = st.one_of(
    *(value.map(lambda value, name=name: {"type": name, "value": value}) for name, value in BLOCKS.items())
)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, Any]:
    """Bodies and titles of a site's pages, and which of its rows are lost or hidden afterwards."""
    return {
        "bodies": draw(st.lists(st.lists(blocks, max_size=4), min_size=6, max_size=12)),
        "titles": draw(st.lists(labels, min_size=5, max_size=15)),
        "names": draw(st.lists(words, min_size=3, max_size=6, unique=True)),
        "lost": draw(st.sets(target, max_size=8)),
        "hidden": draw(st.sets(target, max_size=8)),
        "private": draw(st.sets(target, max_size=3)),
        "lost_files": draw(st.sets(pictures | documents, max_size=2)),
        "drafts": draw(st.sets(target, max_size=8)),
        "same_slugs": draw(st.booleans()),
    }


def records_of(site: dict[str, Any]) -> list[dict[str, Any]]:
    bodies, titles = cycle(site["bodies"]), cycle(site["titles"])
    vendors = [
        {"kind": "vendor", "slug": f"v-{n}", "name": f"V {name}"} for n, name in enumerate(site["names"])
    ]
    found: list[dict[str, Any]] = [CATEGORY, *vendors, {"kind": "tag", "slug": "rag", "name": "RAG"}]
    for number, slug in enumerate(SLUGS):
        own = {"vendor": vendors[number % len(vendors)]["slug"], "title": next(titles), "body": next(bodies)}
        own |= {
            "alternatives": [SLUGS[(number * 7 + 3) % SOLUTIONS]],
            "logo": PICTURES[number % 3],
            "tags": ["rag"],
        }
        own |= {
            "gallery": [{"image": PICTURES[(number + 1) % 3], "caption": "C"}],
            "socialImage": PICTURES[0],
        }
        found.append(solution(slug, live=slug not in site["drafts"], **own))
    for slug, title, body in islice(zip(SLUGS, titles, bodies, strict=False), 40):
        name = slug if site["same_slugs"] else f"de-{slug}"
        found.append(
            solution(
                name, locale="de", translationOf=slug, title=title, body=body, alternatives=[f"{slug}@en"]
            )
        )
    for number, body in enumerate(islice(bodies, 8), 1):
        found.append(event(f"e-{number}", body=body, solutions=SLUGS[number : number + 3], organiser="v-0"))
    items = [{"solution": slug, "note": "N"} for slug in SLUGS[:6]]
    found.append(
        {
            "kind": "collection",
            "slug": "c-1",
            "title": "C",
            "summary": "S",
            "items": items,
            "cover": "red.png",
        }
    )
    reply = {"vendor": "v-1", "author": "rep", "body": "Thanks.", "createdAt": "2026-05-02T10:00:00Z"}
    found += [review(f"r-{n}", slug, author=f"p-{n % 5}", reply=reply) for n, slug in enumerate(SLUGS[:40])]
    return found


def damage(site: dict[str, Any]) -> None:
    """Delete targets, hide pages and vendors, as happens on a site in use."""
    pages = {page.slug: page for page in Solution.objects.filter(locale__language_code="en")}
    Solution.objects.filter(slug__in=site["hidden"]).update(live=False)
    for slug in site["private"]:
        PageViewRestriction.objects.create(page=pages[slug], restriction_type=PageViewRestriction.LOGIN)
    for slug in site["lost"]:
        Page.objects.get(pk=pages[slug].pk).delete()
    for name in site["lost_files"]:
        for model in (Image, Document):
            model.objects.filter(title__iexact=Path(name).stem).delete()
    Event.objects.filter(slug="e-2").delete()
    Vendor.objects.filter(slug="v-1").update(live=False)


exported: list[int] = []


@pytest.mark.slow
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
        colours = ("red", "blue", "grey")
        for path, colour in zip(PICTURES, colours, strict=True):
            (folder / path).write_bytes(png(colour=colour).getvalue())
        for path in DOCUMENTS:
            (folder / path).write_bytes(f"%PDF-1.4 {path}".encode())
        with another_site():
            assert reasons(run_import(ndjson(folder, *records_of(site)))) == []
            damage(site)
            first = export(folder / "first")
            lines = first.count(b"\n")
            run = run_import(folder / "first" / "catalogue.ndjson")
            assert (reasons(run), run.created, run.updated + run.unchanged) == ([], 0, lines)
        with another_site():
            run = run_import(folder / "first" / "catalogue.ndjson")
            assert (reasons(run), counts(run)) == ([], (lines, 0, 0, 0))
            assert group_by_solution(export(folder / "second")) == group_by_solution(first)
        exported.append(lines)


def group_by_solution(catalogue: bytes) -> list[bytes]:
    """The records in order, reviews by solution: those of a solution that waits for another one are written last."""
    return sorted(catalogue.splitlines(), key=lambda line: json.loads(line).get("solution") or "")


def test_every_kind_of_block_is_generated() -> None:
    assert BLOCKS.keys() == BodyBlock().child_blocks.keys()
