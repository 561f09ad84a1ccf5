"""Ask a real server whatever the schema allows, as a stranger and as an administrator, for SECONDS each.

Exit status 1 when an answer is not as `checks.py` says, or when the server's log has an error nobody was meant to make.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.services import temporary_services
from cms.services.processes import accepts, free_port

CHECKOUT = Path(__file__).resolve().parents[2]
SCHEMA = CHECKOUT / "graphql" / "schema.graphql"
CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = int(os.environ.get("FUZZ_SECONDS", "30"))
OURS = ("graphql_internal_error", "plugin_call_failed", "request_failed")
"""Events in the log that no question may bring about."""
FILL = """
import tempfile
from pathlib import Path
from django.core.management import call_command
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from cms.demo import CATALOGUE, FILES
from cms.demo.images import write_images
from content_types.testing.factories import make_user
call_command("migrate", verbosity=0)
folder = Path(tempfile.mkdtemp())
for file in FILES:
    (folder / file.name).write_text(file.read_text())
write_images(folder)
call_command("import_catalogue", *[str(folder / file.name) for file in FILES], verbosity=0)
user = make_user(is_superuser=True, is_staff=True)
session = SessionStore()
session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                HASH_SESSION_KEY: user.get_session_auth_hash()})
session.save()
print(session.session_key)
"""


def environment() -> dict[str, str]:
    """Of the server: services of its own, production's settings."""
    return {
        **os.environ,
        **temporary_services(),
        "DJANGO_SETTINGS_MODULE": "tests.fuzzing.settings",
        "SECRET_KEY": "for-a-test-this-key-signs-nothing-of-any-value-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'graphql'}",
    }


def filled(given: dict[str, str]) -> str:
    """Make the tables and the demo's catalogue; the session of an administrator."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", FILL],
        cwd=CHECKOUT, env=given, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


@contextmanager
def serving(given: dict[str, str], port: int, log: Path) -> Iterator[str]:
    """A server as in production; its address."""
    command = [
        Path(sys.executable).with_name("granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--workers", "1", "--blocking-threads", "8", "cms.wsgi:application"],
            cwd=CHECKOUT, env=given, stdout=out, stderr=out,
        )  # fmt: skip
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/graphql"
        finally:
            process.terminate()
            process.wait(30)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while not accepts(port):
        if time.monotonic() > deadline:
            raise SystemExit("The server did not start within a minute.")
        time.sleep(0.2)


def fuzz(url: str, folder: str, *headers: str) -> bool:
    """Whether every answer was as it has to be; Schemathesis tells the rest, and keeps its notes in the folder."""
    given = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzzing.checks", "PYTHONPATH": str(CHECKOUT)}
    command = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file",
        CONFIG,
        "run",
        SCHEMA,
        "--url",
        url,
    ]
    options = [
        "--checks",
        "answered_well",
        "--max-time",
        str(SECONDS),
        "--workers",
        "2",
        "--phases",
        "fuzzing",
    ]
    for header in headers:
        options += ["--header", header]
    return (
        subprocess.run([*command, "--no-color", *options], cwd=folder, env=given, check=False).returncode == 0
    )


def complaints(log: Path) -> list[str]:
    """Lines of the log that no question may bring about."""
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if json.loads(line).get("event") in OURS]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        given, log = environment(), Path(folder) / "server.log"
        session = filled(given)
        with serving(given, free_port(), log) as url:
            fine = [fuzz(url, folder), fuzz(url, folder, f"Cookie: sessionid={session}")]
        found = complaints(log)
    for line in found[:20]:
        print(line[:2000])
    print(
        f"{len(found)} errors in the server's log; answers {'as they have to be' if all(fine) else 'WRONG, see above'}."
    )
    sys.exit(0 if all(fine) and not found else 1)


if __name__ == "__main__":
    main()
