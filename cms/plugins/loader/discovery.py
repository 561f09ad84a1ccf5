"""Finding plugins without running any of their code: by entry point, and in folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import PluginRefused
from cms.plugins.loader.manifest import FILE, Manifest, read_manifest
from cms.plugins.loader.reasons import explain

__all__ = ["ENTRY_POINTS", "Candidate", "discover", "find_installed"]

ENTRY_POINTS = "aixplore.plugins"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin that was found. module: what to import. manifest is None when it cannot be used; `problem` says why."""

    name: str
    module: str
    source: str
    folder: Path | None = None
    manifest: Manifest | None = None
    problem: str = ""


def discover(bundled: Path, package: str, extra: Sequence[Path] = ()) -> list[Candidate]:
    """Candidates from entry points, from the folder `bundled` (importable as `package`), and from folders of the
    operator's own, whose children are put on the import path. Their order is fixed: by source, then by name."""
    found = find_installed()
    found += [from_folder(folder, f"{package}.{folder.name}") for folder in folders(bundled)]
    for root in extra:
        if str(root) not in sys.path:
            sys.path.append(str(root))
        found += [from_folder(folder, folder.name) for folder in folders(root)]
    return found


def find_installed() -> list[Candidate]:
    """Candidates from the entry points of installed packages, by name."""
    return [from_entry_point(each) for each in sorted(entry_points(group=ENTRY_POINTS), key=lambda e: e.name)]


def folders(root: Path) -> Iterator[Path]:
    """Folders with a manifest or a plugin module, by name; those that start with "_" or "." are templates."""
    if not root.is_dir():
        return
    for folder in sorted(root.iterdir()):
        is_plugin = (folder / FILE).exists() or (folder / "plugin.py").exists()
        if folder.is_dir() and folder.name[0] not in "_." and is_plugin:
            yield folder


def from_folder(folder: Path, module: str) -> Candidate:
    """A folder whose import would find something else, such as an installed package of the same name, is refused."""
    spec = find_spec(folder.name) if module == folder.name else None
    found = Path(spec.origin).parent if spec and spec.origin else folder
    if found.resolve() != folder.resolve():
        values = {"name": folder.name, "folder": found}
        problem = Reason(_("`import %(name)s` finds the package in %(folder)s: rename the plugin."), values)
        return Candidate(folder.name, module, str(folder), folder, problem=problem)
    return load_candidate(folder.name, f"{module}.plugin", str(folder), folder)


def from_entry_point(entry: EntryPoint) -> Candidate:
    """The manifest lies beside the entry point's module; only its top-level package is looked up, nothing is run."""
    source = f"entry point {entry.name} of {entry.dist.name if entry.dist else 'an unknown package'}"
    first, *others = entry.module.split(".")
    try:
        spec = find_spec(first)
    except (ImportError, ValueError):
        spec = None
    if spec is None or not spec.submodule_search_locations:
        problem = Reason(_("the package %(name)s cannot be found."), {"name": repr(first)})
        return Candidate(entry.name, entry.module, source, problem=problem)
    folder = Path(next(iter(spec.submodule_search_locations))).joinpath(*others[:-1])
    return load_candidate(entry.name, entry.module, source, folder)


def load_candidate(name: str, module: str, source: str, folder: Path) -> Candidate:
    try:
        manifest = read_manifest(folder)
    except PluginRefused as error:
        return Candidate(name, module, source, folder, problem=explain(error))
    if manifest.name != name:
        values = {"name": repr(name), "other": repr(manifest.name)}
        problem = Reason(_("it is called %(name)s, but its manifest says %(other)s: use one name."), values)
        return Candidate(name, module, source, folder, problem=problem)
    return Candidate(name, module, source, folder, manifest)
