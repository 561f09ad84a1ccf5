"""What a manifest says of its documents: ours, and those that the tools of clients write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content_api.documents.trusted.documents import PREFIX, UnfitDocument, compute_digest

__all__ = ["OWNER_OF_MAPS", "Row", "check_id", "parse_manifest"]

OWNER_OF_MAPS = "theme"
"""Whose documents are where neither a manifest nor a key says so."""
APOLLO = "apollo-persisted-query-manifest"
BESIDE = {"release", "owner"}
"""What may stand beside the documents of a map."""
HEX = re.compile(r"(?:\w+:)?([0-9a-f]+)")
NAMED = re.compile(r"\b(?:query|mutation|subscription)\s+(\w+)")
SHOWN = 100
"""Characters of a name or an id in an error."""
HINTS = {
    32: 'It looks like an MD5, which Relay writes: set `"algorithm": "SHA256"` in its `persistConfig`.',
    40: 'It looks like a SHA-1, which older graphql-codegen writes: set `hashAlgorithm: "sha256"` in its '
    "`persistedDocuments`.",
}
"""What to do about an id, by its length, when it is the hash of another algorithm."""
FORMATS = (
    '`documents` (a list of {"id", "owner", "text"}), Apollo\'s `operations` with `format` "' + APOLLO + '", '
    "or a map of SHA-256 to text, as Relay and graphql-codegen write it"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One document as it was given; nothing of it is checked yet. place: how to find it in the manifest."""

    place: str
    id: Any
    owner: Any
    text: Any
    name: Any = None

    @property
    def label(self) -> str:
        """What it is called in an error: its name or the one in its text, else its id, else its place."""
        found = NAMED.search(self.text) if isinstance(self.text, str) else None
        given = [self.name, found and found[1], self.id]
        named = next((each for each in given if isinstance(each, str) and each), self.place)
        return named[:SHOWN]


def parse_manifest(manifest: Any, owner: str) -> list[Row]:
    """The documents of a manifest in any of the formats; Unfit when it is in none. owner: of those without one."""
    if not isinstance(manifest, Mapping):
        raise UnfitDocument(f"A manifest is a JSON object with {FORMATS}.")
    owner = manifest.get("owner") or owner or OWNER_OF_MAPS
    if manifest.get("format") == APOLLO or "operations" in manifest:
        return list(iterate_apollo_rows(manifest, owner))
    documents = manifest.get("documents")
    if isinstance(documents, list):
        return list(iterate_own_rows(documents))
    if documents is None:
        documents = {key: value for key, value in manifest.items() if key not in BESIDE}
    if not isinstance(documents, Mapping) or not all(isinstance(each, str) for each in documents.values()):
        raise UnfitDocument(f"A manifest has {FORMATS}.")
    return [Row(f"document {place}", id, owner, text) for place, (id, text) in enumerate(documents.items())]


def iterate_own_rows(documents: list[Any]) -> Iterator[Row]:
    for place, row in enumerate(documents):
        known = row if isinstance(row, Mapping) else {}
        yield Row(f"documents[{place}]", *map(known.get, ("id", "owner", "text", "name")))


def iterate_apollo_rows(manifest: Mapping[str, Any], owner: str) -> Iterator[Row]:
    """Those of Apollo's persisted query manifest, whose ids are hashes unless a project makes others."""
    format, version, operations = map(manifest.get, ("format", "version", "operations"))
    if format != APOLLO or version != 1 or not isinstance(operations, list):
        raise UnfitDocument(f'It needs `operations`, a list, `format` "{APOLLO}" and `version` 1.')
    for place, row in enumerate(operations):
        known = row if isinstance(row, Mapping) else {}
        yield Row(f"operations[{place}]", known.get("id"), owner, known.get("body"), known.get("name"))


def check_id(id: str, text: str) -> None:
    """Unfit unless an id is the hash of the text, bare or with its prefix."""
    digest = compute_digest(text)
    if id.removeprefix(PREFIX) != digest:
        hint = HINTS.get(len(matched[1]), "") if (matched := HEX.fullmatch(id)) else ""
        raise UnfitDocument(
            f"`id` must be {PREFIX} and the SHA-256 of the text, which is {digest}. {hint}".rstrip()
        )
