"""“Write a plugin in ten minutes”, followed to the letter: its files are written, its commands run, their output seen."""

from __future__ import annotations

import inspect
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.plugins.runtime.platform import Platform
from tests.plugins.workshop import Workshop
from tests.support.other_site import CHECKOUT, OtherSite

PAGE = CHECKOUT / "docs" / "howto" / "write-a-plugin.md"
BLOCK = re.compile(r"(?:(?P<before>[^\n]+)\n)?\n```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)
FILE = re.compile(r"`(new_badge/[\w/.]+)`:$")


def steps() -> Iterator[tuple[str, str, str]]:
    """(kind, file, text): kind is "file", "sh" or "text", which is what the command before it says."""
    for block in BLOCK.finditer(PAGE.read_text()):
        named = FILE.search(block["before"] or "")
        kind = block["kind"]
        assert named or kind in ("sh", "text"), f"which file is this? {block['text'][:60]}"
        yield ("file" if named else kind), named[1] if named else "", block["text"]


def write_files(home: Path) -> Path:
    """Write the files of the page, and run the commands between them that make folders and write lines; the plugin."""
    for kind, file, text in steps():
        if kind == "file":
            (home / "aixplore-plugins" / file).write_text(text)
        lines = [line for line in text.splitlines() if line.startswith(("mkdir ", "touch ", "echo "))]
        if kind == "sh" and lines:
            variables = {"HOME": str(home), "PATH": os.environ["PATH"]}
            subprocess.run(["bash", "-ec", "\n".join(lines)], env=variables, check=True)
    return home / "aixplore-plugins" / "new_badge"


def say(*words: str) -> str:
    call_command("plugins", *words, stdout=(said := StringIO()))
    return said.getvalue()


def test_the_plugin_of_the_page_runs_and_passes_its_tests(
    workshop: Workshop, site_with: Callable[..., Platform], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copytree(write_files(tmp_path), workshop.folder / "new_badge")
    workshop.names.append("new_badge")
    site_with()
    assert "Nothing is wrong" in say("check")
    shown = say("why", "new_badge")
    assert "GraphQLField solutions.Solution.isNew" in shown and "days" in shown
    written = runpy.run_path(str(workshop.folder / "new_badge" / "tests" / "test_new_badge.py"))
    tests = [each for name, each in written.items() if name.startswith("test_")]
    for test in tests:
        test(**{name: request.getfixturevalue(name) for name in inspect.signature(test).parameters})
    assert f"{len(tests)} passed" in [text.strip() for kind, _, text in steps() if kind == "text"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout, in which the commands may write; its .venv is ours.

    The compiled modules go with it: compiling them again takes longer than the commands.
    """
    folder, own = tmp_path / "aixplore", Path(sys.prefix)
    ignored = shutil.ignore_patterns(".*", "var", "node_modules", "htmlcov")
    shutil.copytree(CHECKOUT, folder, ignore=ignored)
    shutil.copytree(CHECKOUT / ".ci", folder / ".ci")
    folder.joinpath(".venv").mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        folder.joinpath(".venv", name).symlink_to(own / name)
    folder.joinpath(".venv", "ready").touch()
    return folder


@pytest.mark.slow  # it starts the site for each command
@pytest.mark.timeout(1800)
def test_the_page_works_as_it_is_written(other_site: OtherSite, checkout: Path, tmp_path: Path) -> None:
    own = {name: value for name, value in other_site.environment.items() if "PYTEST" not in name}
    plugins = tmp_path / "aixplore-plugins"
    own |= {"HOME": str(tmp_path), "AIXPLORE_PLUGINS_DIR": str(plugins), "PYTEST_ADDOPTS": "--reuse-db"}
    site = OtherSite(other_site.workshop, own)
    other_site.copy_database()
    schema = checkout.joinpath("graphql", "schema.graphql").read_text()
    said, kinds = "", []
    for kind, file, text in steps():
        kinds.append(kind)
        match kind:
            case "file":
                (plugins / file).write_text(text)
            case "sh":
                done = site.run("bash", "-ec", f"source .venv/bin/activate\n{text}", cwd=checkout)
                said = done.stdout
                assert done.returncode == 0, text + said + done.stderr
            case "text":
                assert [line for line in text.splitlines() if line not in said] == [], said
    assert (kinds.count("file"), kinds.count("sh"), kinds.count("text")) == (5, 10, 4)
    assert not checkout.joinpath("plugins", "reading_list").exists()
    assert "readingListCount" not in schema + checkout.joinpath("graphql", "schema.graphql").read_text()
