"""Rich text that is sent: what Wagtail would leave out of it without a word is refused here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from draftjs_exporter.error import MarkdownParseError
from wagtail.admin.rich_text.converters.markdown_db import MarkdownConverter
from wagtail.api.rich_text import APIRichText, RichTextFormatError

__all__ = ["read_rich_text"]

DEEPEST = 50
"""Elements within each other: Wagtail's sanitiser calls itself for each."""
KEPT = frozenset({"data-block-key"})
"""Attributes that Wagtail makes itself, and makes new each time."""
TOO_DEEP = f"More than {DEEPEST} elements stand within each other: write it with fewer."
WRONG_SHAPE = 'Send HTML as a text, or {"format": "db_markdown", "content": …}.'


def read_rich_text(raw: Any, features: Sequence[str] | None) -> str:
    """The text as Wagtail stores it; ValidationError for an element, attribute or address that it does not take."""
    source = read_source(raw)
    tags = BeautifulSoup(source, "html.parser").find_all(True)
    if any(sum(1 for _ in islice(tag.parents, DEEPEST + 2)) > DEEPEST for tag in tags):
        raise ValidationError(TOO_DEEP)
    cleaned, removals = APIRichText.sanitize_db_html(source, features=list(features) if features else None)
    if problems := [*map(explain_removal, removals)] or [*find_lost_attributes(tags, cleaned)]:
        raise ValidationError(problems)
    return cleaned


def read_source(raw: Any) -> str:
    """The HTML that was sent, or that Markdown stands for."""
    if not isinstance(raw, str | dict):
        raise ValidationError(WRONG_SHAPE)
    try:
        form, content = APIRichText.parse_input(raw)
    except (RichTextFormatError, TypeError):
        raise ValidationError(WRONG_SHAPE) from None
    if form == "db_html":
        return content
    try:
        html = str(MarkdownConverter().to_database_format(content))
    except MarkdownParseError as error:
        raise ValidationError(f"The Markdown cannot be read: {error}") from None
    if "<a>" in html:  # its parser has dropped the address of a link
        raise ValidationError(
            "A link leads to an address that is not allowed: use http:, https:, mailto: or tel:."
        )
    return html


def explain_removal(removal: Any) -> str:
    reasons = {
        "unknown_linktype": "links to a kind of row that does not exist here",
        "unknown_embedtype": "shows a kind of row that does not exist here",
        "missing_attribute": "lacks an attribute, such as the id of its row",
    }
    reason = reasons.get(removal.reason, "is not allowed here")
    return f"<{removal.tag}> {reason}: leave it out, or write it otherwise."


def find_lost_attributes(tags: Sequence[Any], cleaned: str) -> Iterator[str]:
    """What the sanitiser has taken from elements that it has left where they were."""
    kept = BeautifulSoup(cleaned, "html.parser").find_all(True)
    for before, after in zip(tags, kept, strict=True):
        for name in before.attrs.keys() - after.attrs.keys() - KEPT:
            yield explain_attribute(before, name)


def explain_attribute(tag: Any, name: str) -> str:
    if tag.name == "a" and name == "href":
        return (
            f"A link leads to {str(tag[name])[:80]!r}: use an address with http:, https:, mailto: or tel:, "
            'or <a linktype="page" id="…">.'
        )
    return f"<{tag.name}> has the attribute {name!r}, which is not stored: leave it out."
