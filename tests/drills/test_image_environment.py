"""What the image holds: an environment made by the steps of deploy/Dockerfile, in which the site starts and serves.

`pytest -m slow -s tests/drills/test_image_environment.py` prints its size and how long the start takes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from cms.services.processes import free_port
from tests.benchmarks.ingest import add_family, read_table
from tests.support.object_store import KEYS, build_client, run_object_store
from tests.support.other_site import other_site
from tests.support.serving import CHECKOUT, build_environment

pytestmark = [pytest.mark.alone, pytest.mark.slow]
IMAGE = CHECKOUT / "deploy" / "image"
MOST_MEGABYTES = 325
"""The image may have 450; the rest is for its base."""
PATIENCE = 180
IN_BUCKET = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
name = default_storage.save("images/one.txt", ContentFile(b"one"))
print(name, default_storage.open(name).read().decode(), default_storage.listdir("images")[1])
default_storage.delete(name)
print(default_storage.exists(name))
"""


def run(*command: object, **more: Any) -> str:
    """What a command prints; it has to succeed."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(folder: Path) -> Path:
    """What the lock files name, and the site as a wheel."""
    site, build, wheels = folder / "site", folder / "build", folder / "wheels"
    for name, place in (("build.lock", build), ("requirements.lock", site)):
        run(sys.executable, "-m", "venv", place)
        run(place / "bin" / "pip", "install", "--quiet", "--require-hashes", "-r", IMAGE / name)
    run(build / "bin" / "python", "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels, cwd=CHECKOUT)  # fmt: skip
    run(site / "bin" / "pip", "install", "--quiet", "--no-deps", "--no-index", *wheels.glob("*.whl"))
    return site


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the image has as /opt/site."""
    folder = tmp_path_factory.mktemp("image")
    site = install(folder)
    run(IMAGE / "collect-static", site / "bin" / "aixplore", env={**os.environ, "STATIC_DIR": str(site / "static")}, cwd=folder)  # fmt: skip
    print("\n" + run(IMAGE / "drop-unused", site).strip())
    run(site / "bin" / "python", "-m", "compileall", "-q", "-j", "0", site / "lib")
    return site


@pytest.fixture(scope="module")
def container(
    environment: Path,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[dict[str, str]]:
    """The variables of a container, with a database that is up to date."""
    folder = tmp_path_factory.mktemp("container")
    with django_db_blocker.unblock(), other_site(folder / "plugins", "image") as made:
        built = build_environment("cms.config.settings.production", made.environment)
        without = {"PYTHONPATH", "AIXPLORE_PLUGINS_DIR"}
        yield {name: value for name, value in built.items() if name not in without} | {
            "PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "STATIC_DIR": str(environment / "static"),
            "VAR_DIR": str(folder / "var"), "HOST": "127.0.0.1", "PORT": str(free_port()), "WEB_PROCESSES": "1",
        }  # fmt: skip


def measure_megabytes(folder: Path) -> float:
    """Bytes of all files, as layers of an image have them."""
    return sum(each.lstat().st_size for each in folder.rglob("*") if not each.is_dir()) / 2**20


def test_it_is_small(environment: Path) -> None:
    size = measure_megabytes(environment)
    print(f"\nthe environment has {size:.0f} MB")
    assert size <= MOST_MEGABYTES
    names = {each.name for each in environment.glob("lib/python3*/site-packages/*")}
    assert not {"grpc", "pip"} & names and {"boto3", "opensearchpy", "clickhouse_connect"} <= names


def test_clients_of_other_servers_can_be_imported(environment: Path, tmp_path: Path) -> None:
    code = (
        "import boto3, botocore.session, clickhouse_connect, opensearchpy, opensearchpy.helpers, pillow_heif;"
        "from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter;"
        "s = boto3.session.Session(); s.client('sts', region_name='x'); print(s.get_available_resources())"
    )
    assert run(environment / "bin" / "python", "-c", code, cwd=tmp_path).strip() == "['s3']"


def test_the_role_migrate_registers_the_queries_of_the_website(
    container: dict[str, str], environment: Path, tmp_path: Path
) -> None:
    shutil.copy(CHECKOUT / "graphql" / "operations.json", environment)
    given = {**container, "OPERATIONS": str(environment / "operations.json")}
    first, second = (run(IMAGE / "run-role", "migrate", cwd=tmp_path, env=given) for _ in range(2))
    number = len(json.loads((environment / "operations.json").read_text())["documents"])
    release = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    assert f"{release}: {number} new, 0 unchanged." in first
    assert f"{release}: 0 new, {number} unchanged." in second


def test_the_site_starts_and_serves_pages_and_static_files(container: dict[str, str], tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{container['PORT']}"
    began = time.monotonic()
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([str(IMAGE / "run-role"), "web"], cwd=tmp_path, env=container, stdout=log, stderr=log)  # fmt: skip
    try:
        wait_until_ready(address, server, tmp_path / "log")
        took, cpu = time.monotonic() - began, add_family(read_table(), server.pid)
        print(
            f"\nfrom the container's command to ready: {took:.1f} s, {cpu:.1f} s of CPU; load {os.getloadavg()[0]:.0f}"
        )
        body = {"query": "{ site { name } }"}
        assert requests.post(f"{address}/graphql", json=body, timeout=30).status_code == 200
        page = requests.get(f"{address}/admin/login/", headers={"X-Forwarded-Proto": "https"}, timeout=30)
        assert page.status_code == 200
        path = "/static/" + page.text.partition('href="/static/')[2].partition('"')[0]
        assert requests.get(address + path, timeout=30).status_code == 200, path
    finally:
        server.terminate()
        server.wait(40)


def wait_until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        assert server.poll() is None and time.monotonic() < deadline, log.read_text()[-3000:]
        try:
            if requests.get(f"{address}/readyz", timeout=5).status_code == 200:
                return
        except requests.ConnectionError:
            time.sleep(0.1)


def test_media_lie_in_a_bucket(container: dict[str, str], environment: Path, tmp_path: Path) -> None:
    with run_object_store() as store:
        build_client(store).create_bucket(
            Bucket="media", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
        )
        settings = {
            "MEDIA_BUCKET": "media", "MEDIA_ENDPOINT": store, "MEDIA_REGION": "eu-central-1",
            "MEDIA_ACCESS_KEY": KEYS["access_key"], "MEDIA_SECRET_KEY": KEYS["secret_key"],
        }  # fmt: skip
        command = [environment / "bin" / "aixplore", "shell", "--no-imports", "-c", IN_BUCKET]
        said = run(*command, cwd=tmp_path, env=container | settings)
    assert said.splitlines()[-2:] == ["images/one.txt one ['one.txt']", "False"]
