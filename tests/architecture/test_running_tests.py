"""`make test` runs both parts of the tests at once, and one after the other on servers that both would share."""

from __future__ import annotations

import subprocess

import pytest

from tests.architecture.test_layout import CHECKOUT
from tests.architecture.test_setup import OUTSIDE_MAKE

SERVERS = ("DATABASE_URL", "REDIS_URL")


def list_commands(*words: str, **given: str) -> list[str]:
    """The commands that make would run."""
    environment = {name: value for name, value in OUTSIDE_MAKE.items() if name not in SERVERS}
    done = subprocess.run(
        ["make", "--dry-run", *words], cwd=CHECKOUT, env={**environment, **given}, capture_output=True, text=True, check=True
    )  # fmt: skip
    return done.stdout.splitlines()


def find_parts(commands: list[str]) -> list[str]:
    return [line for line in commands if " test-alone test-together" in line]


def test_both_parts_run_at_once_and_hold_each_test_once() -> None:
    commands = list_commands("test")
    (parts,) = find_parts(commands)
    assert "--jobs=2" in parts and "--output-sync=target" in parts
    chosen = [line.split('-m "')[1].split('"')[0] for line in commands if " -m pytest " in line]
    assert chosen == ["alone and not slow", "not alone and not slow"]


@pytest.mark.parametrize("variable", SERVERS)
def test_on_a_given_server_one_part_follows_the_other(variable: str) -> None:
    (parts,) = find_parts(list_commands("test", **{variable: "somewhere://host"}))
    assert "--jobs" not in parts


def test_the_part_with_time_limits_goes_first() -> None:
    (alone,), (together,) = (
        [line for line in list_commands(f"test-{part}") if " -m pytest " in line] for part in ("alone", "together")
    )  # fmt: skip
    assert "nice" not in alone and together.startswith("nice ")


def test_a_part_that_fails_fails_the_run() -> None:
    """The other one runs to its end."""
    own = {name: value for name, value in OUTSIDE_MAKE.items() if name not in SERVERS}
    done = subprocess.run(
        ["make", "--jobs=2", "--output-sync=target", "test-alone", "test-together", "PART=--no-such-option"],
        cwd=CHECKOUT, env=own, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and done.stderr.count("unrecognized arguments: --no-such-option") == 2
