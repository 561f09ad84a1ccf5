"""“Write a plugin in ten minutes”, followed to the letter: its files are written, its commands run, their output seen."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

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


def test_the_page_works_as_it_is_written(other_site: OtherSite, tmp_path: Path) -> None:
    own = {name: value for name, value in other_site.environment.items() if "PYTEST" not in name}
    environment = {**own, "HOME": str(tmp_path), "AIXPLORE_PLUGINS_DIR": str(tmp_path / "aixplore-plugins")}
    shell = (
        f'set -e; manage.py() {{ {sys.executable} manage.py "$@"; }}; python() {{ {sys.executable} "$@"; }}\n'
    )
    other_site.manage("migrate", "-v0")
    said, kinds = "", []
    for kind, file, text in steps():
        kinds.append(kind)
        match kind:
            case "file":
                (tmp_path / "aixplore-plugins" / file).write_text(text)
            case "sh":
                done = OtherSite(other_site.workshop, environment).run("bash", "-c", shell + text)
                said = done.stdout
                assert done.returncode == 0, said + done.stderr
            case "text":
                assert [line for line in text.splitlines() if line not in said] == [], said
    assert (kinds.count("file"), kinds.count("sh"), kinds.count("text")) == (5, 6, 3)
