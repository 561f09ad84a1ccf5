"""Blocks: what an editor may put into them, how they look, and what is said about them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from graphql import GraphQLSchema
from wagtail import blocks, hooks
from wagtail.blocks.stream_block import StreamBlockValidationError

from cms.exchange.fields.body import messages
from cms.media.models import Image
from content_api.schema.build import build_schema
from content_types.blocks.body import BodyBlock
from content_types.blocks.templatetags.blocks_tags import picture
from content_types.solutions.models import Solution
from tests.factories.content import make_standard_page
from tests.support.admin import sign_in_client

BODY: blocks.StreamBlock = Solution._meta.get_field("body").stream_block
NAMES = list(BODY.child_blocks)
HOSTILE = '"><script>alert(1)</script>'
TARGETS = {"title": "Go", "text": "", "label": "Open", "page": None, "url": ""}


@dataclass(frozen=True)
class Shown:
    """A picture, page or document as templates get it."""

    title: str = HOSTILE
    url: str = HOSTILE
    alt: str = HOSTILE


def refusals(name: str, value: dict[str, Any]) -> list[str]:
    """What publishing says about a body of this one block."""
    try:
        BODY.clean(BODY.normalize([(name, value)]))
    except StreamBlockValidationError as error:
        return list(messages(error))
    return []


def html(name: str, value: dict[str, Any]) -> str:
    return render_to_string(BODY.child_blocks[name].meta.template, {"value": value})


def icons() -> set[str]:
    paths = [path for hook in hooks.get_hooks("register_icons") for path in hook([])]
    return {path.rpartition("/")[2].removesuffix(".svg") for path in paths}


@pytest.mark.parametrize("name", NAMES)
def test_every_block_is_described_to_the_editor(name: str) -> None:
    block = BODY.child_blocks[name]
    assert type(block).__name__ == "".join(word.title() for word in name.split("_")) + "Block"
    assert block.meta.label and block.meta.group and block.get_description()
    assert block.meta.icon in icons()


@pytest.mark.parametrize("name", NAMES)
def test_every_block_shows_a_preview_without_rows(name: str) -> None:
    block = BODY.child_blocks[name]
    value = block.get_preview_value()
    assert block.is_previewable
    shown = html(name, value)
    assert "None" not in shown
    assert BeautifulSoup(shown, "html.parser").find(
        ["h2", "p", "figure", "pre", "hr", "section", "ul", "table", "aside"]
    )


def test_previews_that_choose_rows_show_samples() -> None:
    page = BeautifulSoup(html("gallery", BODY.child_blocks["gallery"].get_preview_value()), "html.parser")
    assert [image["src"] for image in page.find_all("img")] == ["/static/blocks/sample.svg"] * 3
    page = BeautifulSoup(
        html("solution_list", BODY.child_blocks["solution_list"].get_preview_value()), "html.parser"
    )
    assert len(page.select("li a")) == 3


@pytest.mark.django_db
def test_the_block_picker_shows_every_preview_in_our_style() -> None:
    client = sign_in_client("Editor")
    for name, block in BODY.child_blocks.items():
        answer = client.get("/admin/block-preview/", {"id": block.definition_prefix})
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.select_one('link[rel=stylesheet][href="/static/blocks/preview.css"]'), name
        assert page.select_one(f"main > .block-{name} > *"), name


@pytest.mark.parametrize(
    ("with_page", "url", "expected"),
    [
        (False, "", ["block 1.url: Choose a page above, or enter an address here."]),
        (False, "https://example.org/", []),
        (False, "mailto:hello@example.org?subject=Hello", []),
        (True, "", []),
        (
            True,
            "https://example.org/",
            ["block 1.url: A button has one target: remove the page or this address."],
        ),
    ],
)
@pytest.mark.django_db
def test_a_button_leads_to_exactly_one_place(with_page: bool, url: str, expected: list[str]) -> None:
    page = make_standard_page() if with_page else None
    assert refusals("call_to_action", TARGETS | {"page": page, "url": url}) == expected


def test_a_draft_may_be_unfinished() -> None:
    draft = [("call_to_action", TARGETS), ("table", {"caption": "", "rows": [["a", "b"], ["1"]]})]
    kept = BODY.clean_deferred(BODY.normalize(draft))
    assert [child.block_type for child in kept] == ["call_to_action", "table"]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org/",
        "/inside/",
        "example.org",
        "https://",
        "https:example.org",
        "http://[",
        "https://example.org/\nSet-Cookie:x",
        "mailto:",
        "mailto:nobody",
        "mailto:javascript:alert(1)",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_addresses_that_are_not_links_are_refused(address: str) -> None:
    for name, value in (
        ("call_to_action", TARGETS | {"url": address}),
        ("quote", {"text": "So", "attribution": "", "source_url": address}),
        ("embed", {"url": address, "caption": ""}),
    ):
        field = "source_url" if name == "quote" else "url"
        found = refusals(name, value)
        assert found and found[0].startswith(f"block 1.{field}: E"), name


def test_an_embed_is_never_a_mailbox() -> None:
    expected = ["block 1.url: Enter an address that begins with http:// or https://."]
    assert refusals("embed", {"url": "mailto:hello@example.org", "caption": ""}) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("heading", {"text": " ", "level": "h2", "anchor": ""}, "block 1.text: This field is required."),
        (
            "heading",
            {"text": "Prices", "level": "h2", "anchor": "Our prices"},
            "block 1.anchor: Use small letters, digits and single hyphens, such as “first-steps”.",
        ),
        ("code", {"language": "text", "code": " \n\t"}, "block 1.code: This field is required."),
        (
            "code",
            {"language": "text", "code": "x" * 20_001},
            "block 1.code: Ensure this value has at most 20000 characters (it has 20001).",
        ),
        ("stats", {"title": "", "items": []}, "block 1.items: The minimum number of items is 1"),
        (
            "features",
            {"title": "", "items": [{"icon": "a b", "title": "Fast", "text": ""}]},
            "block 1.items.1.icon: Use small letters, digits and single hyphens, such as “first-steps”.",
        ),
        (
            "table",
            {"caption": "", "first_row_is_header": True, "rows": [["a", "b"], ["1", "2"], ["3"]]},
            "block 1.rows.3: This row has 1 cells, and the first row has 2: add or remove cells.",
        ),
    ],
)
def test_what_cannot_be_published(name: str, value: dict[str, Any], expected: str) -> None:
    assert refusals(name, value) == [expected]


@pytest.mark.parametrize("level", ["h1", "h5", "script", ""])
def test_headings_below_the_title_only(level: str) -> None:
    value = BODY.child_blocks["heading"].to_python({"text": "Prices", "level": level, "anchor": ""})
    with pytest.raises(ValidationError):
        BODY.child_blocks["heading"].clean(value)
    assert html("heading", value).strip() == "<h2>Prices</h2>"


def test_code_keeps_its_first_indentation() -> None:
    cleaned = BODY.clean(BODY.normalize([("code", {"language": "python", "code": "    return 1\n"})]))
    assert cleaned[0].value["code"] == "    return 1\n"


def build_hostile_value(block: Any) -> Any:
    """A stored value of a block in which every text is hostile, as if it had never been checked."""
    match block:
        case blocks.StructBlock():
            return {name: build_hostile_value(child) for name, child in block.child_blocks.items()}
        case blocks.ListBlock():
            return [build_hostile_value(block.child_block)] * 2
        case blocks.RichTextBlock():
            return mark_safe("<p>Rich text is sanitised before it comes here.</p>")
        case blocks.BooleanBlock():
            return True
        case blocks.ChooserBlock():
            return Shown()
    return HOSTILE


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_stays_text(name: str) -> None:
    shown = html(name, build_hostile_value(BODY.child_blocks[name]))
    assert "<script" not in shown
    page = BeautifulSoup(shown, "html.parser")
    assert not page.find("script")
    assert {attribute for tag in page.find_all() for attribute in tag.attrs} <= {
        "class", "href", "src", "alt", "id", "loading", "scope", "data-icon"
    }  # fmt: skip


def test_words_are_escaped_once() -> None:
    told = {"label": "Q&A", "page": Shown("", "/a?b=1&c=2", ""), "document": Shown("Q&A", "/a?b=1&c=2", "")}
    expected = '<a href="/a?b=1&amp;c=2">Q&amp;A</a>'
    assert expected in html("call_to_action", TARGETS | told)
    assert expected in html("document", told | {"label": ""})
    assert expected in html("embed", {"url": "/a?b=1&c=2", "caption": "Q&A"})
    assert expected in html("quote", {"text": "", "attribution": "Q&A", "source_url": "/a?b=1&c=2"})


def test_a_hidden_target_keeps_its_words_and_loses_its_link() -> None:
    value = TARGETS | {"page": None, "url": ""}
    assert BeautifulSoup(html("call_to_action", value), "html.parser").get_text(" ", strip=True) == "Go Open"
    assert "href" not in html("call_to_action", value)
    nowhere = Shown("Page", "", "")
    assert "href" not in html("call_to_action", value | {"page": nowhere})
    assert "href" not in html("document", {"document": None, "label": "Data sheet"})
    shown = html("solution_list", {"title": "", "solutions": [None, nowhere], "note": ""})
    assert "href" not in shown and BeautifulSoup(shown, "html.parser").get_text(strip=True) == "Page"


def test_a_hidden_picture_leaves_nothing() -> None:
    assert html("image", {"image": None, "alt_text": "", "caption": "Below"}).strip() == ""
    assert not BeautifulSoup(
        html("gallery", {"images": [{"image": None, "caption": "x"}]}), "html.parser"
    ).find("li")


def test_a_picture_is_shown_by_what_is_there() -> None:
    image = Image(
        collection_id=1,
        title="Harbour",
        description="A harbour at dusk",
        width=40,
        height=30,
        file="original/harbour.png",
    )
    expected = '<img alt="{}" height="30" loading="lazy" src="/media/original/harbour.png" width="40">'
    assert picture(image) == expected.format("A harbour at dusk")
    assert picture(image, "Boats & nets") == expected.format("Boats &amp; nets")
    assert picture(Shown("", "/a.webp", "")) == '<img alt="" loading="lazy" src="/a.webp">'
    assert picture(None) == ""


def test_the_representation_is_plain_data() -> None:
    body = [
        {"type": "heading", "value": {"text": "Prices", "level": "h3", "anchor": "prices"}},
        {"type": "code", "value": {"language": "bash", "code": "make demo"}},
        {"type": "stats", "value": {"title": "", "items": [{"value": "99", "label": "languages"}]}},
        {
            "type": "table",
            "value": {"caption": "", "first_row_is_header": True, "rows": [["a", "b"], ["1", "2"]]},
        },
        {"type": "call_to_action", "value": TARGETS | {"url": "https://example.org/"}},
        {"type": "divider", "value": {"style": "space"}},
    ]
    shown = BODY.get_api_representation(BODY.to_python(body))
    assert [{"type": block["type"], "value": block["value"]} for block in shown] == body


def test_words_are_searchable_and_code_addresses_and_choices_are_not() -> None:
    body = BODY.normalize(
        [
            ("heading", {"text": "Prices", "level": "h2", "anchor": "anchorword"}),
            ("paragraph", {"text": "<p>Rich <b>words</b></p>"}),
            ("code", {"language": "python", "code": "codeword"}),
            ("quote", {"text": "Said", "attribution": "Mira", "source_url": "https://urlword.example/"}),
            ("features", {"title": "Able", "items": [{"icon": "iconword", "title": "Fast", "text": "Very"}]}),
            ("table", {"caption": "Plans", "first_row_is_header": True, "rows": [["Cell"]]}),
            ("divider", {"style": "line"}),
        ]
    )
    words = " ".join(BODY.get_searchable_content(body)).split()
    assert words == ["Prices", "Rich", "words", "Said", "Mira", "Able", "Fast", "Very", "Plans", "Cell"]


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()


FIELDS = {
    "HeadingBlock": {"text": "String!", "level": "String!", "anchor": "String!"},
    "ParagraphBlock": {"text": "String!"},
    "QuoteBlock": {"text": "String!", "attribution": "String!", "sourceUrl": "String!"},
    "CodeBlock": {"language": "String!", "code": "String!"},
    "DividerBlock": {"style": "String!"},
    "ImageBlock": {"image": "Image", "altText": "String!", "caption": "String!"},
    "GalleryBlock": {"images": "[GalleryItem!]!"},
    "EmbedBlock": {"url": "String!", "caption": "String!"},
    "DocumentBlock": {"document": "Document", "label": "String!"},
    "FeaturesBlock": {"title": "String!", "items": "[FeatureItem!]!"},
    "FaqBlock": {"title": "String!", "items": "[FaqItem!]!"},
    "StatsBlock": {"title": "String!", "items": "[StatItem!]!"},
    "TableBlock": {"caption": "String!", "firstRowIsHeader": "Boolean!", "rows": "[[String!]!]!"},
    "CallToActionBlock": {
        "title": "String!", "text": "String!", "label": "String!", "page": "PageInterface", "url": "String!",
    },
    "SolutionListBlock": {"title": "String!", "solutions": "[Solution!]!", "note": "String!"},
}  # fmt: skip


ITEMS = {
    "GalleryItem": {"image": "Image", "caption": "String!"},
    "FeatureItem": {"icon": "String!", "title": "String!", "text": "String!"},
    "FaqItem": {"question": "String!", "answer": "String!"},
    "StatItem": {"value": "String!", "label": "String!"},
}


def list_fields(kind: Any) -> dict[str, str]:
    """What a type has beside the fields of every block."""
    return {name: str(field.type) for name, field in kind.fields.items() if name not in ("id", "blockType")}


def test_the_api_offers_every_child_of_every_block(schema: GraphQLSchema) -> None:
    union: Any = schema.type_map["BodyBlock"]
    assert {kind.name: list_fields(kind) for kind in union.types} == FIELDS
    assert {name: list_fields(schema.type_map[name]) for name in ITEMS} == ITEMS


def test_every_body_is_made_of_the_same_blocks() -> None:
    assert isinstance(BODY, BodyBlock) and BODY.meta.max_num == 100
    assert len(NAMES) == 15
