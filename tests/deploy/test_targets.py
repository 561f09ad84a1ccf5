"""What `make` has for the pipeline: it needs what it is for, and begins nothing without it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import CHECKOUT

DIGEST = f"sha256:{'a' * 64}"
NEEDS = {
    "verify-image": "IDENTITY=https://github.com/a/b/",
    "canary": f"DIGEST={DIGEST}",
    "roll-out": f"VALUES=values.yaml DIGEST={DIGEST}",
    "smoke": "SITE=http://127.0.0.1:1",
    "acceptance": "SITE=http://127.0.0.1:1",
    "watch-slo": "PROMETHEUS=http://127.0.0.1:1",
    "chart": "VERSION=1.2.0",
    "compare-packages": "OLD=a:1 NEW=a:2",
    "release-notes": "VERSION=1.2.0",
    "cut-release": "VERSION=1.2.0",
    "theme-image": "MEDIA_ORIGIN=https://cms.example.org",
}
"""What each target cannot do without."""
PROGRAM = """#!/bin/bash
echo "$0 $*" >> "$CALLS"
case "$1" in history) cat "$HISTORY" ;; esac
"""
"""Stands for helm, cosign, docker and python3."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what `make` reads, with programs that note how they are called."""
    (tmp_path / "deploy" / "pipeline").mkdir(parents=True)
    for name in ("Makefile", "deploy/pipeline/targets.mk", "deploy/pipeline/find_revision.py"):
        (tmp_path / name).write_text((CHECKOUT / name).read_text())
    for name in ("helm", "cosign", "docker"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(PROGRAM)
        program.chmod(0o755)
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = {
        "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
        "CALLS": str(folder / "calls"),
        "HISTORY": str(folder / "history.json"),
    }
    command = ["make", "--silent", *words]
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=False)


def read_calls(folder: Path) -> list[str]:
    """The programs that were run, with their words."""
    calls = folder / "calls"
    return (
        [line.removeprefix(f"{folder / 'bin'}/") for line in calls.read_text().splitlines()]
        if calls.exists()
        else []
    )


@pytest.mark.parametrize(
    ("target", "name"),
    [(target, word.partition("=")[0]) for target, words in NEEDS.items() for word in words.split()],
)
def test_nothing_begins_without_what_a_target_needs(target: str, name: str, folder: Path) -> None:
    others = [word for word in NEEDS[target].split() if not word.startswith(f"{name}=")]
    done = make(folder, target, *others)
    assert done.returncode == 2 and f"{name}=" in done.stderr, done.stderr
    assert read_calls(folder) == [] and not (folder / "var").exists()


def test_an_image_is_verified_by_who_signed_it(folder: Path) -> None:
    """Without an identity, the pattern would match anyone who signed."""
    done = make(folder, "verify-image", "IMAGE=a@b", NEEDS["verify-image"])
    assert done.returncode == 0, done.stderr
    assert "--certificate-identity-regexp ^https://github.com/a/b/ " in read_calls(folder)[0]


def write_history(folder: Path, *states: str) -> None:
    revisions = [{"revision": number, "status": state} for number, state in enumerate(states, 1)]
    (folder / "history.json").write_text(json.dumps(revisions))


def test_a_canary_goes_back_to_what_served_before_it(folder: Path) -> None:
    write_history(folder, "superseded", "deployed", "failed")
    assert make(folder, "canary", f"DIGEST={DIGEST}").returncode == 0
    assert make(folder, "roll-back").returncode == 0
    _, upgraded, rolled_back = read_calls(folder)
    assert f"deployments.canary.image.digest={DIGEST}" in upgraded
    assert rolled_back.startswith("helm rollback aixplore 2 ")


@pytest.mark.parametrize("states", [(), ("failed",)])
def test_a_canary_needs_a_release_beside_which_it_runs(states: tuple[str, ...], folder: Path) -> None:
    write_history(folder, *states)
    tried = make(folder, "canary", f"DIGEST={DIGEST}")
    assert tried.returncode == 2 and "Run `make roll-out` first." in tried.stderr
    back = make(folder, "roll-back")
    assert back.returncode == 2 and "there is nothing to go back to" in back.stdout
    assert [line.split()[1] for line in read_calls(folder)] == ["history"]
