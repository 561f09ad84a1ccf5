"""Characters that no message and no report of ours shows as they are."""

from __future__ import annotations

import re
from unicodedata import category

from cms.base.public_text import normalise_text

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
UNSTORABLE = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of control characters, invisible ones, halves of characters, and separators of lines."""


def escape_invisible(text: str) -> str:
    """The text with escapes in place of invisible characters: control characters, direction overrides, zero-width
    characters, lone surrogates. Joiners that a script or an emoji needs stay, as do line breaks and tabs."""
    if normalise_text(text) == text and not UNSTORABLE.search(text):
        return text
    return "".join(escape(char, text[max(place - 1, 0) : place + 2]) for place, char in enumerate(text))


def escape(char: str, around: str) -> str:
    """around: the character between its neighbours, which decide whether a joiner means something."""
    if (
        category(char) not in HIDDEN
        or char in "\n\t"
        or (char in "\u200c\u200d" and char in normalise_text(around))
    ):
        return char
    return char.encode("unicode_escape").decode()
