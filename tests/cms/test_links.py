"""Links to other sites: found in published content, requested within limits, and reported to those who can correct them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from unittest.mock import patch

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from cms.links import checking, jobs
from cms.links.checking import check_link, encode_address
from cms.links.jobs import check_links, collect_links
from cms.links.models import Link, LinkResult, LinkUse
from cms.plugins.runtime.core_jobs import list_core_jobs
from content_types.pages.models import SiteSettings, SocialLink
from content_types.solutions.models import Solution
from tests.factories.content import make_event, make_site, make_solution, make_user, make_vendor
from tests.support.admin import sign_in_client

REPORT = "/admin/reports/broken-links/"
Answer = Callable[[BaseHTTPRequestHandler], None]


def head(status: int, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()

    return answer


def redirect(to: str, status: int = 302) -> Answer:
    return head(status, Location=to)


def no_head(then: Answer) -> Answer:
    """Rejects HEAD, as many servers do, and answers GET."""
    return lambda handler: head(405)(handler) if handler.command == "HEAD" else then(handler)


def never_end(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    with suppress(OSError):  # the client leaves, as it should
        while True:
            handler.wfile.write(b"x" * 65536)


def sleep(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def answer_late(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.02)
    head(200)(handler)


def drip(handler: BaseHTTPRequestHandler) -> None:
    with suppress(OSError):
        for _ in range(100):
            handler.wfile.write(b"H")
            time.sleep(0.05)


class Server:
    """A server of this machine that notes who comes; `routes` has its answers by path."""

    def __init__(self) -> None:
        self.hits: list[tuple[str, str]] = []
        self.routes: dict[str, Answer] = {}
        self.busy, self.most_busy, lock = 0, 0, Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                with lock:
                    server.busy += 1
                    server.most_busy = max(server.busy, server.most_busy)
                server.hits.append((self.command, self.path))
                server.routes.get(self.path, head(404))(self)
                with lock:
                    server.busy -= 1

            do_HEAD = do_GET

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.running.server_port}"


@pytest.fixture
def server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Stands for the outside: its address is allowed, and every other address of this machine is not."""
    made = Server()
    settings.OUTGOING_ALLOWED_HOSTS = [made.address.removeprefix("http://")]
    monkeypatch.setattr(checking, "STEP_SECONDS", 0.4)
    monkeypatch.setattr(checking, "SECONDS", 3.0)
    thread = Thread(target=made.running.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.running.shutdown()
    made.running.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "result", "status"),
    [
        (head(200), LinkResult.WORKS, 200),
        (head(204), LinkResult.WORKS, 204),
        (no_head(head(200)), LinkResult.WORKS, 200),
        (no_head(never_end), LinkResult.WORKS, 200),
        (head(404), LinkResult.BROKEN, 404),
        (head(410), LinkResult.BROKEN, 410),
        (head(500), LinkResult.BROKEN, 500),
        (no_head(head(404)), LinkResult.BROKEN, 404),
        (head(403), LinkResult.UNCLEAR, 403),
        (head(429), LinkResult.UNCLEAR, 429),
        (sleep, LinkResult.SILENT, None),
        (drip, LinkResult.SILENT, None),
        (redirect("/there"), LinkResult.WORKS, 200),
        (redirect("/there", 301), LinkResult.MOVED, 200),
        (redirect("/there", 308), LinkResult.MOVED, 200),
        (redirect("/nowhere"), LinkResult.BROKEN, 404),
        (redirect("/start"), LinkResult.BROKEN, 302),
        (redirect("http://127.0.0.1:1/inner"), LinkResult.REFUSED, None),
        (redirect("http://169.254.169.254/latest/meta-data/"), LinkResult.REFUSED, None),
        (redirect("http://[::1]/"), LinkResult.REFUSED, None),
        (redirect("file:///etc/passwd"), LinkResult.REFUSED, None),
    ],
)
def test_what_a_server_answers_decides(
    server: Server, answer: Answer, result: str, status: int | None
) -> None:
    server.routes = {"/start": answer, "/there": head(200)}
    outcome = check_link(f"{server.address}/start")
    assert (outcome.result, outcome.status) == (result, status)
    assert bool(outcome.reason) == (result != LinkResult.WORKS)
    assert outcome.target == (f"{server.address}/there" if result == LinkResult.MOVED else "")
    assert len(server.hits) <= 6


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "https://192.168.1.1/",
        "http://user:word@example.org/",
        "javascript:alert(1)",
        "http://",
    ],
)
def test_private_addresses_are_never_connected_to(server: Server, settings: Any, address: str) -> None:
    settings.OUTGOING_ALLOWED_HOSTS = []
    with patch("urllib3.util.connection.create_connection") as connect:
        outcome = check_link(address.format(port=server.running.server_port))
    assert outcome.result == LinkResult.REFUSED and not connect.called and server.hits == []


