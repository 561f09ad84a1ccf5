"""The demo's background processes: started again a few times, and ended with the block."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from cms.demo import processes
from cms.demo.processes import BackgroundCommand, keep_running
from cms.services.processes import is_process_running

PATIENCE_SECONDS = 30.0
SLEEPER = "import os, pathlib, time; pathlib.Path({file!r}).write_text(str(os.getpid())); time.sleep(600)"


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which `cms` is a package of the test, so that commands of its own run."""
    (tmp_path / "cms.py").write_text("import sys; exec(sys.argv[1])")
    monkeypatch.setattr(processes, "FIRST_PAUSE_SECONDS", 0.01)
    return tmp_path


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("sys.exit(3)", "exit status 3"),
        ("sys.exit()", "exit status 0"),
        ("import os; os.kill(os.getpid(), 9)", "signal SIGKILL"),
    ],
)
def test_a_process_that_ends_is_started_again_five_times(
    commands: Path, code: str, end: str, capfd: pytest.CaptureFixture[str]
) -> None:
    count = commands / "count"
    started = f"open({str(count)!r}, 'a').write('x'); {code}"
    text = ""
    with keep_running({}, BackgroundCommand("tests", (started,), "nothing is tested", folder=commands)):
        end_of_wait = time.monotonic() + PATIENCE_SECONDS
        while "not restarted" not in text and time.monotonic() < end_of_wait:
            time.sleep(0.05)
            text += capfd.readouterr().err
    lines = text.splitlines()
    assert count.read_text() == "xxxxxx"
    assert [
        line.startswith(f"The process for tests ended ({end}): nothing is tested.") for line in lines
    ] == [True] * 6
    assert [line.endswith(" s.") for line in lines] == [True] * 5 + [False]


def test_a_process_starts_once_the_port_answers(commands: Path) -> None:
    file = commands / "pid"
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        with keep_running({}, build_sleeper(commands), port=server.getsockname()[1]):
            time.sleep(2 * processes.POLL_SECONDS)
            assert not file.exists()
            server.listen()
            assert wait_for_number(file)


def test_a_process_that_waits_for_a_port_ends_with_the_block(commands: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        with keep_running({}, build_sleeper(commands), port=server.getsockname()[1]):
            pass
    assert not (commands / "pid").exists()


def test_a_running_process_ends_with_the_block(commands: Path) -> None:
    file = commands / "pid"
    with keep_running({}, build_sleeper(commands)):
        pid = wait_for_number(file)
        assert is_process_running(pid)
    assert not is_process_running(pid)


def test_an_interrupted_block_ends_its_process_too(commands: Path) -> None:
    file = commands / "pid"
    with pytest.raises(KeyboardInterrupt):
        run_until_interrupted(commands)
    assert not is_process_running(int(file.read_text()))


def run_until_interrupted(commands: Path) -> None:
    with keep_running({}, build_sleeper(commands)):
        wait_for_number(commands / "pid")
        raise KeyboardInterrupt


def build_sleeper(commands: Path) -> BackgroundCommand:
    """A command that writes its number to the file `pid` and then waits."""
    code = SLEEPER.format(file=str(commands / "pid"))
    return BackgroundCommand("tests", (code,), "nothing is tested", folder=commands)


def wait_for_number(file: Path) -> int:
    """The number that a process wrote to a file, once it is there."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (file.exists() and file.read_text()):
        assert time.monotonic() < end, "The process did not write its number"
        time.sleep(0.02)
    return int(file.read_text())
