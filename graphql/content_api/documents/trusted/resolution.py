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

from content_api.documents.trusted.documents import PREFIX, Unfit
from content_api.documents.trusted.manifest import (
    MANIFEST,
    Source,
    Sources,
    named_in,
    parts_of,
    placed,
    spread,
    written,
)
from content_api.models import TrustedDocument

__all__ = ["Found", "document_named", "with_fragments"]

ID = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})")
SHOWN = 20
"""How many names an error lists for an unknown name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document. origin: where its operation stands. fragments: the names of those that were taken from the folder.
    parts: its definitions as they stand in the files of the folder; none for other documents."""

    text: str
    origin: str
    fragments: tuple[str, ...] = ()
    parts: tuple[DefinitionNode, ...] = ()


def document_named(given: str, folder: Path) -> Found:
    """That of a file, or of an operation of the folder or a registered one by name or id; Unfit when there is none."""
    path = Path(given)
    if path.is_file():
        return of_file(path, folder)
    if path.suffix == ".graphql" or len(path.parts) > 1:
        raise Unfit(f"There is no file {given}.")
    return by_id(given) or of_folder(given, folder) or registered(given) or nothing(given, folder)


def of_file(path: Path, folder: Path) -> Found:
    """The document of a file; of one in the folder, what `trusted_documents compile` makes of it."""
    if path.resolve().is_relative_to(folder.resolve()):
        return of_own_file(path.resolve().relative_to(folder.resolve()), folder)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unfit(f"{path} cannot be read: {error}") from error
    return with_fragments(text, str(path), folder)


def of_own_file(place: Path, folder: Path) -> Found:
    file, sources = f"{folder.name}/{place.as_posix()}", Sources.of(folder)
    for each in sources.operations:
        if each.file == file:
            return whole(each, sources)
    raise Unfit(f"{file} contains no operation.")


def with_fragments(text: str, origin: str, folder: Path) -> Found:
    """A text as it is, with the fragments of the folder that it uses and does not define."""
    try:
        definitions = parse(TextSource(text, origin)).definitions
    except GraphQLSyntaxError as error:
        raise Unfit(placed(error, origin)) from error
    except RecursionError as error:
        raise Unfit(f"{origin}: The document is nested too deeply.") from error
    taken = missing_from(definitions, folder)
    return Found("\n".join([text, *(print_ast(each.node) for each in taken.values())]), origin, tuple(taken))


def missing_from(definitions: tuple[DefinitionNode, ...], folder: Path) -> dict[str, Source]:
    """The fragments that definitions use and do not hold, by name; of the folder, which is read only when one is."""
    own = {
        each.name.value: Source("", "", each)
        for each in definitions
        if isinstance(each, FragmentDefinitionNode)
    }
    if not set().union(*map(named_in, definitions)) - own.keys():
        return {}
    known = {**Sources.of(folder).fragments, **own}
    used = set().union(*(spread(each, known) for each in definitions))
    return {name: known[name] for name in sorted(used - own.keys())}


def of_folder(name: str, folder: Path) -> Found | None:
    """An operation of the folder by its name."""
    sources = Sources.of(folder)
    return next((whole(each, sources) for each in sources.operations if name_of(each.node) == name), None)


def whole(source: Source, sources: Sources) -> Found:
    """An operation with the fragments that it uses."""
    parts = parts_of(source.node, sources.fragments)
    return Found(written(parts), source.file, tuple(map(name_of, parts[1:])), parts)


def name_of(node: DefinitionNode) -> str:
    return str(getattr(getattr(node, "name", None), "value", ""))


def by_id(given: str) -> Found | None:
    """A compiled or registered document by its id, of which the first eight digits are enough."""
    matched = ID.fullmatch(given)
    if matched is None:
        return None
    rows = {row["id"].removeprefix(PREFIX): (row["name"], row["text"]) for row in compiled_rows()}
    rows |= {row.pk: (row.name, row.text) for row in of_database(pk__startswith=matched[1])}
    fitting = {digest: row for digest, row in rows.items() if digest.startswith(matched[1])}
    if len(fitting) > 1:
        raise Unfit(f"Several documents begin with {matched[1]}: give more of the id.")
    return next((Found(text, f"{name} ({digest[:12]})") for digest, (name, text) in fitting.items()), None)


def compiled_rows() -> list[dict[str, Any]]:
    """The documents of the committed manifest; none while there is no such file."""
    try:
        rows: list[dict[str, Any]] = json.loads(MANIFEST.read_text(encoding="utf-8"))["documents"]
    except FileNotFoundError:
        return []
    return rows


def registered(name: str) -> Found | None:
    """The registered document of a name that was registered last."""
    rows = of_database(name=name)
    return Found(rows[0].text, f"{rows[0]}, release {rows[0].release}") if rows else None


def of_database(**wanted: Any) -> list[TrustedDocument]:
    """Registered documents, the latest first; none while there is no database."""
    try:
        return list(TrustedDocument.objects.filter(**wanted).order_by("-registered_at", "pk"))
    except OperationalError:
        return []


def nothing(given: str, folder: Path) -> Found:
    names = sorted(name_of(each.node) for each in Sources.of(folder).operations)
    listed = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    raise Unfit(
        f"{given} is not a file, and no operation in {folder.name}/ or registered document has that name or id. "
        f"{folder.name}/ has {listed}."
    )
