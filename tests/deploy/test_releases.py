"""From the changelog to the text of a release: what the workflow of a tag runs, on a copy of what it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.deploy.files import CHECKOUT

Clone = Path
OUTSIDE = {
    name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
}
"""The environment without that of the make which runs these tests."""
LINE = "- Something new for people who run the site."


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A checkout without anything that was installed or made in it."""
    shutil.copytree(CHECKOUT / "deploy" / "pipeline", tmp_path / "deploy" / "pipeline")
    for name in ("Makefile", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    return tmp_path


def make(clone: Clone, target: str, version: str = "") -> subprocess.CompletedProcess[str]:
    command = ["make", "--silent", target, *([f"VERSION={version}"] if version else [])]
    return subprocess.run(command, cwd=clone, env=OUTSIDE, capture_output=True, text=True, check=False)


def write_changelog(clone: Clone, text: str) -> None:
    (clone / "CHANGELOG.md").write_text(f"# Changelog\n\n{text}")


def read_version(clone: Clone) -> str:
    return re.findall(r'^version = "(.*)"$', (clone / "pyproject.toml").read_text(), re.M)[0]


def test_the_next_release_of_this_changelog_can_be_made(clone: Clone) -> None:
    """With the lines that stand below “Unreleased” today, as the workflow calls it, by the name of the tag."""
    major, minor, _ = map(int, read_version(clone).split("."))
    version = f"{major}.{minor + 1}.0"
    write_changelog(clone, (clone / "CHANGELOG.md").read_text().partition("\n\n")[2])
    refused = make(clone, "release-notes", f"v{version}")
    assert refused.returncode != 0 and f"Run `make cut-release VERSION={version}`" in refused.stderr
    done = make(clone, "cut-release", version)
    assert done.returncode == 0, done.stderr
    assert read_version(clone) == version
    notes = make(clone, "release-notes", f"v{version}")
    assert (notes.returncode, notes.stderr) == (0, "")
    assert notes.stdout.startswith("### ") and len(notes.stdout) < 125_000
    assert "## Unreleased\n\n## " in (clone / "CHANGELOG.md").read_text()


def test_the_first_release_needs_no_higher_version_than_the_project_has(clone: Clone) -> None:
    version = read_version(clone)
    write_changelog(clone, f"## Unreleased\n\n### Added\n\n{LINE}\n")
    assert make(clone, "release-notes", f"v{version}").returncode != 0
    assert make(clone, "cut-release", version).returncode == 0
    heading = f"## {version} - {datetime.now(UTC):%Y-%m-%d}"
    assert f"## Unreleased\n\n{heading}\n\n### Added\n\n{LINE}\n" in (clone / "CHANGELOG.md").read_text()
    assert make(clone, "release-notes", f"v{version}").stdout == f"### Added\n\n{LINE}\n"


@pytest.mark.parametrize(
    ("version", "text", "message"),
    [
        ("", f"## Unreleased\n\n{LINE}\n", "Give VERSION, such as make cut-release VERSION=1.2.0"),
        ("1.2", f"## Unreleased\n\n{LINE}\n", "A version has three numbers, such as 1.2.0"),
        ("1.2.0-rc1", f"## Unreleased\n\n{LINE}\n", "A version has three numbers"),
        ("01.2.0", f"## Unreleased\n\n{LINE}\n", "A version has three numbers"),
        ("0.0.1", f"## Unreleased\n\n{LINE}\n", "already. Choose this version or a higher one."),
        ("9.2.0", f"## Unreleased\n\n{LINE}\n\n## 9.2.0 - 2026-01-01\n\n- x\n", "has 9.2.0 already. Choose a higher"),
        ("9.9.0", f"## Unreleased\n\n{LINE}\n\n## [9.10.0]\n\n- x\n", "has 9.10.0 already"),
        ("9.2.0", "## Unreleased\n\n## 9.1.0\n\n- x\n", "has nothing below “## Unreleased”. Write there"),
        ("9.2.0", "## 9.1.0\n\n- x\n", "has nothing below “## Unreleased”"),
    ],
)  # fmt: skip
def test_a_release_that_cannot_be_made_changes_nothing(
    version: str, text: str, message: str, clone: Clone
) -> None:
    write_changelog(clone, text)
    before = [(clone / name).read_bytes() for name in ("CHANGELOG.md", "pyproject.toml")]
    done = make(clone, "cut-release", version)
    assert done.returncode != 0 and message in done.stderr
    assert [(clone / name).read_bytes() for name in ("CHANGELOG.md", "pyproject.toml")] == before


def test_notes_that_do_not_fit_are_refused(clone: Clone) -> None:
    version = read_version(clone)
    write_changelog(clone, f"## {version}\n\n{'x' * 125_001}\n")
    done = make(clone, "release-notes", version)
    assert done.returncode != 0 and "has 125001 characters, of 125000 that fit. Shorten it." in done.stderr


def test_a_tag_without_notes_pushes_nothing() -> None:
    jobs = yaml.safe_load((CHECKOUT / ".github" / "workflows" / "release.yml").read_text())["jobs"]
    assert jobs["notes"]["steps"][-1]["run"] == 'make --silent release-notes VERSION="$GITHUB_REF_NAME"'
    assert {name for name, job in jobs.items() if "needs" not in job} == {"notes"}
