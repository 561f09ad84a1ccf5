"""The script that frontends include: its size, how it is served, and that it was built from its source."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from cms import analytics
from cms.analytics.script import load_script

FOLDER = Path(str(analytics.__file__)).parent
SOURCES, BUILT = FOLDER / "frontend", FOLDER / "static" / "analytics"
MANIFEST: dict[str, dict[str, str]] = json.loads((BUILT / "build.json").read_text())
REMEDY = "run `make analytics` and commit what it writes"
LARGEST = 2048


def hash_files(folder: Path, names: list[str]) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def test_the_script_is_small_and_loads_nothing() -> None:
    content = load_script().content
    assert len(content) <= LARGEST
    assert b"http:" not in content and b"cookie" not in content and b"sourceMappingURL" not in content


def test_the_built_files_belong_to_their_sources_and_lock() -> None:
    names = ["build.mjs", "package-lock.json", "package.json"]
    names += sorted(f"src/{file.name}" for file in (SOURCES / "src").iterdir())
    assert MANIFEST["sources"] == hash_files(SOURCES, names), REMEDY
    built = sorted(file.name for file in BUILT.iterdir() if file.name != "build.json")
    assert MANIFEST["files"] == hash_files(BUILT, built), REMEDY


def test_versions_are_exact_and_name_no_registry() -> None:
    package = json.loads((SOURCES / "package.json").read_text())
    lock = json.loads((SOURCES / "package-lock.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert {name: lock["packages"][f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
    assert f"uplot {wanted['uplot']} (MIT)\n" in (BUILT / "LICENSES.txt").read_text()


@pytest.mark.parametrize(
    ("query", "caching"),
    [
        ("", "public, max-age=3600, stale-while-revalidate=86400"),
        ("?v=000000000000", "public, max-age=3600, stale-while-revalidate=86400"),
        ("?v={version}", "public, max-age=31536000, immutable"),
    ],
)
def test_it_is_served_to_all_sites_and_kept_for_long(query: str, caching: str) -> None:
    script = load_script()
    answer = Client().get(
        f"/collect.js{query.format(version=script.version)}", headers={"Origin": "https://a.example"}
    )
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, script.content, caching)
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert (answer["Access-Control-Allow-Origin"], answer["Cross-Origin-Resource-Policy"]) == (
        "*",
        "cross-origin",
    )
    assert (answer["X-Content-Type-Options"], answer.cookies.output(), answer.get("Vary", "")) == (
        "nosniff",
        "",
        "",
    )


def test_it_is_sent_once() -> None:
    etag = Client().get("/collect.js")["ETag"]
    answer = Client().get("/collect.js", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(method: str) -> None:
    answer = getattr(Client(), method)("/collect.js")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_a_command_prints_the_element(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://api.example.org/"
    out = StringIO()
    call_command("collect_script", stdout=out, stderr=StringIO())
    version = load_script().version
    assert out.getvalue() == f'<script defer src="https://api.example.org/collect.js?v={version}"></script>\n'
