"""The built files of GraphiQL are those of its sources, and say whose code they hold. No npm is needed to check it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import content_api

SOURCES = Path(__file__).resolve().parents[2] / "graphql" / "graphiql"
BUILT = Path(content_api.__file__).parent / "static" / "content_api" / "graphiql"
MANIFEST: dict[str, dict[str, str]] = json.loads((BUILT / "build.json").read_text())
REMEDY = "run `make graphiql` and commit what it writes"


def hashes(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_the_built_files_belong_to_their_sources_and_lock() -> None:
    names = ["build.mjs", "package-lock.json", "package.json"]
    names += sorted(f"src/{file.name}" for file in (SOURCES / "src").iterdir())
    assert MANIFEST["sources"] == hashes(SOURCES, names), REMEDY


def test_the_built_files_are_as_they_were_built() -> None:
    names = sorted(file.name for file in BUILT.iterdir() if file.name != "build.json")
    assert MANIFEST["files"] == hashes(BUILT, names), REMEDY


def test_versions_are_exact_and_name_no_registry() -> None:
    package = json.loads((SOURCES / "package.json").read_text())
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(version[0].isdigit() for version in wanted.values()), wanted
    locked = {name: lock["packages"][f"node_modules/{name}"]["version"] for name in wanted}
    assert locked == wanted
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]


@pytest.mark.parametrize(
    "name", ["graphiql", "graphql", "monaco-editor", "monaco-graphql", "react", "react-dom"]
)
def test_the_licence_of_each_package_is_there(name: str) -> None:
    version = json.loads((SOURCES / "package-lock.json").read_text())["packages"][f"node_modules/{name}"][
        "version"
    ]
    assert f"{name} {version} (MIT)\n" in (BUILT / "LICENSES.txt").read_text()


def test_built_files_name_no_other_place_to_load_from(client: Client, settings: Any) -> None:
    """A name of a file that does not exist, such as a source map's, would stop `collectstatic`."""
    for file in BUILT.glob("*.js"):
        assert "sourceMappingURL" not in file.read_text(), file.name
    settings.GRAPHQL_PLAYGROUND = True
    page = client.get("/graphql/playground").content.decode()
    assert "http:" not in page and "https:" not in page and "<style" not in page and "style=" not in page
