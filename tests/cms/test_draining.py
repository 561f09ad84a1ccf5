"""A server that is told to stop: not ready first, then no new connections, and no request is cut off."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from cms.services.processes import accepts, free_port
from tests.support.asking import ask
from tests.support.serving import CHECKOUT, OPTIONS, wait_for

APPLICATION = """
import time
from cms.serving.draining import listen_for_end
from cms.serving.front import FrontApplication
from cms.serving.limits import BodyLimits
from cms.serving.readiness import Readiness

def site(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [])
    return [b"done"]

listen_for_end()
ready = Readiness(lambda waiting: (True, {"status": "ready"}))
application = FrontApplication(site, 2, BodyLimits(1000), readiness=ready)
"""

REQUEST = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
PER_SECOND = 600


@contextmanager
def run_server(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server as it is deployed, with two processes, in front of a site that needs no services; and its port."""
    (folder / "small_site.py").write_text(APPLICATION)
    port = free_port()
    options = f"--interface asgi --host 127.0.0.1 --port {port} --workers 2 {OPTIONS}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "cms.serving.server", *options.split(), "small_site:application"],
            cwd=folder, env={"PYTHONPATH": f"{CHECKOUT}:{folder}"}, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            wait_for(port, process)
            yield process, port
        finally:
            process.kill()
            process.wait(30)


def wait_until_not_ready(port: int) -> dict[str, str]:
    """The headers of the first answer that says so; every answer before says the opposite."""
    while (answer := ask(port, "/readyz")).status == 200:
        time.sleep(0.02)
    assert answer.status == 503
    assert answer.json == {"status": "not ready", "checks": {"listener": {"status": "not ready"}}}
    return dict(answer.headers)


def test_readiness_ends_before_the_port_closes_and_requests_are_completed(tmp_path: Path) -> None:
    with run_server(tmp_path) as (process, port), ThreadPoolExecutor(1) as pool:
        assert ask(port, "/readyz").json == {"status": "ready"}
        assert "connection" not in ask(port, "/x").headers
        running = pool.submit(ask, port, "/x?5")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        assert wait_until_not_ready(port)["connection"] == "close"
        told = time.monotonic() - began
        during = ask(port, "/x")
        assert (during.status, during.headers["connection"]) == (200, "close")
        assert ask(port, "/livez").status == 200
        while accepts(port):
            time.sleep(0.05)
        closed = time.monotonic() - began
        assert running.result().status == 200, "it was running when the port closed"
        assert process.wait(25) == 0
        print(
            f"\nSIGTERM: not ready after {told * 1000:.0f} ms, closed after {closed:.1f} s, "
            f"gone after {time.monotonic() - began:.1f} s"
        )


async def send_request(port: int) -> str:
    """What becomes of a request that is sent as soon as there is a connection for it."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return "refused"
    try:
        writer.write(REQUEST)
        return (await reader.read(12)).decode() or "lost"
    except OSError:
        return "lost"
    finally:
        writer.close()


async def send_requests(process: subprocess.Popen[bytes], port: int) -> Counter[str]:
    """The same for many, each on a connection of its own, from the signal to the end of the server."""
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    sent: list[asyncio.Future[str]] = []
    while process.poll() is None:
        while len(sent) < (time.monotonic() - began) * PER_SECOND:
            sent.append(asyncio.ensure_future(send_request(port)))
        await asyncio.sleep(0.002)
    return Counter(await asyncio.gather(*sent))


def test_no_connection_is_lost_when_the_port_closes(tmp_path: Path) -> None:
    with run_server(tmp_path) as (process, port):
        outcomes = asyncio.run(send_requests(process, port))
    print(f"\n{PER_SECOND} connections a second until the server was gone: {dict(outcomes)}")
    assert outcomes.keys() == {"HTTP/1.1 200", "refused"}


@pytest.mark.parametrize(
    "signals", [[signal.SIGINT], [signal.SIGTERM, signal.SIGTERM]], ids=["ctrl-c", "a second signal"]
)
def test_the_notice_can_be_left_out(tmp_path: Path, signals: list[signal.Signals]) -> None:
    with run_server(tmp_path) as (process, port):
        for each in signals:
            process.send_signal(each)
            if len(signals) > 1:
                time.sleep(0.2)
        assert process.wait(25) == 0
        assert not accepts(port)
