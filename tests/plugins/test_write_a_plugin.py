"""“Write a plugin in ten minutes”, followed to the letter: its files are written, its commands run, their output seen."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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


@pytest.mark.timeout(1800)  # its two test runs migrate a database each
def test_the_page_works_as_it_is_written(other_site: OtherSite, checkout: Path, tmp_path: Path) -> None:
    own = {name: value for name, value in other_site.environment.items() if "PYTEST" not in name}
    plugins = tmp_path / "aixplore-plugins"
    site = OtherSite(
        other_site.workshop, {**own, "HOME": str(tmp_path), "AIXPLORE_PLUGINS_DIR": str(plugins)}
    )
    other_site.manage("migrate", "-v0")
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
