"""deploy/pipeline/acceptance.py against a site that runs as deployed: what it finds well, and what it names as wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest

from tests.deploy.files import CHECKOUT
from tests.drills.conftest import Served
from tests.support.serving import serving

pytestmark = [pytest.mark.alone, pytest.mark.slow]
MAKE_KEY = """
import io
from django.core.management import call_command
from content_types.testing.factories import make_user
make_user("deployer", is_superuser=True, is_staff=True)
out = io.StringIO()
call_command("api_key", "create", "acceptance", owner="deployer", kinds=["solutions.solution"], drafts=True,
             actions=["create", "change", "delete"], days=1, stdout=out)
call_command("trusted_documents", "register", release="1", stdout=io.StringIO())
call_command("search", "rebuild", stdout=io.StringIO())
print("KEY", next(word for word in out.getvalue().split() if word.startswith("aix")))
"""


@contextmanager
def run_website(status: int = 200) -> Iterator[str]:
    """Something that answers pages as the website does; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if self.path.startswith("/none") else status)
            self.end_headers()
            self.wfile.write(b"<!doctype html><html></html>")

        def log_message(self, *ignored: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def site(served_site: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """The address of a site that counts visits, a key, and its database."""
    folder = tmp_path_factory.mktemp("acceptance")
    given = {**served_site.environment, "COLLECT_EVENTS": "true", "STATIC_DIR": str(folder / "static")}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=CHECKOUT, env=given, check=True)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE_KEY],
        cwd=CHECKOUT, env=given, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    key = done.stdout.rpartition("KEY ")[2].strip()
    with serving(given, folder / "server.log", workers=1) as port:
        yield f"http://127.0.0.1:{port}", key, served_site.database


def run(*words: str, key: str = "") -> tuple[int, str]:
    script = Path("deploy") / "pipeline" / "acceptance.py"
    done = subprocess.run(
        [sys.executable, script, *words], cwd=CHECKOUT, env={**os.environ, "EDITORIAL_KEY": key},
        check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


def count_pages(database: str) -> int:
    with psycopg.connect(database) as server:
        row = server.execute("SELECT count(*) FROM wagtailcore_page").fetchone()
    assert row is not None
    return int(row[0])


def test_a_site_that_is_well_passes_and_keeps_nothing(site: tuple[str, str, str]) -> None:
    address, key, database = site
    before = count_pages(database)
    with run_website() as website:
        status, text = run(address, "--website", website, key=key)
    print(text)
    assert text.splitlines() == [
        "ok       basics", "ok       queries", "ok       search", "ok       sign-in", "ok       collect",
        "ok       write", "ok       website",
    ]  # fmt: skip
    assert status == 0 and count_pages(database) == before


def test_what_is_wrong_is_named(site: tuple[str, str, str]) -> None:
    address, _, database = site
    before = count_pages(database)
    with run_website(500) as website:
        status, text = run(address, "--website", website, key="aix_wrong_key")
    assert status == 1 and count_pages(database) == before
    wrong = [line.split(":")[0] for line in text.splitlines() if line.startswith("WRONG")]
    assert wrong == ["WRONG    write", "WRONG    website"] and "500" in text


def test_what_a_site_does_not_have_is_left_out_by_name(site: tuple[str, str, str]) -> None:
    status, text = run(site[0], "--without", "website", "write")
    assert status == 0
    assert [line for line in text.splitlines() if line.startswith("left out")] == [
        "left out write",
        "left out website",
    ]


def test_a_missing_key_is_no_success(site: tuple[str, str, str]) -> None:
    status, text = run(site[0], "--without", "website")
    assert status == 1 and "EDITORIAL_KEY is not set: make a key" in text


def test_a_site_that_does_not_answer_fails_every_check() -> None:
    status, text = run("http://127.0.0.1:9", "--without", "website", key="x")
    assert status == 1 and text.count("WRONG") == 6


def test_a_website_has_to_be_named_or_left_out() -> None:
    status, text = run("http://127.0.0.1:9")
    assert status == 2 and "name the --website, or add --without website" in text
