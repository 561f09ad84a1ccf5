"""What may stand in names and short texts."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_noop as _

from cms.base.public_text import normalise_text
from cms.base.reasons import Reason, as_reason
from cms.exchange.errors import Refusal
from cms.exchange.fields.characters import CONTROL

HTML_ELEMENTS = (
    "a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|blockquote|body|br|button|canvas|caption|center|cite|code|"
    "col|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|"
    "h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|"
    "meter|nav|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|"
    "search|section|select|slot|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|"
    "tfoot|th|thead|time|title|tr|track|u|ul|var|video|wbr"
)
LONE_TAGS = (
    "b|blockquote|center|div|em|font|h[1-6]|i|iframe|li|marquee|object|ol|p|pre|script|span|strong|style|table|td|th|tr|"
    "u|ul"
)
MARKUP = re.compile(
    rf"<!--|<!doctype\b|</(?:{HTML_ELEMENTS})\s*>|<(?:{HTML_ELEMENTS})(?:[\s/]+[^\s<>=/]+\s*=|\s*/>)"
    rf"|<(?:br|hr|wbr)\s*>|(?<!\w)<(?:{LONE_TAGS})>(?=\w)",
    re.IGNORECASE,
)
"""HTML: a closing tag, one with an attribute, a line break, or a tag that begins a formatted text. “Vec<T>”, “a < b”
and “the <video> element” are text."""
CODE_SPAN = re.compile(r"`[^`\n]+`")


class Unreadable(str):
    """The text of a cell that has no value of its field's type; `reason` says why."""

    reason: Reason

    def __new__(cls, text: str, reason: str) -> Unreadable:
        unreadable = super().__new__(cls, text)
        unreadable.reason = as_reason(reason)
        return unreadable

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What makes the same object in a worker process."""
        return str(self), self.reason


def plain_text(raw: Any) -> str:
    """A text without markup; null is the empty text."""
    return parse_plain_text(raw)


def name_text(raw: Any) -> str:
    """A name or title on one line, without markup."""
    text = parse_plain_text(raw)
    if "\n" in text or "\r" in text:
        raise Refusal(_("must be a single line"))
    return text


def shorten_text(text: str, limit: int) -> str:
    """The first words of a text, with “…” after them, in at most `limit` characters."""
    if len(text) <= limit:
        return text
    start = text[: limit - 1]
    words = start.rsplit(maxsplit=1)[0] if not text[limit - 1].isspace() else start
    return f"{(words if len(words) > limit // 2 else start).rstrip(' ,;:.–-')}…"


def parse_plain_text(raw: Any) -> str:
    """A text without HTML; what stands between backticks is code, not markup."""
    text = parse_text(raw)
    if found := MARKUP.search(CODE_SPAN.sub(lambda span: "\0" * len(span[0]), text)):
        markup = text[found.start() : found.start() + 20]
        raise Refusal(_("contains HTML (“%(markup)s”): give plain text"), markup=markup)
    return text


def parse_text(raw: Any) -> str:
    """A text without invisible characters. Refusal for control characters and lone surrogates, which no database or
    browser takes."""
    if isinstance(raw, Unreadable):
        raise Refusal(raw.reason)
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise Refusal(_("must be text, not %(given)s"), given=json_type(raw))
    if CONTROL.search(raw):
        raise Refusal(_("contains a control character: remove it"))
    try:
        raw.encode()
    except UnicodeEncodeError as error:
        raise Refusal(
            _("contains half of a character (a lone surrogate): write the character itself")
        ) from error
    return normalise_text(raw).strip()


def parse_text_or_keep(text: str) -> str:
    """The text as `parse_text` gives it; one that it refuses stays as it is."""
    try:
        return parse_text(text)
    except Refusal:
        return text


def json_type(raw: Any) -> Reason:
    """What an editor calls the type of a JSON value."""
    names = {
        bool: _("true or false"),
        dict: _("an object"),
        list: _("a list"),
        int: _("a number"),
        float: _("a number"),
        str: _("text"),
        type(None): _("nothing"),
    }
    return Reason(names.get(type(raw), _("something else")))
