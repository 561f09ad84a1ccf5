"""The text search configuration of a language: how its words are reduced to stems."""

from __future__ import annotations

__all__ = ["SIMPLE", "choose_config"]

SIMPLE = "simple"
"""The configuration that takes words as they are."""
CONFIGS = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nb": "norwegian",
    "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Configurations of PostgreSQL 14 and later, by the language code without its region."""


def choose_config(locale: str) -> str:
    """The configuration for pages of a language; words are taken as they are in one that PostgreSQL does not know."""
    return CONFIGS.get(locale.lower().replace("_", "-").split("-")[0], SIMPLE)
