"""The texts of bodies are those that Wagtail indexes, without making its values."""

from __future__ import annotations

import random
from typing import Any

import pytest
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    RawHTMLBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.rich_text import get_text_for_indexing

from cms.search.block_texts import list_block_texts, strip_tags
from content_types.solutions.models import Solution

PIECES = (
    "<p>", "</p>", "<P>", "<h2>", "</h2>", "<br/>", "<br />", "<br>", "<hr/>", "<b>", "</b>", "<ul><li>", "</li></ul>", "text", " ",
    "a < b", "a > b", "1<2", "<3", "&amp;", "&amp", "&lt;script&gt;", "&nbsp;", "&#39;", "&#x27;", "&unknown;", "&", "<!-- c -->", "<!x>",
    '<a href="https://example.org/?a=1&amp;b=2">', '<a href="x>y">', "<a href='x'>", "</a>", '<a linktype="page" id="3">',
    '<embed embedtype="image" id="1" alt="A picture"/>', "<script>", "</script>", "<style>b</style>", "<textarea>", "<title>", "</title>",
    "<", ">", '"', "<p", "</", "< p>", "<p class=x>", "<p\nid=\"a\">", "ß", "\u00a0", "<?php ?>", "<![CDATA[x]]>", "<a b>", "<p/ >",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_any_html_has_the_text_that_wagtail_indexes(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(400):
        html = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 9)))
        assert strip_tags(html) == get_text_for_indexing(html), html


class Loud(StructBlock):
    """A block that says itself what is searched."""

    text = CharBlock()

    def get_searchable_content(self, value: Any) -> list[str]:
        return [value["text"].upper()]


INNER = StructBlock(
    [("title", CharBlock(default="untitled")), ("text", RichTextBlock()), ("more", ListBlock(CharBlock()))]
)
BLOCK = StreamBlock(
    [
        ("text", RichTextBlock()), ("char", CharBlock()), ("number", IntegerBlock()), ("yes", BooleanBlock()), ("url", URLBlock()),
        ("choice", ChoiceBlock(choices=[("a", "First"), ("b", "Second")])), ("page", PageChooserBlock()), ("raw", RawHTMLBlock()),
        ("inner", INNER), ("list", ListBlock(INNER)), ("loud", Loud()), ("quiet", CharBlock(search_index=False)),
        ("hushed", StructBlock([("text", CharBlock())], search_index=False)),
    ]
)  # fmt: skip
STRUCT: dict[str, Any] = {
    "title": "A",
    "text": "<p>One</p><p>two</p>",
    "more": [{"type": "item", "value": "b", "id": "1"}, "c"],
}
RAW: list[dict[str, Any]] = [
    {"type": "text", "value": "<p>Hello <b>world</b></p><p>again &amp; again</p>"}, {"type": "char", "value": "a < b"},
    {"type": "number", "value": 3}, {"type": "yes", "value": True}, {"type": "url", "value": "https://example.org"},
    {"type": "choice", "value": "b"}, {"type": "page", "value": 1}, {"type": "raw", "value": "<i>x</i>"},
    {"type": "inner", "value": STRUCT}, {"type": "inner", "value": {"text": "<p>Two</p>", "more": []}},
    {"type": "list", "value": [STRUCT, {"type": "item", "value": STRUCT, "id": "2"}]}, {"type": "loud", "value": {"text": "hey"}},
    {"type": "quiet", "value": "hidden"}, {"type": "hushed", "value": {"text": "hidden"}}, {"type": "gone", "value": "x"},
]  # fmt: skip


@pytest.mark.django_db
def test_every_kind_of_block_has_the_texts_that_wagtail_indexes() -> None:
    value = BLOCK.to_python([{**each, "id": str(place)} for place, each in enumerate(RAW)])
    found = list(list_block_texts(BLOCK, RAW))
    assert found == BLOCK.get_searchable_content(value)
    assert (
        "HEY" in found
        and "untitled" in found
        and "Hello world again & again" in found
        and "hidden" not in found
    )


def test_a_block_is_not_asked_where_that_could_load_what_it_points_to() -> None:
    assert list(list_block_texts(BLOCK, [{"type": "loud", "value": {"text": "hey"}}], asks_blocks=False)) == [
        "hey"
    ]


def test_a_missing_value_has_no_text() -> None:
    assert (
        list(list_block_texts(BLOCK, [{"type": "char", "value": None}, {"type": "inner", "value": None}]))
        == []
    )


def test_the_body_of_a_solution_has_the_texts_that_wagtail_indexes() -> None:
    block = Solution._meta.get_field("body").stream_block  # type: ignore[union-attr]
    names = [
        name
        for name, child in block.child_blocks.items()
        if name in ("paragraph", "heading", "quote", "code")
    ]
    value = block.normalize([(name, block.child_blocks[name].get_default()) for name in names])
    expected = [text for text in block.get_searchable_content(value) if text != "None"]
    assert list(list_block_texts(block, list(value.raw_data))) == expected
