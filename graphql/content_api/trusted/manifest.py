"""The operations of a frontend, one in each file, compiled to a manifest that can be registered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from graphql import (
    DefinitionNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    visit,
)

from content_api.trusted.documents import Described, Unfit, describe

__all__ = ["FOLDER", "MANIFEST", "compile_folder", "manifest_text"]

FOLDER = Path(settings.BASE_DIR) / "graphql" / "operations"
MANIFEST = FOLDER.with_suffix(".json")
VERSION = 1
OWNER = "theme"
"""Whose the files directly in the folder are; those in a sub-folder belong to whom it is named after."""


@dataclass(frozen=True, slots=True)
class Source:
    """One definition and where it stands."""

    file: str
    owner: str
    node: DefinitionNode


def compile_folder(folder: Path) -> list[Described]:
    """Every operation with the fragments that it uses, by owner and name; Unfit names the file.

    Fragments may stand in any file of the folder. The text is that of the definitions without what GraphQL ignores.
    """
    sources = list(read(folder))
    fragments = unique(each for each in sources if isinstance(each.node, FragmentDefinitionNode))
    operations = [each for each in sources if isinstance(each.node, OperationDefinitionNode)]
    found = [compiled(each, fragments) for each in operations]
    unique(operations)
    return sorted(found, key=lambda each: (each.owner, each.name))


def read(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.graphql")):
        place = path.relative_to(folder)
        owner = place.parts[0] if len(place.parts) > 1 else OWNER
        try:
            nodes = parse(path.read_text(encoding="utf-8"), no_location=True).definitions
        except GraphQLSyntaxError as error:
            raise Unfit(f"{place}: {error.message}") from error
        if sum(isinstance(each, OperationDefinitionNode) for each in nodes) > 1:
            raise Unfit(f"{place}: write one operation in each file.")
        yield from (Source(place.as_posix(), owner, each) for each in nodes)


def unique(sources: Iterable[Source]) -> dict[str, Source]:
    """Definitions by name; Unfit when two have the same."""
    found: dict[str, Source] = {}
    for each in sources:
        name = getattr(getattr(each.node, "name", None), "value", "")
        if name in found:
            raise Unfit(f"{each.file}: {name} stands in {found[name].file} as well.")
        found[name] = each
    return found


def compiled(source: Source, fragments: Mapping[str, Source]) -> Described:
    names = sorted(spread(source.node, fragments, set()))
    parts = [source.node, *(fragments[name].node for name in names)]
    text = strip_ignored_characters("\n".join(map(print_ast, parts)))
    try:
        return describe(text, source.owner)
    except Unfit as error:
        raise Unfit(f"{source.file}: {error}") from error


def spread(node: Node, fragments: Mapping[str, Source], seen: set[str]) -> set[str]:
    """The names of the fragments that a definition uses, itself or by others; validation names the unknown ones."""

    class Spreads(Visitor):
        def enter_fragment_spread(self, each: FragmentSpreadNode, *_: object) -> None:
            name = each.name.value
            if name not in seen and name in fragments:
                seen.add(name)
                spread(fragments[name].node, fragments, seen)

    visit(node, Spreads())
    return seen


def manifest_text(documents: Iterable[Described]) -> str:
    """The manifest as JSON; the same documents give the same text."""
    rows = [
        {"id": each.id, "name": each.name, "owner": each.owner, "cost": each.cost, "text": each.text}
        for each in documents
    ]
    return json.dumps({"version": VERSION, "documents": rows}, indent=2, ensure_ascii=False) + "\n"
