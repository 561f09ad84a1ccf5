"""The command line: garbage is collected in commands, but not while the site starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.other_site import CHECKOUT

CODE = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 10_000)"


def test_commands_collect_garbage_but_not_what_was_imported() -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", CODE]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"


def run_doctor(*words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run the doctor with nothing but these variables given; no server may be started for it."""
    own = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "postgresql://u@127.0.0.1:1/n",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    command = [sys.executable, "manage.py", "doctor", *words]
    return subprocess.run(
        command, cwd=CHECKOUT, env={**own, **given}, capture_output=True, text=True, check=False
    )


def test_settings_that_cannot_be_used_are_findings(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("hidden" * 8)
    secret.chmod(0o644)
    done = run_doctor("--json", WEB_THREADS="many", METRICS_TOKEN_FILE=str(secret))
    report = json.loads(done.stdout)
    assert (done.returncode, report["status"], done.stderr) == (1, "error", "")
    said = [each["message"] for each in report["findings"]]
    assert said == [
        f"METRICS_TOKEN_FILE: every user can read or write {secret}. Run: chmod o-rwx {secret}. See docs/reference/settings.md.",
        "WEB_THREADS: Input should be a valid integer, unable to parse string as an integer. See docs/reference/settings.md.",
    ]
    assert all(each["remedy"].startswith("Correct the environment") for each in report["findings"])
    assert "hidden" not in done.stdout


def test_a_deployment_hears_of_all_settings_that_it_lacks() -> None:
    done = run_doctor(DJANGO_SETTINGS_MODULE="cms.config.settings.production", SECRET_KEY="short")
    assert done.returncode == 1 and done.stderr == ""
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("ERROR")] == [
        f"ERROR    settings: {name} is not set. See docs/reference/settings.md."
        for name in ("ALLOWED_HOSTS", "BASE_URL", "FRONTEND_URL")
    ] + ["ERROR    settings: SECRET_KEY is shorter than 50 characters."]
    assert lines[-1] == "4 errors, 0 warnings, 0 ok."


def test_a_process_does_not_start_on_a_disk_that_is_full(tmp_path: Path) -> None:
    """No file can grow in that process, as on a full disk."""
    code = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0));"
        "sys.argv = ['manage.py', 'doctor', '--start', '--json']; runpy.run_path('manage.py', run_name='__main__')"
    )
    own = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False,
        env={**own, "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev", "VAR_DIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = [each for each in json.loads(done.stdout)["findings"] if each["check"] == "disk"]
    assert found[0]["level"] == "error" and found[0]["message"] == (
        f"Nothing can be written to {tmp_path} (VAR_DIR): File too large."
    )


@pytest.mark.parametrize(
    "words",
    [
        ("migrate", "--wait", "0"),
        ("db_worker", "--no-reload"),
        ("plugins", "run-jobs", "--forever"),
        ("trusted_documents", "list"),
        ("createsuperuser", "--no-input", "--username", "a", "--email", "a@example.org"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_without_its_database_says_so_in_a_line(words: tuple[str, ...]) -> None:
    done = run("hidden", *words)
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert "not answer" in done.stderr.splitlines()[-1] and "hidden" not in done.stdout + done.stderr


def test_where_it_happened_is_shown_when_it_is_asked_for() -> None:
    done = run("hidden", "db_worker", "--no-reload", "--traceback")
    assert done.returncode == 1 and "Traceback" in done.stderr and "hidden" not in done.stderr


def run(password: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a site whose servers are away."""
    given = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"postgresql://u:{password}@127.0.0.1:1/n",
        "REDIS_URL": f"redis://:{password}@127.0.0.1:1/0",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=CHECKOUT, env=given, capture_output=True, text=True, check=False)


def test_a_command_ends_when_it_is_told_to_as_the_first_process_of_a_container() -> None:
    """The kernel passes over SIGTERM there unless it is handled."""
    code = (
        "import os, signal, sys; os.getpid = lambda: 1; sys.argv = ['manage.py', 'check'];"
        "from cms import __main__ as command; command.find_setting_faults = lambda: os.kill(int(os.readlink('/proc/self')), signal.SIGTERM);"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); command.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (143, "")
