"""What an index looks like. MAPPING is raised with every change to it."""

from __future__ import annotations

from typing import Any

from plugins.search_elasticsearch.languages import LANGUAGES, PLAIN

__all__ = ["MAPPING", "WINDOW", "build_index", "list_languages"]

MAPPING = 1
WINDOW = 20_000
"""The most matches that one request may ask for."""
KEYWORD = {"type": "keyword"}
TEXT_PARTS = ("words", "head", "everything")
"""Fields of each language: the words of names; of labels and summaries too; of bodies too."""


def list_languages() -> list[str]:
    return sorted(set(LANGUAGES.values()))


def build_index(stemmers: set[str], replicas: int) -> dict[str, Any]:
    """Settings and mapping. stemmers: languages that the server has one for; others are indexed word by word."""
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": replicas,
            "refresh_interval": "-1",
            "max_result_window": WINDOW,
            "analysis": build_analysis(stemmers),
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": ["kind", "key", "locale", "fingerprint"]},
            "properties": build_fields(stemmers),
        },
    }


def build_analysis(stemmers: set[str]) -> dict[str, Any]:
    """Texts come in normal form: spaces alone divide words."""
    languages = sorted(stemmers)
    filters: dict[str, Any] = {
        f"{name}_stemmer": {"type": "stemmer", "language": name} for name in languages
    } | {f"{name}_stop": {"type": "stop", "stopwords": f"_{name}_"} for name in languages}
    analyzers: dict[str, Any] = {PLAIN: {"type": "custom", "tokenizer": "whitespace"}} | {
        name: {"type": "custom", "tokenizer": "whitespace", "filter": [f"{name}_stop", f"{name}_stemmer"]}
        for name in languages
    }
    return {"filter": filters, "analyzer": analyzers}


def build_fields(stemmers: set[str]) -> dict[str, Any]:
    texts = {
        f"{part}_{language}": build_text(language if language in stemmers else PLAIN)
        for language in (*list_languages(), PLAIN)
        for part in TEXT_PARTS
    }
    return {
        "kind": KEYWORD,
        "key": {"type": "long"},
        "locale": KEYWORD,
        "fingerprint": KEYWORD,
        "length": {"type": "short", "index": False},
        "name": {"type": "keyword", "ignore_above": 2000},
        "squeezed": {"type": "keyword", "ignore_above": 2000},
        "names": build_text(PLAIN),
        "known": build_text(PLAIN),
        **texts,
    }


def build_text(analyzer: str) -> dict[str, Any]:
    """No norms: a score says where a word stands, not how rare or how near it is."""
    return {"type": "text", "analyzer": analyzer, "norms": False}
