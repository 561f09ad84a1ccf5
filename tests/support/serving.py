"""The site as it is served in production: Granian, in a process of its own, with services of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from cms.services import temporary_services
from cms.services.processes import accepts, free_port

__all__ = ["OPTIONS", "build_environment", "check_session", "environment", "run_in_site", "serving"]

OPTIONS = (
    "--http 1 --http1-header-read-timeout 10000 --backlog 2048 --backpressure 2048 --workers-kill-timeout 22"
)
"""As deploy/README.md has them; a test compares."""
CHECKOUT = Path(__file__).resolve().parents[2]
SESSION = """
from django.conf import settings
from django.test import Client
from content_types.testing.factories import make_user
signed_in = Client()
signed_in.force_login(make_user("administrator", is_superuser=True, is_staff=True))
print(signed_in.cookies[settings.SESSION_COOKIE_NAME].value)
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


def check_session(port: int, session: str) -> None:
    """SystemExit unless the server takes the key for somebody who is signed in: it answers all others like visitors."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    query = "/graphql?query=%7B%20viewer%20%7B%20id%20%7D%20%7D"
    connection.request("GET", query, headers={"Host": "localhost", "Cookie": f"sessionid={session}"})
    answered = connection.getresponse().read()
    connection.close()
    if b'"id"' not in answered:
        raise SystemExit(f"The session is not signed in: {answered[:300]!r}")


@contextmanager
def serving(
    given: Mapping[str, str],
    log: Path,
    workers: int | None = None,
    application: str = "cms.config.asgi:application",
    interface: str = "asgi",
) -> Iterator[int]:
    """A server, as long as the block lasts; its port. A process for each core, as deploy/README.md says."""
    port = free_port()
    count = workers or os.cpu_count()
    options = f"--interface {interface} --host 127.0.0.1 --port {port} --workers {count} {OPTIONS}"
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