def test_a_name_for_a_private_address_is_not_connected_to() -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 80))]
    with (
        patch("socket.getaddrinfo", return_value=found),
        patch("urllib3.util.connection.create_connection") as connect,
    ):
        outcome = check_link("http://inner.example/")
    assert (outcome.result, connect.called) == (LinkResult.REFUSED, False)
    assert outcome.reason.startswith("inner.example is not a public address")


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://bücher.example/größe?q=ä#oben", "https://xn--bcher-kva.example/gr%C3%B6%C3%9Fe?q=%C3%A4"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a%20b?x=1&y=%2F", "https://example.org/a%20b?x=1&y=%2F"),
        ("http://[2001:4860::8888]:81/a b", "http://[2001:4860::8888]:81/a%20b"),
    ],
)
def test_addresses_are_sent_as_a_browser_would(address: str, sent: str) -> None:
    assert encode_address(address) == sent


@pytest.fixture
def editor(db: None) -> Client:
    make_site()
    return sign_in_client("Editor")


def paragraph(html: str) -> list[Any]:
    return [("paragraph", {"text": RichText(html)})]


def test_links_of_published_content_are_found(editor: Client) -> None:
    body = paragraph('<p><a href="https://a.example/?x=1&amp;y=2">A</a> and https://text.example/</p>')
    page = make_solution("Atlas", website="https://atlas.example/", body=body)
    make_solution("Draft", website="https://draft.example/", live=False)
    make_vendor("Acme", website="https://acme.example/")
    make_event("Fair", join_url="https://private.example/room")
    assert "in 3 places" in collect_links()
    urls = {"https://a.example/?x=1&y=2", "https://atlas.example/", "https://acme.example/"}
    assert set(Link.objects.values_list("url", flat=True)) == urls
    page.website, page.body = "", []
    page.save()
    collect_links()
    assert set(Link.objects.values_list("url", flat=True)) == {"https://acme.example/"}


def test_a_link_that_is_used_twice_is_requested_once(editor: Client, server: Server) -> None:
    for _ in range(2):
        make_solution(website=f"{server.address}/ok")
    server.routes = {"/ok": head(200)}
    collect_links()
    assert check_links() == "1 links checked, 0 of them broken, 0 waiting"
    assert (LinkUse.objects.count(), server.hits) == (2, [("HEAD", "/ok")])
    assert check_links() == "0 links checked, 0 of them broken, 0 waiting"


def test_a_host_gets_one_request_at_a_time_and_a_few_in_a_run(editor: Client, server: Server) -> None:
    for number in range(15):
        make_solution(website=f"{server.address}/{number}")
    server.routes = {f"/{number}": answer_late for number in range(15)}
    collect_links()
    assert check_links() == "10 links checked, 0 of them broken, 5 waiting"
    assert (len(server.hits), server.most_busy) == (10, 1)
    assert check_links() == "5 links checked, 0 of them broken, 0 waiting"


def test_failed_links_are_requested_again_on_the_next_day(
    editor: Client, server: Server, settings: Any
) -> None:
    make_solution(website=f"{server.address}/gone")
    make_solution(website=f"{server.address}/ok")
    server.routes = {"/ok": head(200)}
    collect_links()
    check_links()
    gone, fine = Link.objects.order_by("url")
    assert gone.next_check_at - gone.checked_at == timedelta(days=1)
    assert fine.next_check_at - fine.checked_at == timedelta(days=settings.LINK_CHECK_DAYS)
    since = gone.failing_since
    Link.objects.update(next_check_at=datetime.now(UTC))
    check_links()
    gone.refresh_from_db()
    assert gone.failing_since == since
    server.routes["/gone"] = head(200)
    Link.objects.update(next_check_at=datetime.now(UTC))
    check_links()
    gone.refresh_from_db()
    assert (gone.result, gone.failing_since) == (LinkResult.WORKS, None)


