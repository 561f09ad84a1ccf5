"""Plugins that a page of the documentation writes, file by file, and what their conformance tests say."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from tests.support.other_site import CHECKOUT, OtherSite

BLOCK = re.compile(r"^```(?:python|toml)$", re.MULTILINE)


ONE_FAILURE = """
import pytest

failed = set()


@pytest.fixture
def aixplore_site():
    return None  # these plugins keep what they have in a file


def pytest_runtest_logreport(report):
    if report.failed:
        failed.add(report.nodeid.partition("/")[0])


def pytest_runtest_setup(item):
    if item.nodeid.partition("/")[0] in failed:
        pytest.skip("A test of this plugin has failed, which is enough.")
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

    def plant(self, files: dict[str, str], module: str, original: str, wrong: str) -> dict[str, str]:
        """The files with a fault in one of them."""
        path = f"{self.name}/{module}.py"
        assert original in files[path], f"{original!r} is not in {path} any more"
        return {**files, path: files[path].replace(original, wrong)}

    def find_missed_faults(self, site: OtherSite, faults: dict[str, tuple[str, str, str]]) -> list[str]:
        """The faults (module, what is there, what is wrong) that the conformance tests do not find."""
        files, names = self.read_files(), {f"wrong_{place}": fault for place, fault in enumerate(faults)}
        for name, fault in names.items():
            self.write(site.workshop.folder, self.plant(files, *faults[fault]), name)
        (site.workshop.folder / "conftest.py").write_text(ONE_FAILURE)
        said = run_suites(site, *names)
        return [fault for name, fault in names.items() if f"FAILED {name}/" not in said]


def run_suites(site: OtherSite, *plugins: str) -> str:
    """What pytest says about the conformance tests of these plugins.

    The bundled ones run beside them, as here: a test database with the same tables need not be migrated again.
    """
    bundled = [each.parent.name for each in sorted((CHECKOUT / "plugins").glob("[!_]*/manifest.toml"))]
    own = {name: value for name, value in site.environment.items() if "PYTEST" not in name}
    done = OtherSite(site.workshop, {**own, "DJANGO_SETTINGS_MODULE": "cms.config.settings.test"}).run(
        sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "-p", "aixplore.testing", "-p", "no:cacheprovider",
        "--no-cov", "-o", "aixplore_plugins=" + " ".join([*bundled, *plugins]), "--rootdir", ".",
        *(f"{each}/tests" for each in plugins), cwd=site.workshop.folder,
    )  # fmt: skip
    assert " passed" in done.stdout, dedent(done.stdout[-6000:] + done.stderr[-3000:])
    return done.stdout
