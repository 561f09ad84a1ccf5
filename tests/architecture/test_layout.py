"""The house stands as planned: its rooms, who may import what, and what no file may contain."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import graphql
import pytest
from django.core.management import call_command
from packaging.requirements import Requirement

from cms.config.settings.env import Environment

CHECKOUT = Path(__file__).resolve().parents[2]
TOP_LEVEL = (
    ".ci/run", ".editorconfig", ".env.example", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md",
    "LICENSE", "Makefile", "README.md", "cms", "content_types", "deploy", "docs", "graphql", "manage.py", "plugins",
    "SECURITY.md", "pyproject.toml", "requirements-dev.lock", "requirements.lock", "tests", "themes",
)  # fmt: skip
CODE = {".py", ".js", ".ts", ".tsx", ".css", ".html", ".sh"}
MOST_LINES = 450
MAKEFILES = ("Makefile", "deploy/pipeline/targets.mk")
THEME_TYPES = CHECKOUT / "themes/nextjs/gen"
BUILT = CHECKOUT / "graphql/content_api/static/content_api/graphiql"
REGISTRIES = re.compile(
    r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|registry[.]yarnpkg|(?<!no-emit-)index-url[ =]",
    re.IGNORECASE,
)
HERE = "|".join(re.escape(str(path)) for path in (CHECKOUT, Path.home()) if path != Path("/"))
MACHINE_PATHS = re.compile(rf"(?<![\w.~}}])(?:{HERE}|/root|/work|/Users/\w+)/")


@cache
def our_files() -> list[Path]:
    """Everything that is committed, or would be."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [path for name in listing.split("\0") if name and (path := CHECKOUT / name).is_file()]


def read_text(path: Path) -> str:
    """The text of a file; empty for pictures and the like."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8")


def list_names(paths: list[Path]) -> list[str]:
    return [path.relative_to(CHECKOUT).as_posix() for path in paths]


def dependencies(*extras: str) -> list[Requirement]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    return [found for found in map(Requirement, lines) if found.name != project["name"]]


def pins(lock: str) -> dict[str, str]:
    """Name and version of everything that a lock file installs."""
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==(\S+)", (CHECKOUT / lock).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", TOP_LEVEL)
def test_top_level(name: str) -> None:
    assert (CHECKOUT / name).exists()


def test_graphql_folder_does_not_shadow_graphql_core() -> None:
    assert not (CHECKOUT / "graphql" / "__init__.py").exists()
    assert Path(graphql.__file__).is_relative_to(str(distribution("graphql-core").locate_file("")))
    assert graphql.GraphQLError.__module__ == "graphql.error.graphql_error"


def test_files_stay_readable() -> None:
    code = [path for path in our_files() if path.suffix in CODE and "migrations" not in path.parts]
    code = [path for path in code if not {BUILT, THEME_TYPES} & set(path.parents)]
    assert len(code) > 100
    assert list_names([path for path in code if len(read_text(path).splitlines()) > MOST_LINES]) == []


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_nothing_names_one_machine_or_registry(pattern: re.Pattern[str]) -> None:
    found = {path: match[0] for path in our_files() if (match := pattern.search(read_text(path)))}
    assert {name: found[path] for name, path in zip(list_names(list(found)), found, strict=True)} == {}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("https://files.python" + "hosted.org/x", REGISTRIES),
        ("--index-" + "url=https://mirror.example", REGISTRIES),
        ('"/wor' + 'k/main"', MACHINE_PATHS),
        (f"cd {CHECKOUT}/cms", MACHINE_PATHS),
    ],
    ids=["host", "option", "root folder", "this checkout"],
)
def test_patterns_find_what_they_look_for(text: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(text)


def test_import_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]


def test_grapple_schema_is_imported_in_one_place() -> None:
    python = [path for path in our_files() if path.suffix == ".py" and path != Path(__file__)]
    importing = [
        path
        for path in python
        if re.search(r"^\s*(from|import) grapple\.schema", read_text(path), re.MULTILINE)
    ]
    assert list_names(importing) == ["graphql/content_api/schema/build.py"]


def test_wheel_holds_the_import_packages_and_no_graphql(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    top = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert top == {"cms", "content_types", "content_api", "plugins"}
    assert "content_api/schema/build.py" in names
    assert "cms/site/templates/cms/docs.html" in names


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ()), ("requirements-dev.lock", ("services", "testing", "test", "dev"))],
)
def test_lock_is_hashed_and_meets_the_declared_ranges(lock: str, extras: tuple[str, ...]) -> None:
    versions = pins(lock)
    wanted = dependencies(*extras)
    unmet = [
        str(each) for each in wanted if not each.specifier.contains(versions.get(each.name.lower(), "0"))
    ]
    assert unmet == []
    assert (CHECKOUT / lock).read_text().count("--hash=sha256:") >= len(versions)


def test_settings_reference_is_current() -> None:
    call_command("settings_reference", check=True)


def test_example_environment_names_real_settings() -> None:
    lines = (CHECKOUT / ".env.example").read_text().splitlines()
    names = {match[1].lower() for line in lines if (match := re.match(r"#?([A-Z_]+)=", line))}
    assert "database_url" in names
    assert names <= set(Environment.model_fields)


def test_make_help_lists_every_target() -> None:
    text = "".join(read_text(CHECKOUT / each) for each in MAKEFILES)
    targets = set(" ".join(re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)).split())
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    assert {re.sub(r"\x1b\[\d*m", "", line).split()[0] for line in shown.splitlines()} == targets
