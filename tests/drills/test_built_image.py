"""The image that `make built-image` builds, run as a container: as its user, on read-only files, from an empty database.

`make verify-built-image` prints its size, and how long the start takes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from cms.services import temporary_services
from cms.services.processes import free_port
from tests.benchmarks.ingest import add_family, read_table
from tests.drills.test_image_environment import wait_until_ready
from tests.support.containers import Image, find_process, measure_bytes, mounted_image

pytestmark = [pytest.mark.alone, pytest.mark.slow]
MOST_MEGABYTES = 450
USER = 10001


@dataclass(frozen=True)
class Site:
    """What a container of the site is given."""

    image: Image
    folder: Path
    variables: dict[str, str]

    def build_command(self, *words: str, **given: str) -> list[str]:
        return self.image.build_command(
            self.folder / "var", self.folder / "secrets", {**self.variables, **given}, *words
        )

    def run(self, *words: str, **given: str) -> tuple[int, str]:
        """The status of a command, and all that it says."""
        done = subprocess.run(
            self.build_command(*words, **given), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )  # fmt: skip
        return done.returncode, done.stdout


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with mounted_image() as built:
        yield built


@pytest.fixture(scope="module")
def site(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The image with a database that its role `migrate` has filled, and secrets that its user alone reads."""
    folder, services = tmp_path_factory.mktemp("container"), {**os.environ, **temporary_services()}
    for place in (folder / "var", folder / "secrets"):
        place.mkdir()
        os.chown(place, USER, USER)
    write_secret(folder / "secrets" / "database-url", make_database(services["DATABASE_URL"]))
    write_secret(folder / "secrets" / "redis-url", services["REDIS_URL"])
    write_secret(
        folder / "secrets" / "secret-key", "for-a-test-this-key-signs-nothing-of-any-value-0123456789"
    )
    made = Site(image, folder, {
        "DATABASE_URL_FILE": "/run/secrets/database-url", "REDIS_URL_FILE": "/run/secrets/redis-url",
        "SECRET_KEY_FILE": "/run/secrets/secret-key", "ALLOWED_HOSTS": "127.0.0.1", "BASE_URL": "https://cms.localhost",
        "FRONTEND_URL": "https://www.localhost", "HOST": "127.0.0.1", "PORT": str(free_port()), "WEB_PROCESSES": "1",
        "START_WAIT": "0",
    })  # fmt: skip
    status, said = made.run("web")
    assert status == 1 and "migrations" in said, "an empty database is refused"
    status, said = made.run("migrate")
    assert status == 0, said
    return made


def make_database(server: str) -> str:
    """The address of an empty database on this server."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS built_image WITH (FORCE)")
        connection.execute("CREATE DATABASE built_image")
    return urlsplit(server)._replace(path="/built_image").geturl()


def write_secret(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o400)
    os.chown(path, USER, USER)


def test_it_is_small_and_holds_what_it_lists(image: Image) -> None:
    size = measure_bytes(image.root) / 1e6
    print(f"\nthe image has {size:.0f} MB unpacked, {measure_bytes(image.root / 'opt' / 'site') / 1e6:.0f} of them ours")  # fmt: skip
    assert size <= MOST_MEGABYTES
    packages = image.root.glob("opt/site/lib/python3*/site-packages/*.dist-info")
    listed = json.loads((image.root / "opt" / "site" / "sbom.cdx.json").read_text())["components"]
    assert len(listed) + 1 == len(list(packages)) > 50, "and the site itself"


def test_its_user_owns_nothing_that_is_run(image: Image) -> None:
    assert image.config["User"] == f"{USER}:{USER}" and image.config["StopSignal"] == "SIGTERM"
    owned = {
        str(each.relative_to(image.root)) for each in image.root.rglob("*") if each.lstat().st_uid == USER
    }
    assert owned == {"site", "site/var", "site/metrics"}


def test_it_serves_and_stops_when_it_is_told_to(site: Site) -> None:
    address, log = f"http://127.0.0.1:{site.variables['PORT']}", site.folder / "log"
    began = time.monotonic()
    with log.open("w") as out:
        monitor = subprocess.Popen(site.build_command(), stdout=out, stderr=out)
    try:
        wait_until_ready(address, monitor, log)
        took, cpu = time.monotonic() - began, add_family(read_table(), monitor.pid)
        print(f"\nfrom the container's start to ready: {took:.1f} s, {cpu:.1f} s of CPU; load {os.getloadavg()[0]:.0f}")  # fmt: skip
        asked = requests.post(f"{address}/graphql", json={"query": "{ site { name } }"}, timeout=30)
        assert asked.status_code == 200 and "errors" not in asked.json()
        page = requests.get(f"{address}/admin/login/", headers={"X-Forwarded-Proto": "https"}, timeout=30)
        path = "/static/" + page.text.partition('href="/static/')[2].partition('"')[0]
        assert page.status_code == requests.get(address + path, timeout=30).status_code == 200, path
        os.kill(find_process(monitor.pid), signal.SIGTERM)
        assert monitor.wait(30) == 0, log.read_text()[-3000:]
    finally:
        monitor.kill()
        monitor.wait()


def test_nothing_starts_with_a_faulty_secret(site: Site) -> None:
    for name, text, mode, message in (
        ("empty", "", 0o400, "is empty"),
        ("open", "x" * 60, 0o444, "every user can read"),
    ):
        path = site.folder / "secrets" / name
        write_secret(path, text)
        path.chmod(mode)
        status, said = site.run("web", SECRET_KEY_FILE=f"/run/secrets/{name}")
        assert status == 1 and "SECRET_KEY_FILE" in said and message in said, said
    status, said = site.run("web", SECRET_KEY_FILE="/run/secrets/missing")
    assert status == 1 and "/run/secrets/missing" in said, said


def test_commands_run_in_it(site: Site) -> None:
    assert site.run("migrate", "--check")[0] == 0
    status, said = site.run("doctor", "--start")
    assert status == 0 and "nothing is wrong" in said, said
