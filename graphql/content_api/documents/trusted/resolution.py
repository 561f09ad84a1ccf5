"""The document that somebody means who names a file, an operation, or an id."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import OperationalError
from graphql import (
    DefinitionNode,
    FragmentDefinitionNode,
    GraphQLSyntaxError,
    Source as TextSource,
    parse,
    print_ast,
)

from content_api.documents.trusted.documents import PREFIX, UnfitDocument
from content_api.documents.trusted.manifest import (
    MANIFEST,
    Source,
    Sources,
    collect_definitions,
    collect_fragment_names,
    find_spread_names,
    format_located_error,
    print_definitions,
)
from content_api.models import TrustedDocument

__all__ = ["ResolvedDocument", "add_fragments", "document_named"]

ID = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")
SHOWN = 20
"""How many names an error lists for an unknown name."""


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """A document. origin: where its operation stands. fragments: the names of those that were taken from the folder.
    parts: its definitions as they stand in the files of the folder; none for other documents."""

    text: str
    origin: str
    fragments: tuple[str, ...] = ()
    parts: tuple[DefinitionNode, ...] = ()


def document_named(given: str, folder: Path) -> ResolvedDocument:
    """That of a file, or of an operation of the folder or a registered one by name or id; Unfit when there is none."""
    path = Path(given)
    if path.is_file():
        return find_in_file(path, folder)
    if path.suffix == ".graphql" or len(path.parts) > 1:
        raise UnfitDocument(f"There is no file {given}.")
    return (
        find_by_id(given)
        or find_in_folder(given, folder)
        or find_registered(given)
        or raise_not_found(given, folder)
    )


def find_in_file(path: Path, folder: Path) -> ResolvedDocument:
    """The document of a file; of one in the folder, what `trusted_documents compile` makes of it."""
    if path.resolve().is_relative_to(folder.resolve()):
        return of_own_file(path.resolve().relative_to(folder.resolve()), folder)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitDocument(f"{path} cannot be read: {error}") from error
    return add_fragments(text, str(path), folder)


def of_own_file(place: Path, folder: Path) -> ResolvedDocument:
    file, sources = f"{folder.name}/{place.as_posix()}", Sources.of(folder)
    for each in sources.operations:
        if each.file == file:
            return build_document(each, sources)
    raise UnfitDocument(f"{file} contains no operation.")


def add_fragments(text: str, origin: str, folder: Path) -> ResolvedDocument:
    """A text as it is, with the fragments of the folder that it uses and does not define."""
    try:
        definitions = parse(TextSource(text, origin)).definitions
    except GraphQLSyntaxError as error:
        raise UnfitDocument(format_located_error(error, origin)) from error
    except RecursionError as error:
        raise UnfitDocument(f"{origin}: The document is nested too deeply.") from error
    taken = find_missing_fragments(definitions, folder)
    return ResolvedDocument(
        "\n".join([text, *(print_ast(each.node) for each in taken.values())]), origin, tuple(taken)
    )


def find_missing_fragments(definitions: tuple[DefinitionNode, ...], folder: Path) -> dict[str, Source]:
    """The fragments that definitions use and do not hold, by name; of the folder, which is read only when one is."""
    own = {
        each.name.value: Source("", "", each)
        for each in definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    if not set().union(*map(find_spread_names, definitions)) - own.keys():
        return {}
    known = {**Sources.of(folder).fragments, **own}
    used = set().union(*(collect_fragment_names(each, known) for each in definitions))
    return {name: known[name] for name in sorted(used - own.keys())}


def find_in_folder(name: str, folder: Path) -> ResolvedDocument | None:
    """An operation of the folder by its name."""
    sources = Sources.of(folder)
    return next(
        (build_document(each, sources) for each in sources.operations if get_name(each.node) == name), None
    )


def build_document(source: Source, sources: Sources) -> ResolvedDocument:
    """An operation with the fragments that it uses."""
    parts = collect_definitions(source.node, sources.fragments)
    return ResolvedDocument(print_definitions(parts), source.file, tuple(map(get_name, parts[1:])), parts)


def get_name(node: DefinitionNode) -> str:
    return str(getattr(getattr(node, "name", None), "value", ""))


def find_by_id(given: str) -> ResolvedDocument | None:
    """A compiled or registered document by its id, of which the first eight digits are enough."""
    matched = ID.fullmatch(given)
    if matched is None:
        return None
    rows = {row["id"].removeprefix(PREFIX): (row["name"], row["text"]) for row in compiled_rows()}
    rows |= {row.pk: (row.name, row.text) for row in find_in_database(pk__startswith=matched[1])}
    fitting = {digest: row for digest, row in rows.items() if digest.startswith(matched[1])}
    if len(fitting) > 1:
        raise UnfitDocument(f"Several documents begin with {matched[1]}: give more of the id.")
    return next(
        (ResolvedDocument(text, f"{name} ({digest[:12]})") for digest, (name, text) in fitting.items()), None
    )


def compiled_rows() -> list[dict[str, Any]]:
    """The documents of the committed manifest; none while there is no such file."""
    try:
        rows: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))["documents"]
    except FileNotFoundError:
        return []
    return rows


def find_registered(name: str) -> ResolvedDocument | None:
    """The registered document of a name that was registered last."""
    rows = find_in_database(name=name)
    return ResolvedDocument(rows[0].text, f"{rows[0]}, release {rows[0].release}") if rows else None


def find_in_database(**wanted: Any) -> list[TrustedDocument]:
    """Registered documents, the latest first; none while there is no database."""
    try:
        return list(TrustedDocument.objects.filter(**wanted).order_by("-registered_at", "pk"))
    except OperationalError:
        return []


def raise_not_found(given: str, folder: Path) -> ResolvedDocument:
    names = sorted(get_name(each.node) for each in Sources.of(folder).operations)
    listed = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    raise UnfitDocument(
        f"{given} is not a file, and no operation in {folder.name}/ or registered document has that name or id. "
        f"{folder.name}/ has {listed}."
    )
