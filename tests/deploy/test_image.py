"""What runs in the image: roles, the lock file, and the list of packages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from cms.config.settings.addresses import check_address
from cms.config.settings.base import database
from tests.deploy.files import CHECKOUT, DEPLOY
from tests.support.serving import OPTIONS

RUN_ROLE = DEPLOY / "image" / "run-role"
PIN = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.M)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with programs that note how they were called; `aixplore doctor` ends with $DOCTOR."""
    for name in ("aixplore", "python"):
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\necho "{name} $*"\n[ "$1" != doctor ] || exit "$DOCTOR"\n')
        path.chmod(0o755)
    return tmp_path


def run_role(programs: Path, *words: str, doctor: int = 0) -> tuple[int, list[str]]:
    """The status, and what was run."""
    given = {"PATH": f"{programs}:{os.environ['PATH']}", "STATIC_DIR": "/static", "DOCTOR": str(doctor)}
    done = subprocess.run(
        [str(RUN_ROLE), *words],
        env=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("worker",), "aixplore db_worker --no-reload"),
        (("scheduler",), "aixplore plugins run-jobs --forever"),
        (("collector",), "aixplore store_events --forever"),
    ],
)
def test_a_role_starts_when_all_is_well_and_not_otherwise(
    words: tuple[str, ...], command: str, programs: Path
) -> None:
    status, ran = run_role(programs, *words)
    assert (status, ran[0], len(ran)) == (0, "aixplore doctor --start --wait 60", 2)
    assert ran[1].startswith(command) and all(word in ran[1] for word in words[1:])
    assert run_role(programs, *words, doctor=1) == (1, ["aixplore doctor --start --wait 60"])


@pytest.mark.parametrize("words", [(), ("web", "--log-level", "info")])
def test_the_server_looks_itself_before_it_starts(words: tuple[str, ...], programs: Path) -> None:
    status, ran = run_role(programs, *words, doctor=1)
    begin = "aixplore serve --wait 60 -- --interface asgi --host 0.0.0.0 --port 8000 --workers 2"
    assert (status, len(ran)) == (0, 1) and ran[0].startswith(begin)
    assert all(word in ran[0] for word in words[1:])


def test_commands_and_migrations_run_at_once(programs: Path) -> None:
    status, ran = run_role(programs, "migrate", doctor=1)
    assert (status, ran[0], len(ran)) == (0, "aixplore migrate --no-input --wait 60", 2)
    assert ran[1].startswith("aixplore trusted_documents register --release ")
    assert ran[1].endswith(" --manifest /opt/site/operations.json")
    assert run_role(programs, "migrate", "--check") == (0, ["aixplore migrate --no-input --wait 60 --check"])
    assert run_role(programs, "plugins", "list", doctor=1) == (0, ["aixplore plugins list"])


@pytest.mark.parametrize("role", ["worker", "migrate"])
def test_a_role_that_is_told_to_end_hands_it_on_and_starts_nothing(role: str, tmp_path: Path) -> None:
    """The kernel ends no first process of a container by SIGTERM, unless it has a handler."""
    program, calls = tmp_path / "aixplore", tmp_path / "calls"
    program.write_text(
        f'#!/bin/bash\necho "$1" >> {calls}\ntrap "echo told >> {calls}; exit 143" TERM\nwhile :; do sleep 0.1; done\n'
    )
    program.chmod(0o755)
    process = subprocess.Popen([str(RUN_ROLE), role], env={"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    deadline = time.monotonic() + 30
    while not calls.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)  # the program sets its trap
    process.terminate()
    assert process.wait(30) == 143
    first = "migrate" if role == "migrate" else "doctor"
    assert calls.read_text().split() == [first, "told"]


def test_the_server_is_started_as_the_drills_start_it() -> None:
    text = " ".join(RUN_ROLE.read_text().replace("\\\n", " ").split())
    assert OPTIONS in text


@pytest.mark.parametrize("name", ["requirements.lock", "build.lock"])
def test_the_image_has_the_versions_that_were_tested(name: str) -> None:
    tested = set(PIN.findall((CHECKOUT / "requirements-dev.lock").read_text()))
    text = (DEPLOY / "image" / name).read_text()
    pins = PIN.findall(text)
    untested = {name for name, version in pins if (name, version) not in tested}
    assert pins and untested <= {"setuptools"}, "which only builds a package that comes as source"
    assert text.count("--hash=sha256:") >= len(pins) and "index-url" not in text


def test_the_image_has_every_package_of_the_site() -> None:
    own = set(PIN.findall((CHECKOUT / "requirements.lock").read_text()))
    image = set(PIN.findall((DEPLOY / "image" / "requirements.lock").read_text()))
    assert own <= image
    assert {"opensearch-py", "clickhouse-connect"} <= {name for name, _ in image}


def test_the_list_of_packages_is_complete() -> None:
    done = subprocess.run(
        [sys.executable, str(DEPLOY / "image" / "sbom.py")], capture_output=True, text=True, check=True
    )
    document = json.loads(done.stdout)
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert document["metadata"]["component"]["name"] == "aixplore"
    listed = {each["name"]: each["version"] for each in document["components"]}
    pins = dict(PIN.findall((CHECKOUT / "requirements.lock").read_text()))
    assert {name: listed.get(name) for name in ("django", "wagtail", "granian")} == {
        name: pins[name] for name in ("django", "wagtail", "granian")
    }
    assert all(
        each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}" for each in document["components"]
    )


def test_secrets_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    run = [str(DEPLOY / "make-secrets"), str(folder)]
    subprocess.run(run, check=True)
    made = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(made) == {
        "secret-key", "metrics-token", "postgres-password", "grafana-password", "database-url", "prometheus-token", "tls.key", "tls.crt",
        "clickhouse-password", "clickhouse-user.xml",
    }  # fmt: skip
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir() if path.name != "tls.crt")
    assert len(made["secret-key"].strip()) >= 50 and len(made["metrics-token"].strip()) >= 32
    assert made["postgres-password"].strip() in made["database-url"]
    digest = sha256(made["clickhouse-password"].strip().encode()).hexdigest()
    assert f"<password_sha256_hex>{digest}<" in made["clickhouse-user.xml"]
    subprocess.run(run, check=True)
    assert {path.name: path.read_text() for path in folder.iterdir()} == made


@pytest.mark.parametrize(("name", "least"), [("secret-key", 50), ("metrics-token", 32)])
def test_a_secret_that_is_there_stays_also_when_it_is_too_short(
    name: str, least: int, tmp_path: Path
) -> None:
    run = [str(DEPLOY / "make-secrets"), str(tmp_path)]
    (tmp_path / name).write_text("x" * (least - 1) + "\r\n")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and [path.name for path in tmp_path.iterdir()] == [name]
    assert f"{name} has {least - 1} characters, and the site needs {least}. Write a longer one" in done.stderr
    (tmp_path / name).write_text("x" * least)
    subprocess.run(run, check=True)
    assert (tmp_path / name).read_text() == "x" * least


@pytest.mark.parametrize("password", ["p#a/s?s@w%o r[d]", "Wörter", "plain-word_1.2~3"])
def test_the_address_of_the_database_has_any_password(password: str, tmp_path: Path) -> None:
    (tmp_path / "postgres-password").write_text(f"{password}\n")
    subprocess.run([str(DEPLOY / "make-secrets"), str(tmp_path)], check=True)
    url = (tmp_path / "database-url").read_text().strip()
    check_address("DATABASE_URL", url)
    assert database(url)["PASSWORD"] == password
    assert (tmp_path / "postgres-password").read_text() == f"{password}\n"
