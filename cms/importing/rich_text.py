"""Rich text between sites: links by name instead of by primary key, and nothing the editor does not allow.

In a record a link to a page is `<a href="solution:chatgpt">`, to another page `<a href="page:/about/">`, to a document
`<a href="document:documents/x.pdf">`, and a picture is `<img src="image:images/x.png" alt="…">`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from wagtail.admin.rich_text.converters.editor_html import DbWhitelister, EditorHTMLConverter
from wagtail.rich_text import features as registry
from wagtail.rich_text.rewriters import extract_attrs
from wagtail.whitelist import allow_without_attributes

from cms.importing.errors import Refusal

NAMED = re.compile(r"(?:href|src)\s*=\s*[\"']([a-z_]+):([^\"']+)[\"']")
STORED = re.compile(r"<(a|embed)\b([^>]*)>")
BLOCK_KEY = re.compile(r"[0-9a-z]{5}")
INLINE = {
    "code": "code",
    "superscript": "sup",
    "subscript": "sub",
    "strikethrough": "s",
    "blockquote": "blockquote",
}
"""Elements of features for which Wagtail registers no rule in this form."""

SCHEMES = {"http", "https", "mailto", "tel", "ftp"}

Find = Callable[[str, str], Any]
Describe = Callable[[str, str], str | None]


def named_in(html: str) -> Iterator[tuple[str, str]]:
    """The (kind, name) of each thing that the text links or shows."""
    return ((kind, name) for kind, name in NAMED.findall(html) if kind not in SCHEMES)


def to_stored(html: str, features: list[str] | None, kinds: set[str], find: Find) -> str:
    """The text as Wagtail stores it: only elements that `features` allow, links by primary key.

    find: the row for a kind and a name, or a Refusal. A link with a scheme that is neither a kind nor safe, such as
    `javascript:`, loses its target.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["a", "img", "embed"]):
        _point(tag, kinds, find)
    return sanitiser(tuple(features) if features is not None else None).clean(str(soup))


def _point(tag: Tag, kinds: set[str], find: Find) -> None:
    """Replace the name of a row by what the sanitiser takes for its primary key."""
    for attribute in ("linktype", "embedtype", "data-linktype", "data-embedtype", "data-id"):
        if attribute in tag.attrs:
            raise Refusal(
                'names a link by a number of another site: write it as <a href="solution:its-slug">'
            )
    address = str(tag.attrs.pop("href", None) or tag.attrs.pop("src", None) or "")
    kind, _, name = address.partition(":")
    if tag.name == "a" and kind in kinds | {"document"} and kind != "image":
        link = "document" if kind == "document" else "page"
        tag.attrs = {"data-linktype": link, "data-id": str(find(kind, name).pk)}
    elif tag.name == "img" and kind == "image":
        style = " ".join(tag.get_attribute_list("class")) or "fullwidth"
        alt = str(tag.attrs.get("alt", ""))
        key = str(find(kind, name).pk)
        tag.attrs = {"data-embedtype": "image", "data-id": key, "data-alt": alt, "data-format": style}
    elif tag.name == "a" and address:
        tag.attrs["href"] = address
    elif tag.name == "embed" and address:
        tag.attrs = {"data-embedtype": "media", "data-url": address}


@cache
def sanitiser(features: tuple[str, ...] | None) -> DbWhitelister:
    """Wagtail's own sanitiser for these features, which here keeps the editor's keys of paragraphs."""
    names = list(features) if features is not None else registry.get_default_features()
    whitelister = DbWhitelister(EditorHTMLConverter(names).converter_rules)
    rules = whitelister.element_rules | {
        INLINE[name]: allow_without_attributes for name in names if name in INLINE
    }
    whitelister.element_rules = {
        name: rule if name in ("[document]", "a") else keeping_key(rule) for name, rule in rules.items()
    }
    return whitelister


def keeping_key(rule: Callable[[Tag], None]) -> Callable[[Tag], None]:
    def apply(tag: Tag) -> None:
        key = str(tag.attrs.get("data-block-key", ""))
        rule(tag)
        if BLOCK_KEY.fullmatch(key):
            tag["data-block-key"] = key

    return apply


def to_record(stored: str, describe: Describe) -> str:
    """Stored rich text with names instead of keys. describe: the name for a kind of link and a key, or None."""

    def rewrite(match: re.Match[str]) -> str:
        tag, attrs = match[1], extract_attrs(match[2])
        if tag == "a" and "linktype" in attrs:
            name = describe(attrs["linktype"], attrs.get("id", ""))
            return f'<a href="{name}">' if name else "<a>"
        if tag == "embed" and attrs.get("embedtype") == "image":
            name = describe("image", attrs.get("id", ""))
            alt, style = attrs.get("alt", ""), attrs.get("format", "fullwidth")
            return f'<img src="{name}" class="{style}" alt="{alt}"/>' if name else ""
        if tag == "embed":
            return f'<embed src="{attrs.get("url", "")}"/>'
        return match[0]

    return STORED.sub(rewrite, stored)


def stored_in(stored: str) -> Iterator[tuple[str, str]]:
    """The (kind of link, key) of each thing that stored rich text names by primary key."""
    for _, attributes in STORED.findall(stored):
        attrs = extract_attrs(attributes)
        if link := attrs.get("linktype") or attrs.get("embedtype"):
            yield link, attrs.get("id", "")
