"""All audits of the npm package graphql-http against the running API."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler

from content_api.front.application import Front

SCRIPT = Path(__file__).parent / "audit.mjs"
AUDITS = 61
PACKAGES = ("graphql-http@1.23.1", "graphql@16")


@pytest.fixture(scope="module")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the audits installed; the test is skipped where they cannot be had."""
    if not shutil.which("npm"):
        pytest.skip("Node.js with npm is not on this machine: the GraphQL-over-HTTP audits are not run.")
    folder = tmp_path_factory.mktemp("audits")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    if subprocess.run(command, capture_output=True, timeout=180, check=False).returncode:
        pytest.skip("npm cannot install graphql-http here: the GraphQL-over-HTTP audits are not run.")
    shutil.copy(SCRIPT, folder)
    return folder


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The audits provoke errors on purpose."""


@pytest.fixture
def server() -> Iterator[str]:
    """The site on a port of its own. The audits ask for nothing that is stored, so there is no database."""
    with make_server("127.0.0.1", 0, Front(WSGIHandler()), handler_class=Quiet) as running:
        thread = Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/graphql"
        running.shutdown()
        thread.join()


def test_every_audit_passes(server: str, node_folder: Path) -> None:
    command = ["node", SCRIPT.name, server]
    done = subprocess.run(command, cwd=node_folder, capture_output=True, text=True, timeout=120, check=True)
    results = json.loads(done.stdout)
    assert len(results) == AUDITS
    assert [each for each in results if each["status"] != "ok"] == []
