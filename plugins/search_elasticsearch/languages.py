"""How words of a language are reduced to their stems."""

from __future__ import annotations

__all__ = ["LANGUAGES", "PLAIN", "choose_language"]

PLAIN = "plain"
"""Words as they are."""
LANGUAGES = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nn": "norwegian", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Names of the servers' stemmers, by the language code without its region."""


def choose_language(locale: str) -> str:
    """The stemmer for pages of a language; "plain" for a language that has none."""
    return LANGUAGES.get(locale.lower().replace("_", "-").split("-")[0], PLAIN)