def test_a_run_ends_in_time_and_leaves_the_rest_for_the_next(
    editor: Client, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_solution(website=f"{server.address}/ok")
    collect_links()
    monkeypatch.setattr(jobs, "RUN_SECONDS", 0.0)
    assert check_links() == "0 links checked, 0 of them broken, 1 waiting"
    assert server.hits == []


def test_the_check_can_be_switched_off(editor: Client, server: Server, settings: Any) -> None:
    make_solution(website=f"{server.address}/ok")
    settings.LINK_CHECK_DAYS = 0
    assert collect_links() == check_links() == "Switched off: LINK_CHECK_DAYS is 0."
    assert (Link.objects.count(), server.hits) == (0, [])


def test_the_scheduler_runs_both_jobs() -> None:
    assert {"collect_links": collect_links, "check_links": check_links}.items() <= {
        job.name: job.run for job in list_core_jobs()
    }.items()


def read_report(client: Client, query: str = "") -> dict[str, str]:
    page = BeautifulSoup(client.get(REPORT + query).content, "html.parser")
    rows = page.select("#listing-results table tbody tr")
    return {row.select("td.title")[0].get_text(strip=True): row.get_text(" ", strip=True) for row in rows}


def test_the_report_leads_to_the_places_to_mend(editor: Client, server: Server) -> None:
    page, vendor = make_solution("Atlas", website=f"{server.address}/gone"), make_vendor("Acme")
    vendor.website = f"{server.address}/gone"
    vendor.save()
    make_solution("Fine", website=f"{server.address}/ok")
    make_solution("New", website=f"{server.address}/moved")
    server.routes = {"/ok": head(200), "/moved": redirect("/ok", 301)}
    assert "No broken link was found." in editor.get(REPORT).content.decode()
    collect_links()
    check_links()
    rows = read_report(editor)
    assert set(rows) == {f"{server.address}/gone"}
    assert all(text in rows[f"{server.address}/gone"] for text in ("Broken", "Answers 404.", "Atlas", "Acme"))
    shown = editor.get(REPORT).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert reverse("wagtailsnippets_vendors_vendor:edit", args=[vendor.pk]) in shown
    assert f"{server.address}/ok" in read_report(editor, "?result=moved")[f"{server.address}/moved"]
    assert set(read_report(editor, "?result=works")) == {f"{server.address}/ok"}
    assert editor.get(f"{REPORT}?export=csv").status_code == 200


def test_vendors_find_the_links_of_their_own_profiles(db: None, server: Server) -> None:
    make_site()
    member, vendor = make_user(groups=("Vendor",)), make_vendor("Ours")
    vendor.members.add(member)
    vendor.save()
    make_solution("Own", vendor=vendor, website=f"{server.address}/own")
    make_solution("Other", website=f"{server.address}/own")
    make_solution("Foreign", website=f"{server.address}/foreign")
    collect_links()
    check_links()
    rows = read_report(sign_in_client(user=member))
    assert set(rows) == {f"{server.address}/own"}
    assert "Own" in rows[f"{server.address}/own"] and "Other" not in rows[f"{server.address}/own"]
    assert sign_in_client("Moderator").get(REPORT).status_code in (302, 403)


def test_the_report_costs_the_same_for_2_and_for_20_links(editor: Client) -> None:
    def count_statements(rows: int) -> int:
        for _ in range(rows):
            page = make_solution()
            Link.objects.create(url=f"https://{page.pk}.example/", result=LinkResult.BROKEN)
            Solution.objects.filter(pk=page.pk).update(website=f"https://{page.pk}.example/")
        collect_links()
        with CaptureQueriesContext(connection) as captured:
            assert len(read_report(editor)) == Link.objects.count()
        return len(captured)

    count_statements(2)
    assert count_statements(18) == count_statements(1)


def test_the_report_costs_the_same_for_the_settings_of_one_site_and_of_many(editor: Client) -> None:
    """The name of settings is that of their site."""
    admin = sign_in_client(user=make_user("root", is_superuser=True, is_staff=True))

    def count_statements(rows: int) -> int:
        for _number in range(rows):
            home = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
            port = Site.objects.count() + 1000
            site = Site.objects.create(
                hostname="other.example", port=port, root_page=home, site_name=f"{port}"
            )
            settings = SiteSettings.objects.create(site=site)
            SocialLink.objects.create(
                site_settings=settings, label="Mastodon", url=f"https://{port}.example/"
            )
            Link.objects.create(url=f"https://{port}.example/", result=LinkResult.BROKEN)
        collect_links()
        with CaptureQueriesContext(connection) as captured:
            rows_found = read_report(admin)
        assert all("ettings for" in text for text in rows_found.values())
        return len(captured)

    count_statements(2)
    assert count_statements(12) == count_statements(1)


def test_links_of_what_is_no_longer_checked_are_forgotten(db: None, settings: Any) -> None:
    settings.LINK_CHECK_DAYS = 7
    link = Link.objects.create(url="https://gone.example/callback", host="gone.example")
    LinkUse.objects.create(link=link, content_type=ContentType.objects.get_for_model(Permission), object_id=1)
    collect_links()
    assert not Link.objects.filter(pk=link.pk).exists()
