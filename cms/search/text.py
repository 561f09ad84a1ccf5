"""The normal form of text for searching, the same for the index and for queries.

Accents, case and separators make no difference: "Naïve Résumé" is "naive resume", "AI/ML" is "ai ml". Signs that
belong to a name stay in it as words: "C++" is "cplusplus", so that neither finds the other as "C".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

__all__ = ["RULES", "list_spellings", "normalize", "normalize_document", "split_term"]

RULES = 3
"""Raise it whenever an index entry would be written differently: the next `migrate` then rebuilds the index."""

LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n",
    "ĸ": "k", "ŀ": "l", "♯": "#",
})  # fmt: skip
"""Letters that Unicode does not take apart into a base and an accent."""
MARKS = str.maketrans(dict.fromkeys("™®©℠", " "))
"""Signs that would otherwise become letters."""
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
SEPARATOR = re.compile(r"[\W_]")
ASCII_SEPARATORS = {code: " " for code in range(128) if not chr(code).isalnum()}
ACCENTS = re.compile(r"[\u0300-\u036f]")
SHORT_NAME = re.compile(r"(?<![^\W_])([^\W\d_]{1,2})(\+{1,2}|#)(?![^\W\d_])")
LONG_NAME = re.compile(r"(?<=[^\W\d_]{3})(\+{1,2}|#)(?![^\W\d_])")
DOT_NAME = re.compile(r"\.(?<![\w.]\.)([^\W\d_]\w*)")
"""The dot stands first, so that it is looked for alone."""
SIGNS = {"+": "plus", "#": "sharp"}
BOUNDARY = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
DIGIT = re.compile(r"\d")
JOINED = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)+")
"""Words that separators other than spaces join."""
TERM = re.compile(r'(-?)"([^"]*)"?|([^\s"]+)')


def normalize(text: str) -> str:
    """Lower-case words without accents, one space between them."""
    named = fold(text)
    if "+" in named or "#" in named:
        named = SHORT_NAME.sub(lambda found: f"{found[1]}{spell_signs(found[2])} ", named)
        named = LONG_NAME.sub(lambda found: f" {spell_signs(found[1])} ", named)
    return " ".join(split_words(named))


def fold(text: str) -> str:
    """The text without case and accents; accents of Latin, Greek and Cyrillic letters only."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(MARKS)).casefold().translate(LETTERS)
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", decomposed))
    return unicodedata.normalize("NFC", bare)


def spell_signs(signs: str) -> str:
    return "".join(SIGNS[sign] for sign in signs)


def split_words(text: str) -> list[str]:
    """Runs of letters and digits, with the vowel signs and other marks that belong to them."""
    if text.isascii():
        return text.translate(ASCII_SEPARATORS).split()
    return SEPARATOR.sub(lambda found: found[0] if is_mark(found[0]) else " ", text).split()


def is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def normalize_document(text: str) -> str:
    """What the index keeps of a text: its normal form, then further spellings by which it is found as well.

    "P-8A" is also found as "P 8", "Llama3" as "Llama 3", and ".NET" has a word of its own, "dotnet".
    """
    normal = normalize(text)
    words = normal.split() if DIGIT.search(normal) else ()
    parts = [
        part
        for word in words
        if not word.isalpha() and BOUNDARY.search(word)
        for part in BOUNDARY.split(word)
    ]
    dotted = [f"dot{normalize(name)}" for name in DOT_NAME.findall(fold(text))]
    return " ".join([normal, *dict.fromkeys(parts), *dict.fromkeys(dotted)])


def list_spellings(name: str) -> list[str]:
    """Words by which a name is found besides those of its normal form: "scikit-learn" as "scikitlearn" too, "GPT-4o" as
    "gpt4o", and what `normalize_document` adds."""
    normal = normalize(name)
    joined = ["".join(normalize(part).split()) for part in JOINED.findall(fold(name))]
    versions = [
        f"{one}{other}" for one, other in pairwise(normal.split()) if other[0].isdigit() and one.isalpha()
    ]
    more = normalize_document(name)[len(normal) :].split()
    known = {"", *normal.split(), *(word for word in joined if word.isdigit())}
    return [word for word in dict.fromkeys([*joined, *versions, *more]) if word not in known]


def split_term(term: str) -> list[str]:
    """The words that one term of a query asks for; "or" inside of a term ("and/or") is no operator."""
    bare = term.lstrip("([{'‘’")
    if dotted := DOT_NAME.match(bare):
        return [
            f"dot{word}" if place == 0 else word for place, word in enumerate(normalize(dotted[0]).split())
        ]
    return [word for word in normalize(term).split() if word != "or"]
