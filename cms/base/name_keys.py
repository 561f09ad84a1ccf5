"""Keys by which names are compared that people write in more than one way."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cms.base.slugs import transliterate

__all__ = ["KEY_LENGTH", "find_host", "make_name_key"]

KEY_LENGTH = 200
LEGAL_FORMS = re.compile(
    "ab|ag|as|asa|bv|co|company|corp|corporation|gmbh|inc|incorporated|kg|kgaa|kk|limited|llc|llp|lp|ltd|nv|oy|oyj|plc|"
    "pte|pty|sa|sarl|sas|se|spa|srl|ug"
)
DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
SIGNS = {"+": " plus ", "#": " sharp ", "&": " and "}
LEADING_DOT = re.compile(r"(?<!\S)\.(?=\w)")
BETWEEN_LETTERS = re.compile(r"(?<!\d)-|-(?!\d)")


def make_name_key(name: str) -> str:
    """One key for the ways to write a name: “Café-Bot GmbH”, “cafe bot” and “CAFÉBOT” have the key “cafebot”.

    Case, accents, separators and a legal form at the end do not count. Numbers stay apart, so that “GPT-4.1” is not
    “GPT-41”, and so do “C++”, “C#” and “.NET”. Empty for a name without letters and digits.
    """
    text = DOTTED.sub(lambda match: match[0].replace(".", ""), name)
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    words = transliterate(LEADING_DOT.sub(" dot ", text)).split("-")
    while len(words) > 1 and LEGAL_FORMS.fullmatch(words[-1]):
        words.pop()
    return BETWEEN_LETTERS.sub("", "-".join(words))[:KEY_LENGTH]


def find_host(address: str) -> str:
    """The host of a web address without “www.”, in the letters that the network uses; empty without one."""
    try:
        host = (urlsplit(address if "//" in address else f"//{address}").hostname or "").rstrip(".")
        return host.encode("idna").decode().removeprefix("www.")
    except ValueError:
        return ""
