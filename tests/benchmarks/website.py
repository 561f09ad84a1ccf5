"""The website's pages in headless Chromium and by time to first byte, beside an empty Next.js app and static files.

`make bench-theme` runs it: production builds, one run, the demo's catalogue, and CATALOGUE=FILE imported besides. Times to
first byte are those of pages that are kept, and stand beside that of the script of the same server that is nearest in size.
Nothing here is asserted: a busy machine is no bug.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from cms.services.processes import accepts, dies_with_parent, free_port
from tests.e2e.programs import FLAGS, find_chromium
from tests.support.website import CHECKOUT, SERVICES, link_packages, running_website

REQUESTS, WARM, ROUNDS = 200, 5, 5
PAGES = {
    "home": "/", "list": "/solutions/", "filtered list": "/solutions/?openSource=true", "category": "/categories/language-models/",
    "solution": "/solutions/chatgpt/", "event": "/events/retrieval-office-hour/",
}  # fmt: skip
STARTER = CHECKOUT / "var/e2e/starter"
STARTER_FILES = {
    "package.json": '{"name": "starter", "private": true, "scripts": {"build": "next build", "start": "next start"}}',
    "app/layout.tsx": "export default function Layout({ children }: { children: React.ReactNode }) {\n"
    '  return <html lang="en"><body>{children}</body></html>;\n}\n',
    "app/page.tsx": "export default function Page() {\n  return <h1>Hello</h1>;\n}\n",
}
WATCH = """
window.seen = { lcp: 0, cls: 0, tbt: 0 };
const watch = (type, read) => new PerformanceObserver((list) => list.getEntries().forEach(read)).observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch("longtask", (entry) => { seen.tbt += Math.max(0, entry.duration - 50); });
"""
SETTLED_MS = 1_000


@contextmanager
def running_starter() -> Iterator[str]:
    """The address of an empty app on the App Router, built like the theme, with the theme's packages."""
    link_packages(STARTER)
    for name, text in STARTER_FILES.items():
        (STARTER / name).parent.mkdir(parents=True, exist_ok=True)
        (STARTER / name).write_text(text)
    given: dict[str, Any] = {
        "cwd": STARTER, "env": {**os.environ, "NEXT_TELEMETRY_DISABLED": "1"}, "stdout": subprocess.DEVNULL,
    }  # fmt: skip
    subprocess.run(["npx", "next", "build"], check=True, **given)
    port = free_port()
    command = ["node", "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, preexec_fn=dies_with_parent(signal.SIGTERM), **given)
    try:
        while not accepts(port):
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def measure_first_bytes(address: str, *paths: str, encoding: str = "identity") -> list[float]:
    """Milliseconds to the first byte of kept pages, medians of many, asked for in turn: other work slows all alike."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    times: dict[str, list[float]] = {path: [] for path in paths}
    for number in range(REQUESTS + WARM):
        for path in paths:
            taken = measure_request(connection, path, encoding)
            times[path] += [taken] if number >= WARM else []
    return [median(each) for each in times.values()]


def measure_request(connection: HTTPConnection, path: str, encoding: str) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers={"Accept": "text/html", "Accept-Encoding": encoding})
    answer = connection.getresponse()
    answer.read(1)
    taken = (time.perf_counter() - started) * 1_000
    answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
    return taken


def read_size(address: str, path: str) -> int:
    """Bytes of an answer that is not compressed."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", path, headers={"Accept": "text/html"})
    return len(connection.getresponse().read())


def measure_visit(browser: Browser, address: str) -> dict[str, float]:
    """What a first visit sees and loads: LCP and TBT in milliseconds, CLS, JavaScript in KiB compressed."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = context.new_page()
    page.add_init_script(WATCH)
    scripts: list[Response] = []
    page.on("response", lambda each: scripts.append(each) if each.request.resource_type == "script" else None)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    seen: dict[str, float] = page.evaluate("seen")
    size = sum(len(gzip.compress(each.body())) for each in scripts if each.ok)
    context.close()
    return {**seen, "js": size / 1_024}


def measure_visits(browser: Browser, address: str) -> dict[str, float]:
    rounds = [measure_visit(browser, address) for _ in range(ROUNDS)]
    return {name: median(each[name] for each in rounds) for name in rounds[0]}


def show(name: str, address: str, path: str, seen: dict[str, float], starter: dict[str, float]) -> None:
    size = read_size(address, path)
    static = min(find_scripts(address), key=lambda each: abs(read_size(address, each) - size))
    print(
        f"{name:<14} {size / 1_024:5.0f} KiB   {describe_first_bytes(address, path, static)}   LCP {seen['lcp']:5.0f} ms "
        f"{seen['lcp'] / max(starter['lcp'], 1):5.2f}× starter   CLS {seen['cls']:.3f}   TBT {seen['tbt']:4.0f} ms   "
        f"JavaScript {seen['js']:6.1f} KiB {seen['js'] / starter['js']:5.2f}× starter",
        flush=True,
    )


def describe_first_bytes(address: str, path: str, static: str) -> str:
    """Times to first byte as browsers ask, and of what is not compressed, each beside a static file's."""
    parts = []
    for label, encoding in (("compressed", "gzip, deflate, br"), ("plain", "identity")):
        first, other = measure_first_bytes(address, path, static, encoding=encoding)
        parts.append(f"{label} {first:6.1f} ms {first / other:5.2f}× static")
    return "first byte " + ", ".join(parts)


def run_command(folder: Path, *command: str, **options: Any) -> None:
    """Run a management command in the demo of a folder."""
    own = {name: value for name, value in os.environ.items() if name not in SERVICES}
    environment = {**own, "VAR_DIR": str(folder / "var"), "LOG_LEVEL": "WARNING"}
    subprocess.run(
        [sys.executable, "manage.py", *command], cwd=CHECKOUT, env=environment, check=False, **options
    )


def import_catalogue(folder: Path, file: Path) -> None:
    """Bring a catalogue into the demo of a folder, beside its own."""
    command = ("import_catalogue", str(file), "--create-missing", "vendor", "category")
    run_command(folder, *command, stdout=subprocess.DEVNULL)


def report_publications(folder: Path, address: str) -> None:
    """Print how long publications take until the website shows them (tests/benchmarks/publications.py)."""
    code = f"from tests.benchmarks.publications import report; report({address!r})"
    run_command(folder, "shell", "--no-imports", "--verbosity", "0", "--command", code)


def main() -> None:
    program = find_chromium()
    if program is None:
        raise SystemExit("Chromium is not installed: `apt-get install chromium` lets this run.")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--catalogue", type=Path, help="a file of solutions to import before anything is measured"
    )
    catalogue = parser.parse_args().catalogue
    with (
        tempfile.TemporaryDirectory() as folder,
        running_website(Path(folder)) as website,
        running_starter() as starter,
        sync_playwright() as playwright,
    ):
        if catalogue:
            import_catalogue(Path(folder), catalogue.resolve())
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        report(browser, website.address, starter)
        browser.close()
        report_publications(Path(folder), website.address)


def report(browser: Browser, website: str, starter: str) -> None:
    """Print a line for each page."""
    empty = measure_visits(browser, starter)
    show("empty Next.js", starter, "/", empty, empty)
    for name, path in PAGES.items():
        show(name, website, path, measure_visits(browser, website + path), empty)


def find_scripts(address: str) -> list[str]:
    """The paths of the scripts of the first page: static files of the same server."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("GET", "/", headers={"Accept": "text/html"})
    return re.findall(r'<script[^>]*\ssrc="([^"]+)"', connection.getresponse().read().decode())


if __name__ == "__main__":
    main()
