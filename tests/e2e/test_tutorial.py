"""“Your own frontend in half an hour”, followed to the letter in a copy of what it names."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from cms.demo.theme import FOLDER, MADE, find_node_problem
from tests.support.website import CHECKOUT, link_packages, running_website

pytestmark = [pytest.mark.alone, pytest.mark.website, pytest.mark.slow]
PAGE = CHECKOUT / "docs/tutorial/your-own-frontend.md"
BLOCK = re.compile(r"(?:`(?P<file>[^`\n]+)`:\n)?\n```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)
DEMO = "make demo THEME="
PORT, THEME_PORT = 8463, 3463
"""Others than those of the website that the remaining tests share."""


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder with what the page names; beside the packages, which are linked, and not in another file system."""
    if problem := find_node_problem():
        pytest.skip(problem)
    if not (FOLDER / "node_modules/.package-lock.json").exists():
        pytest.skip("The theme's packages are missing: `make e2e` installs them.")
    folder = CHECKOUT / "var/e2e/tutorial"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(CHECKOUT / "graphql/operations", folder / "graphql/operations")
    shutil.copytree(FOLDER, folder / "themes/nextjs", ignore=shutil.ignore_patterns(*MADE))
    link_packages(folder / "themes/nextjs")
    yield folder
    shutil.rmtree(folder)


def use_ports(text: str) -> str:
    """The text with the ports that tests use."""
    return text.replace(":3000/", f":{THEME_PORT}/").replace(":8000/", f":{PORT}/")


def run(text: str, checkout: Path) -> str:
    """What commands say."""
    done = subprocess.run(
        ["bash", "-ec", text], cwd=checkout, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, text + done.stdout + done.stderr
    return done.stdout


def test_the_page_works_as_it_is_written(checkout: Path, tmp_path: Path) -> None:
    said, kinds = "", []
    with ExitStack() as demo:
        for block in BLOCK.finditer(PAGE.read_text()):
            kind, text = block["kind"], block["text"]
            kinds.append(kind)
            if kind == "sh" and text.startswith(DEMO):
                theme = checkout / text.removeprefix(DEMO).strip()
                demo.enter_context(running_website(tmp_path, theme, (PORT, THEME_PORT)))
            elif kind == "sh":
                said = run(use_ports(text), checkout)
            elif kind == "diff":
                (checkout / "harbour.patch").write_text(text)
            elif kind == "text":
                assert said == text
            else:
                file = checkout / block["file"]
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(use_ports(text))
    assert kinds == ["sh", "diff", "sh", "tsx", "sh", "sh", "sh", "text", "js", "sh", "text"]
