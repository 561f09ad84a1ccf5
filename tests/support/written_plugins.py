"""Plugins that a page of the documentation writes, file by file, and what their conformance tests say."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cms.testing.workshop import Workshop
from tests.support.other_site import CHECKOUT, OtherSite, environment

BLOCK = re.compile(r"^```(?:python|toml)$", re.MULTILINE)
FAILURE = re.compile(r"^(?:FAILED|ERROR) (\w+)/", re.MULTILINE)
Fault = tuple[str, str, str, str]
"""The module, what is there, what is wrong, and the test that finds it."""
WITHOUT_SITE = """
import pytest


@pytest.fixture
def aixplore_site():
    return None  # these plugins keep what they have in a file
"""


@dataclass(frozen=True)
class WrittenPlugin:
    """The plugin `name`, whose files are blocks of code of the page, each after its path."""

    name: str
    page: str

    def read_files(self) -> dict[str, str]:
        """The files of the page, by their paths."""
        text = (CHECKOUT / "docs" / "howto" / self.page).read_text()
        named = rf"`({self.name}/[\w/.]+)`[^`]*?(?:`[^`]*`[^`]*?)*?:\n\n```(?:python|toml)\n(.*?)```\n"
        found = dict(re.findall(named, text, re.DOTALL))
        assert len(found) == len(BLOCK.findall(text)), "a block of code names no file"
        return found

    def write(self, folder: Path, files: dict[str, str], name: str = "") -> None:
        """Write its files, under another name where one is given."""
        name = name or self.name
        for path, text in files.items():
            target = folder / path.replace(self.name, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text.replace(self.name, name))
            for package in {target.parent, folder / name}:
                (package / "__init__.py").touch()

    def write_in(self, workshop: Workshop, files: dict[str, str]) -> None:
        """Write its files where `workshop.load` finds them."""
        self.write(workshop.folder, files)
        workshop.names.append(self.name)

    def plant(self, files: dict[str, str], module: str, original: str, wrong: str) -> dict[str, str]:
        """The files with a fault in one of them."""
        path = f"{self.name}/{module}.py"
        assert original in files[path], f"{original!r} is not in {path} any more"
        return {**files, path: files[path].replace(original, wrong)}

    def find_failures(self, folder: Path, faults: dict[str, Fault]) -> set[str]:
        """Run all conformance tests of the plugin, and in a copy of it with each fault the test that has to find it.
        The faults that were found, and the name of the plugin where one of its own tests failed."""
        files, copies = self.read_files(), {f"wrong_{place}": fault for place, fault in enumerate(faults)}
        self.write(folder, files)
        for copy, fault in copies.items():
            self.write(folder, self.plant(files, *faults[fault][:3]), copy)
        (folder / "conftest.py").write_text(WITHOUT_SITE)
        suite = "{}/tests/test_conformance.py"
        tests = [
            f"{suite.format(copy)}::TestConformance::{faults[fault][3]}" for copy, fault in copies.items()
        ]
        said = run_tests(folder, [self.name, *copies], [suite.format(self.name), *tests])
        return {copies.get(name, name) for name in FAILURE.findall(said)}


def run_tests(folder: Path, plugins: list[str], tests: list[str]) -> str:
    """What pytest says about tests of plugins in a folder, which use no database."""
    site = OtherSite(Workshop(folder), environment(urlsplit(os.environ["DATABASE_URL"]), folder))
    wanted = "aixplore_plugins=" + " ".join(plugins)
    done = site.test("-rfE", "--tb=no", "-o", wanted, *tests)
    assert " passed" in done.stdout, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout
