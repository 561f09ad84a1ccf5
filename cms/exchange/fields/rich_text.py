"""Rich text between sites: links by name instead of by primary key, and nothing the editor does not allow.

In a record a link to a page is `<a href="solution:chatgpt">`, to another page `<a href="page:/about/">`, to a document
`<a href="document:documents/x.pdf">`. Pictures and embeds are blocks of their own; the sanitiser drops them here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set as AbstractSet
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext_noop as _
from wagtail.admin.rich_text.converters.editor_html import DbWhitelister, EditorHTMLConverter
from wagtail.rich_text import features as registry
from wagtail.rich_text.rewriters import extract_attrs
from wagtail.whitelist import allow_without_attributes

from cms.exchange.errors import Refusal

NAMED = re.compile(r"href\s*=\s*[\"']([a-z_]+):([^\"']+)[\"']")
STORED = re.compile(r"<a\b([^>]*)>")
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


def find_names(html: str) -> Iterator[tuple[str, str]]:
    """The (kind, name) of each thing that the text links or shows."""
    return ((kind, name) for kind, name in NAMED.findall(html) if kind not in SCHEMES)


def to_stored(html: str, features: list[str] | None, kinds: AbstractSet[str], find: Find) -> str:
    """The text as Wagtail stores it: only elements that `features` allow, links by primary key.

    find: the row for a kind and a name, or a Refusal. A link with a scheme that is neither a kind nor safe, such as
    `javascript:`, loses its target.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["a", "embed"]):
        _point(tag, kinds, find)
    return sanitiser(tuple(features) if features is not None else None).clean(str(soup))


def _point(tag: Tag, kinds: AbstractSet[str], find: Find) -> None:
    """Replace the name of a row by what the sanitiser takes for its primary key."""
    if tag.attrs.keys() & {"linktype", "embedtype", "data-linktype", "data-embedtype", "data-id"}:
        raise Refusal(_('names a link by a number of another site: write it as <a href="solution:its-slug">'))
    kind, _colon, name = str(tag.attrs.get("href", "")).partition(":")
    if kind in kinds:
        link = "document" if kind == "document" else "page"
        tag.attrs = {"data-linktype": link, "data-id": str(find(kind, name).pk)}


@cache
def sanitiser(features: tuple[str, ...] | None) -> DbWhitelister:
    """Wagtail's own sanitiser for these features, which here keeps the editor's keys of paragraphs."""
    names = list(features) if features is not None else registry.get_default_features()
    whitelister = DbWhitelister(EditorHTMLConverter(names).converter_rules)
    rules = whitelister.element_rules | {
        INLINE[name]: allow_without_attributes for name in names if name in INLINE
    }
    whitelister.element_rules = {
        name: rule if name in ("[document]", "a") else keep_key(rule) for name, rule in rules.items()
    }
    return whitelister


def keep_key(rule: Callable[[Tag], None]) -> Callable[[Tag], None]:
    def apply(tag: Tag) -> None:
        key = str(tag.attrs.get("data-block-key", ""))
        rule(tag)
        if BLOCK_KEY.fullmatch(key):
            tag["data-block-key"] = key

    return apply


def to_record(stored: str, describe: Describe) -> str:
    """Stored rich text with names instead of keys. describe: the name for a kind of link and a key, or None."""

    def rewrite(match: re.Match[str]) -> str:
        attrs = extract_attrs(match[1])
        if "linktype" not in attrs:
            return match[0]
        name = describe(attrs["linktype"], attrs.get("id", ""))
        return f'<a href="{name}">' if name else "<a>"

    return STORED.sub(rewrite, stored)


def find_stored_keys(stored: str) -> Iterator[tuple[str, str]]:
    """The (kind of link, key) of each thing that stored rich text names by primary key."""
    for attributes in STORED.findall(stored):
        attrs = extract_attrs(attributes)
        if link := attrs.get("linktype"):
            yield link, attrs.get("id", "")
