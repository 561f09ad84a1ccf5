"""The indices of a site: one that is searched, and at times one that is being built.

The searched one is behind the alias `<prefix>search-m<MAPPING>`. Each has an alias of its own for writing
(`<index>-write`), so that a write to an index that has just been removed fails instead of making a new one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cms.plugin_api import settings_of
from plugins.search_elasticsearch.connection import get_client, is_missing
from plugins.search_elasticsearch.mapping import MAPPING, build_index, list_languages
from plugins.search_elasticsearch.settings import Settings

__all__ = [
    "WRITE",
    "IndexMissing",
    "ask",
    "find_building",
    "finish_building",
    "get_alias",
    "list_writable",
    "start_building",
]

WRITE = "-write"


class IndexMissing(LookupError):
    """There is no index that this version of the plugin can search; the message names the remedy."""

    def __init__(self) -> None:
        super().__init__(
            f"there is no index {get_alias()}: none was built yet, or it has the mapping of another version. "
            "Run `manage.py search rebuild`."
        )


def get_alias() -> str:
    """The name under which the index is searched. An index of another mapping has another one: it is not found."""
    return f"{settings_of(Settings).prefix}search-m{MAPPING}"


def ask(body: dict[str, Any], **options: Any) -> Any:
    """Search the index; IndexMissing when there is none."""
    try:
        return get_client().search(index=get_alias(), body=body, **options)
    except Exception as error:
        if is_missing(error):
            raise IndexMissing from error
        raise


def list_indices(client: Any) -> dict[str, set[str]]:
    """The aliases of each index of this mapping."""
    try:
        found = client.indices.get_alias(index=f"{get_alias()}-*")
    except Exception as error:
        if is_missing(error):
            return {}
        raise
    return {index: set(about["aliases"]) for index, about in dict(found).items()}


def list_writable(client: Any) -> list[str]:
    """The write aliases of all indices that follow changes; IndexMissing when there are none."""
    found = [
        f"{index}{WRITE}" for index, aliases in list_indices(client).items() if f"{index}{WRITE}" in aliases
    ]
    if not found:
        raise IndexMissing
    return sorted(found)


def find_building(client: Any) -> list[str]:
    """Indices that are not searched yet, the latest first."""
    found = list_indices(client)
    return sorted((index for index in found if get_alias() not in found[index]), reverse=True)


def start_building(rules: int) -> tuple[str, bool]:
    """The index to build, and whether it was begun earlier. Those that were begun under other rules are removed."""
    client, start = get_client(writes=True), f"{get_alias()}-r{rules}-"
    begun = find_building(client)
    kept = next((index for index in begun if index.startswith(start)), None)
    for index in begun:
        if index != kept:
            client.indices.delete(index=index)
    if kept:
        return kept, True
    index = f"{start}{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    body = build_index(find_stemmers(client), settings_of(Settings).replicas)
    client.indices.create(index=index, body={**body, "aliases": {f"{index}{WRITE}": {}}})
    return index, False


def find_stemmers(client: Any) -> set[str]:
    """The languages that the server can stem."""
    languages = list_languages()
    if can_stem(client, *languages):
        return set(languages)
    return {language for language in languages if can_stem(client, language)}


def can_stem(client: Any, *languages: str) -> bool:
    filters = [{"type": "stemmer", "language": language} for language in languages]
    try:
        client.indices.analyze(body={"tokenizer": "standard", "filter": filters, "text": "word"})
    except Exception as error:
        if getattr(error, "status_code", getattr(getattr(error, "meta", None), "status", None)) == 400:
            return False
        raise
    return True


def finish_building() -> None:
    """Search the built index from now on, and remove the one before it: one atomic change. Nothing when none is being
    built."""
    client, alias = get_client(writes=True), get_alias()
    built, *_rest = [*find_building(client), None]
    if built is None:
        return
    client.indices.put_settings(index=built, body={"index": {"refresh_interval": "1s"}})
    client.indices.refresh(index=built)
    old = [index for index, aliases in list_indices(client).items() if alias in aliases]
    changes = [
        {"add": {"index": built, "alias": alias}},
        *({"remove_index": {"index": index}} for index in old),
    ]
    client.indices.update_aliases(body={"actions": changes})
