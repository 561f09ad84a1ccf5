"""The site as it is served in production: Granian, in a process of its own, with services of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cms.services import temporary_services
from cms.services.processes import accepts, free_port

__all__ = ["OPTIONS", "build_environment", "environment", "run_in_site", "serving"]

OPTIONS = (
    "--http 1 --http1-header-read-timeout 10000 --backlog 2048 --backpressure 2048 --workers-kill-timeout 22"
)
"""As deploy/README.md has them; a test compares."""
CHECKOUT = Path(__file__).resolve().parents[2]
SESSION = """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from content_types.testing.factories import make_user
user = make_user(is_superuser=True, is_staff=True)
session = SessionStore()
session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                HASH_SESSION_KEY: user.get_session_auth_hash()})
session.save()
print(session.session_key)
"""


def environment(settings: str) -> dict[str, str]:
    """Of a server with these settings, whose services end with this process."""
    return build_environment(settings, {**os.environ, **temporary_services()})


def build_environment(settings: str, given: Mapping[str, str]) -> dict[str, str]:
    """The same, with services that the caller names."""
    return {
        **given,
        "DJANGO_SETTINGS_MODULE": settings,
        "SECRET_KEY": "for-a-test-this-key-signs-nothing-of-any-value-0123456789",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "http://127.0.0.1:8000",
        "FRONTEND_URL": "http://127.0.0.1:3000",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": f"{CHECKOUT}{os.pathsep}{CHECKOUT / 'graphql'}",
    }


def run_in_site(given: Mapping[str, str], code: str) -> str:
    """Run code in a process of the site, such as to fill it; the session key of an administrator it has then."""
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code + SESSION],
        cwd=CHECKOUT, env=dict(given), check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


@contextmanager
def serving(
    given: Mapping[str, str],
    log: Path,
    workers: int | None = None,
    application: str = "cms.config.asgi:application",
) -> Iterator[int]:
    """A server, as long as the block lasts; its port. A process for each core, as deploy/README.md says."""
    port = free_port()
    count = workers or os.cpu_count()
    options = f"--interface asgi --host 127.0.0.1 --port {port} --workers {count} {OPTIONS}"
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cms.serving.server", *options.split(), application],
            cwd=CHECKOUT, env=dict(given), stdout=out, stderr=out,
        )  # fmt: skip
        try:
            wait_for(port, process)
            yield port
        finally:
            process.send_signal(signal.SIGINT)  # as SIGTERM, without the notice to load balancers
            process.wait(30)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server accepts connections; one that ends before is an error at once."""
    deadline = time.monotonic() + 180
    while not accepts(port):
        if process.poll() is not None:
            raise SystemExit("The server ended while it was starting: its log says why.")
        if time.monotonic() > deadline:
            raise SystemExit("The server did not start within three minutes.")
        time.sleep(0.2)
