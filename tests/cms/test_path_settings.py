"""Settings that name folders and files: one line at start says which is wrong and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.config.settings.env import BASE_DIR, Environment, SettingsError, read_environment

PLUGINS, TABLES = "AIXPLORE_PLUGINS_DIR", "AIXPLORE_PLUGIN_SETTINGS"
NETWORKS = "COLLECT_DATA_CENTRES"


def message(**given: str) -> str:
    """What is said of an environment that cannot be used."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        with pytest.raises(SettingsError) as error:
            read_environment()
    return str(error.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file, TOML that cannot be read, and TOML without a table."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "wrong.toml").write_text("[feeds\n")
    (tmp_path / "latin.toml").write_bytes(b'[feeds]\ntitle = "Gr\xfc\xdfe"\n')
    (tmp_path / "networks.txt").write_text("192.0.2.0/24\n192.0.2.1/24\n")
    (tmp_path / "flat.toml").write_text("days = 3\n[feeds]\n")
    return tmp_path


@pytest.mark.parametrize(
    ("setting", "value", "problem", "remedy"),
    [
        (PLUGINS, "absent", "the folder {path} does not exist", "Create it (mkdir -p {path})"),
        (PLUGINS, "file", "the folder {path} is a file", "Name the folder that holds it"),
        (TABLES, "absent.toml", "{path} cannot be read: No such file or directory", "Create it, or correct"),
        (TABLES, ".", "{path} cannot be read: Is a directory", "Create it, or correct"),
        (TABLES, "wrong.toml", "{path} is not valid TOML: ", "Correct it there"),
        (TABLES, "latin.toml", "{path} is not valid TOML: ", "Correct it there"),
        (TABLES, "flat.toml", "{path}: days is not a table", "under [its name]"),
        (NETWORKS, "absent", "{path} cannot be read: No such file or directory", "Create it, or correct"),
        (NETWORKS, "latin.toml", "{path}: 'utf-8' codec can't decode", "Correct it there"),
        (
            NETWORKS,
            "networks.txt",
            "{path}: line 2 is no network, such as 192.0.2.0/24: ",
            "Correct it there",
        ),
        ("VAR_DIR", "file", "{path} is a file", "Name a folder"),
        ("VAR_DIR", "file/var", "{path} cannot be created in", "Create it, or name a folder of yours"),
    ],
)
def test_a_path_that_cannot_be_used_is_one_line(
    folder: Path, setting: str, value: str, problem: str, remedy: str
) -> None:
    path = folder / value
    said = message(**{setting: str(path)})
    assert said.startswith(f"{setting}: {problem.format(path=path)}")
    assert remedy.format(path=path) in said and said.endswith(" See docs/reference/settings.md.")
    assert "\n" not in said


def test_one_missing_folder_among_several_is_named(folder: Path) -> None:
    said = message(**{PLUGINS: f"{folder}, {folder / 'absent'}"})
    assert said.startswith(f"{PLUGINS}: the folder {folder / 'absent'} does not exist.")


def test_each_wrong_setting_has_its_line(folder: Path) -> None:
    lines = message(**{PLUGINS: str(folder / "absent"), "LOG_LEVEL": "LOUD", "WEB_THREADS": "0"}).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["WEB_THREADS", "LOG_LEVEL", PLUGINS]


def test_paths_are_relative_to_the_site_or_the_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv(PLUGINS, "~, plugins")
    monkeypatch.setenv("VAR_DIR", "~/new/var")
    given = Environment()
    assert given.words("aixplore_plugins_dir") == [str(folder), str(BASE_DIR / "plugins")]
    assert given.var_dir == folder / "new" / "var"


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-m", "cms.services", "status")])
def test_commands_stop_with_that_line(folder: Path, command: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, *command], cwd=BASE_DIR, env={**os.environ, PLUGINS: str(folder / "absent")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and done.stderr.startswith(f"{PLUGINS}: the folder ")
