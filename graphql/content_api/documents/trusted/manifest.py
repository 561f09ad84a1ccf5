"""The operations of a frontend, one in each file, compiled to a manifest that can be registered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    Node,
    OperationDefinitionNode,
    Source as TextSource,
    Visitor,
    parse,
    print_ast,
    strip_ignored_characters,
    validate,
    visit,
)

from content_api.documents.trusted.documents import DocumentDescription, UnfitDocument, describe
from content_api.documents.validation import MAX_ERRORS
from content_api.schema.build import build_schema

__all__ = [
    "FOLDER",
    "MANIFEST",
    "Source",
    "Sources",
    "collect_definitions",
    "collect_fragment_names",
    "compile_folder",
    "find_schema_errors",
    "find_spread_names",
    "format_located_error",
    "manifest_text",
    "print_definitions",
]  # fmt: skip

FOLDER = Path(settings.BASE_DIR) / "graphql" / "operations"
MANIFEST = FOLDER.with_suffix(".json")
VERSION = 1
OWNER = "theme"
"""Whose the files directly in the folder are; those in a sub-folder belong to whom it is named after."""


@dataclass(frozen=True, slots=True)
class Source:
    """One definition and where it stands: its file, with the folder's name before it."""

    file: str
    owner: str
    node: DefinitionNode


def compile_folder(folder: Path) -> list[DocumentDescription]:
    """Every operation with the fragments that it uses, by owner and name; Unfit names the file, or the folder.

    Fragments may stand in any file of the folder. The text is that of the definitions without what GraphQL ignores.
    """
    sources = Sources.of(folder)
    if not sources.operations:
        raise UnfitDocument(f"{folder} contains no operation: write each in a file that ends in .graphql.")
    found = [compile_source(each, sources.fragments) for each in sources.operations]
    index_by_name(sources.operations)
    return sorted(found, key=lambda each: (each.owner, each.name))


@dataclass(frozen=True, slots=True)
class Sources:
    """The definitions of a folder; fragments by name."""

    operations: list[Source]
    fragments: dict[str, Source]

    @classmethod
    def of(cls, folder: Path) -> Sources:
        """Unfit when there is no such folder, or one of its files cannot be read."""
        if not folder.is_dir():
            raise UnfitDocument(f"There is no folder {folder}.")
        found = list(read(folder))
        fragments = index_by_name(each for each in found if isinstance(each.node, FragmentDefinitionNode))
        return cls([each for each in found if isinstance(each.node, OperationDefinitionNode)], fragments)


def read(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.graphql")):
        place = path.relative_to(folder)
        owner = place.parts[0] if len(place.parts) > 1 else OWNER
        nodes = parse_definitions(path, f"{folder.name}/{place.as_posix()}")
        if sum(isinstance(each, OperationDefinitionNode) for each in nodes) > 1:
            raise UnfitDocument(f"{folder.name}/{place.as_posix()}: write one operation in each file.")
        yield from (Source(f"{folder.name}/{place.as_posix()}", owner, each) for each in nodes)


def parse_definitions(path: Path, name: str) -> tuple[DefinitionNode, ...]:
    """What a file defines; Unfit when it cannot be read, or is no GraphQL. name: what it is called in errors."""
    try:
        return parse(TextSource(path.read_text(encoding="utf-8"), name)).definitions
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitDocument(f"{name} cannot be read: {error}") from error
    except RecursionError as error:
        raise UnfitDocument(f"{name}: The document is nested too deeply.") from error
    except GraphQLSyntaxError as error:
        raise UnfitDocument(format_located_error(error, name)) from error


def format_located_error(error: GraphQLError, file: str) -> str:
    """An error's message with the file and line of what it is about; without a place of its own, that file."""
    node = next((each for each in error.nodes or () if each.loc), None)
    if node is not None and node.loc is not None:
        line = node.loc.source.get_location(node.loc.start).line
        return f"{node.loc.source.name}:{line}: {error.message}"
    return (
        f"{file}:{error.locations[0].line}: {error.message}"
        if error.locations
        else f"{file}: {error.message}"
    )


def index_by_name(sources: Iterable[Source]) -> dict[str, Source]:
    """Definitions by name; Unfit when two have the same."""
    found: dict[str, Source] = {}
    for each in sources:
        name = getattr(getattr(each.node, "name", None), "value", "")
        if name in found:
            raise UnfitDocument(f"{each.file}: {name} is also in {found[name].file}.")
        found[name] = each
    return found


def compile_source(source: Source, fragments: Mapping[str, Source]) -> DocumentDescription:
    parts = collect_definitions(source.node, fragments)
    try:
        return describe(strip_ignored_characters(print_definitions(parts)), source.owner)
    except UnfitDocument as error:
        raise UnfitDocument(
            "\n".join(find_schema_errors(parts, source.file)) or f"{source.file}: {error}"
        ) from error


def find_schema_errors(parts: Iterable[DefinitionNode], file: str) -> list[str]:
    """What the schema says against definitions that were read from files, each with its file and line."""
    document = DocumentNode(definitions=tuple(parts))
    if not document.definitions:
        return []
    return [
        format_located_error(each, file) for each in validate(build_schema(), document, max_errors=MAX_ERRORS)
    ]


def print_definitions(parts: Iterable[DefinitionNode]) -> str:
    return "\n\n".join(map(print_ast, parts))


def collect_definitions(node: DefinitionNode, fragments: Mapping[str, Source]) -> tuple[DefinitionNode, ...]:
    """A definition, and the fragments that it uses by name."""
    return (node, *(fragments[name].node for name in sorted(collect_fragment_names(node, fragments))))


def collect_fragment_names(node: DefinitionNode, fragments: Mapping[str, Source]) -> set[str]:
    """The names of the fragments that a definition uses, itself or by others; validation names the unknown ones."""
    found: set[str] = set()
    waiting: list[DefinitionNode] = [node]
    while waiting:
        new = (find_spread_names(waiting.pop()) & fragments.keys()) - found
        found |= new
        waiting += [fragments[name].node for name in new]
    return found


def find_spread_names(node: Node) -> set[str]:
    """The names of the fragments that a definition itself spreads."""
    found: set[str] = set()

    class Spreads(Visitor):
        def enter_fragment_spread(self, each: FragmentSpreadNode, *_: object) -> None:
            found.add(each.name.value)

    visit(node, Spreads())
    return found


def manifest_text(documents: Iterable[DocumentDescription]) -> str:
    """The manifest as JSON; the same documents give the same text."""
    rows = [
        {"id": each.id, "name": each.name, "owner": each.owner, "cost": each.cost, "text": each.text}
        for each in documents
    ]
    return json.dumps({"version": VERSION, "documents": rows}, indent=2, ensure_ascii=False) + "\n"
