"""What may stand in names and short texts."""

import re
from typing import Any

from cms.importing.errors import Refusal

HTML_ELEMENTS = (
    "a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|blockquote|body|br|button|canvas|caption|center|cite|code|"
    "col|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|"
    "h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|math|menu|meta|"
    "meter|nav|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|script|"
    "search|section|select|slot|small|source|span|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|"
    "tfoot|th|thead|time|title|tr|track|u|ul|var|video|wbr"
)
MARKUP = re.compile(rf"<(?:/?(?:{HTML_ELEMENTS})(?=[\s/>])|!--|!doctype)", re.IGNORECASE)
"""An HTML tag. Only real elements: “new <name>” is a legitimate text."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNSTORABLE = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain_text(raw: Any) -> str:
    """A text without markup; null is the empty text. It may begin with “@” or “-”, but is not a formula."""
    text = unmarked(raw)
    if text.startswith("="):
        raise Refusal("begins with “=” like a spreadsheet formula: put a word before it")
    return text


def name_text(raw: Any) -> str:
    """A name or title on one line: no markup, and nothing that a spreadsheet would run as a formula."""
    text = unmarked(raw)
    if text.startswith(FORMULA_STARTS):
        raise Refusal(
            f"begins with “{text[0]}” like a spreadsheet formula: names begin with a letter or digit"
        )
    if "\n" in text or "\r" in text:
        raise Refusal("must stand on one line")
    return text


def unmarked(raw: Any) -> str:
    text = checked(raw)
    if found := MARKUP.search(text):
        raise Refusal(f"contains HTML (“{text[found.start() : found.start() + 20]}”): give plain text")
    return text


def checked(raw: Any) -> str:
    """A text without control characters and lone surrogates, which no database or browser takes."""
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise Refusal(f"must be text, not {json_type(raw)}")
    if CONTROL.search(raw):
        raise Refusal("contains a control character: remove it")
    try:
        raw.encode()
    except UnicodeEncodeError as error:
        raise Refusal(
            "contains half of a character (a lone surrogate): write the character itself"
        ) from error
    return raw.strip()


def visible(text: str) -> str:
    """The text as a database and a file take it: NUL and other control characters, and lone surrogates, as escapes."""
    return UNSTORABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def json_type(raw: Any) -> str:
    """What an editor calls the type of a JSON value."""
    if isinstance(raw, bool):
        return "true or false"
    names = {
        dict: "an object",
        list: "a list",
        int: "a number",
        float: "a number",
        str: "text",
        type(None): "nothing",
    }
    return names.get(type(raw), "something else")
