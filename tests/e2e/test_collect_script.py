"""The script of frontends, in a browser, on a page of another origin with a strict policy: what arrives in the stream."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from redis import Redis

from cms.analytics import collecting as collecting_module
from tests.e2e.conftest import Complaints
from tests.support.collecting import collecting, count_collected, count_drops, read_stream

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.django_db(transaction=True)]
SOLUTION = "U29sdXRpb246NQ=="
VENDOR = "VmVuZG9yOjM="
PAGE = """<!doctype html><title>Tool</title>{head}<script defer src="{script}"{attributes}></script>
<a id="out" href="https://vendor.example/buy?x=1">Site</a> <a id="own" href="/other/">Other</a>
<p data-aixplore-subject="VENDOR VmVuZG9yOjM="><a id="of-vendor" href="https://maker.example/"><b>Maker</b></a></p>"""
META = f'<meta name="aixplore-subject" content="SOLUTION {SOLUTION}">'


class Handler(BaseHTTPRequestHandler):
    """Answers every path with the page, under a policy that forbids everything but the platform."""

    def do_GET(self) -> None:
        frontend: Frontend = self.server.frontend  # type: ignore[attr-defined]
        script = f"{frontend.site}/collect.js"
        body = PAGE.format(head=frontend.head, attributes=frontend.attributes, script=script).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        policy = (
            f"default-src 'none'; img-src 'self'; script-src {frontend.site}; connect-src {frontend.site}"
        )
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Frontend:
    """A page of another origin; `head` and `attributes` stand in it."""

    context: BrowserContext
    site: str
    origin: str
    valkey: Redis
    head: str = ""
    attributes: str = ""

    def open(self, path: str = "/tools/a/?mail=x@example.org", **options: Any) -> Page:
        page = self.context.new_page()
        page.goto(self.origin + path, **options)
        return page

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """What waits in the stream, when it is as many events."""
        deadline = time.monotonic() + 10
        while len(found := read_stream(self.valkey)) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        return found


@pytest.fixture
def frontend(
    browser: Browser, live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Frontend]:
    # A headless browser says so in its user agent; another one is not used for what is sent while a page is left.
    monkeypatch.setattr(collecting_module, "is_bot", lambda user_agent: False)
    with collecting() as valkey, ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        origin = f"http://localhost:{server.server_port}"
        settings.COLLECT_EVENTS, settings.CORS_ALLOWED_ORIGINS = True, [origin]
        context = browser.new_context()
        frontend = Frontend(context, live_server.url, origin, valkey)
        server.frontend = frontend  # type: ignore[attr-defined]
        Thread(target=server.serve_forever, daemon=True).start()
        yield frontend
        context.close()
        server.shutdown()


def summarise(events: list[dict[str, Any]]) -> list[tuple[str, str, str, dict[str, Any]]]:
    return [(each["type"], each["kind"] + each["global_id"], each["path"], each["props"]) for each in events]


def test_a_view_is_counted_without_query_and_cookie(frontend: Frontend, complaints: Complaints) -> None:
    frontend.context.on("page", complaints.listen)
    frontend.open(referer="https://news.example/article?id=7")
    (view,) = frontend.wait_for(1)
    assert summarise([view]) == [("view", "", "/tools/a/", {})]
    assert (view["referrer"], frontend.context.cookies()) == ("news.example", [])
    assert (complaints, count_drops()) == ([], {})


def test_links_to_other_sites_are_counted_for_what_they_belong_to(frontend: Frontend) -> None:
    frontend.head = META
    page = frontend.open()
    for name in ("own", "of-vendor", "out"):
        page.evaluate(
            "name => document.getElementById(name).addEventListener('click', e => e.preventDefault())", name
        )
        page.click(f"#{name}")
    assert summarise(frontend.wait_for(3)) == [
        ("view", "SOLUTION" + SOLUTION, "", {}),
        ("outbound_click", "VENDOR" + VENDOR, "", {"host": "maker.example"}),
        ("outbound_click", "SOLUTION" + SOLUTION, "", {"host": "vendor.example"}),
    ]


def test_what_waits_is_sent_when_the_visitor_leaves(frontend: Frontend) -> None:
    page = frontend.open()
    page.evaluate("document.getElementById('out').addEventListener('click', e => e.preventDefault())")
    page.click("#out")
    page.click("#own")
    page.wait_for_url("**/other/")
    assert [(each["type"], each["path"]) for each in frontend.wait_for(3)] == [
        ("view", "/tools/a/"), ("outbound_click", "/tools/a/"), ("view", "/other/"),
    ]  # fmt: skip


def test_pages_of_an_application_are_counted_once_each(frontend: Frontend) -> None:
    page = frontend.open("/one/")
    for path in ("/two/", "/two/?page=2"):
        page.evaluate("path => history.pushState({}, '', path)", path)
        page.wait_for_timeout(400)
    page.go_back()
    page.go_back()
    assert [each["path"] for each in frontend.wait_for(3)] == ["/one/", "/two/", "/one/"]


def test_frontends_send_types_of_their_own_choice(frontend: Frontend) -> None:
    frontend.attributes = " data-manual"
    page = frontend.open()
    page.evaluate("window.aixplore.track('search', {props: {query: 'speech', results: 3}})")
    page.evaluate(f"window.aixplore.track('view', {{subject: {{kind: 'SOLUTION', id: '{SOLUTION}'}}}})")
    page.evaluate("window.aixplore.push(['search_without_result', {props: {query: 'speeech'}}])")
    assert summarise(frontend.wait_for(3)) == [
        ("search", "", "", {"query": "speech", "results": 3}),
        ("view", "SOLUTION" + SOLUTION, "", {}),
        ("search_without_result", "", "", {"query": "speeech"}),
    ]


def test_large_batches_are_divided(frontend: Frontend) -> None:
    frontend.attributes = " data-manual"
    page = frontend.open()
    page.evaluate(
        "() => { for (let n = 0; n < 120; n++)"
        " window.aixplore.track('search', {props: {query: 'é'.repeat(190) + n, results: 1}}); }"
    )
    assert len(frontend.wait_for(120)) == 120
    assert (count_collected(), count_drops()) == ({"search": 120}, {})


def test_fetch_takes_the_place_of_a_beacon_that_is_refused(frontend: Frontend) -> None:
    frontend.context.add_init_script("navigator.sendBeacon = () => false")
    frontend.open()
    assert len(frontend.wait_for(1)) == 1


@pytest.mark.parametrize(
    "signal",
    [
        "Object.defineProperty(navigator, 'globalPrivacyControl', {get: () => true})",
        "Object.defineProperty(navigator, 'doNotTrack', {get: () => '1'})",
        "localStorage['aixplore-opt-out'] = 1",
    ],
)
def test_nothing_is_sent_for_somebody_who_does_not_want_it(frontend: Frontend, signal: str) -> None:
    frontend.context.add_init_script(signal)
    sent: list[str] = []
    frontend.context.on("request", lambda request: sent.append(request.url))
    page = frontend.open()
    page.evaluate("window.aixplore.track('view')")
    page.evaluate("window.aixplore.flush()")
    assert page.evaluate("window.aixplore.isCounted()") is False
    page.wait_for_timeout(300)
    assert f"{frontend.site}/collect.js" in sent and f"{frontend.site}/collect" not in sent


def test_a_visitor_opts_out_and_in_again(frontend: Frontend) -> None:
    page = frontend.open()
    frontend.wait_for(1)
    choose: Callable[[bool], Any] = lambda out: page.evaluate("out => window.aixplore.optOut(out)", out)  # noqa: E731
    choose(True)
    page.reload()
    page.wait_for_timeout(1500)
    assert (page.evaluate("window.aixplore.isCounted()"), len(frontend.wait_for(1))) == (False, 1)
    choose(False)
    page.reload()
    assert len(frontend.wait_for(2)) == 2
