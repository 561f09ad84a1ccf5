"""Addresses that are neither admin nor API: the frontend's pages, and the documentation while developing."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches

from cms.config import urls
from cms.services.processes import free_port
from cms.site import docs


@pytest.fixture
def pages(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A docs/ of the test's own, served as while developing."""
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(docs, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(docs, "SITE", tmp_path / "docs-site")
    settings.DEBUG = True
    reload_urls()
    yield tmp_path / "docs"
    settings.DEBUG = False
    reload_urls()


def reload_urls() -> None:
    importlib.reload(urls)
    clear_url_caches()


def show(path: str) -> HttpResponse:
    return Client().get(f"/docs/{path}")


def find_main(response: HttpResponse) -> Tag:
    [main] = BeautifulSoup(response.content, "html.parser").select("main")
    return main


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "https://www.example/site/"),
        ("/solutions/gpt-4/", "https://www.example/site/solutions/gpt-4/"),
        ("/über/", "https://www.example/site/%C3%BCber/"),
    ],
)
def test_page_address_leads_to_the_frontend(path: str, expected: str, settings: LazySettings) -> None:
    settings.FRONTEND_URL = "https://www.example/site/"
    answer = Client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, expected)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_a_note_takes_the_place_of_a_frontend_that_does_not_run(
    pages: Path, host: str, settings: LazySettings
) -> None:
    settings.FRONTEND_URL = f"http://{host}:{free_port()}"
    answer = Client().get("/solutions/gpt-4/")
    text = find_main(answer).text
    assert answer.status_code == 503 and f"{settings.FRONTEND_URL}/solutions/gpt-4/" in text
    assert 'page(path: "/solutions/gpt-4/")' in text


def test_a_frontend_that_runs_gets_its_visitors(pages: Path, settings: LazySettings) -> None:
    with socket.socket() as frontend:
        frontend.bind(("127.0.0.1", 0))
        frontend.listen()
        settings.FRONTEND_URL = f"http://127.0.0.1:{frontend.getsockname()[1]}"
        assert Client().get("/solutions/gpt-4/").status_code == 302


def test_a_frontend_elsewhere_is_taken_to_run(pages: Path, settings: LazySettings) -> None:
    settings.FRONTEND_URL = "https://www.example"
    assert Client().get("/about/").headers["Location"] == "https://www.example/about/"


@pytest.mark.parametrize("path", ["//evil/", "/https://evil/", "/a.php", "/../", "/a\r\nx/"])
def test_no_other_address_is_sent_anywhere(path: str) -> None:
    assert Client().get("/", PATH_INFO=path).status_code == 404


def test_documentation_is_there_while_developing_only() -> None:
    assert Client().get("/docs/reference/settings.md").status_code == 404


def test_documentation_lists_pages_by_title(pages: Path) -> None:
    (pages / "deep").mkdir()
    (pages / "deep" / "b.md").write_text("# Second & last\n\n| a |\n|---|\n| b |\n")
    (pages / "a.md").write_text("no heading")
    links = BeautifulSoup(show("a.md").content, "html.parser").select("nav li a")
    assert [(link["href"], link.text) for link in links] == [
        ("/docs/a.md", "a"),
        ("/docs/deep/b.md", "Second & last"),
    ]
    assert [cell.text for cell in find_main(show("deep/b.md")).select("table td")] == ["b"]


def test_the_start_page_is_the_readme(pages: Path) -> None:
    assert show("").status_code == 404
    (pages / "README.md").write_text("# Start\n\n## Write\n\n[Guide](howto/guide.md)\n")
    assert [each.text for each in find_main(show("")).select("h1, h2, a")] == ["Start", "Write", "Guide"]


def test_markup_and_script_addresses_in_a_page_stay_text(pages: Path) -> None:
    (pages / "x.md").write_text(
        "# <script>alert(1)</script>\n\n<img src=x onerror=y> [go](javascript:alert(1))\n"
    )
    answer = show("x.md")
    assert find_main(answer).find(["script", "img", "a"]) is None
    assert b"<script" not in answer.content


def test_picture_is_sent_as_it_is(pages: Path) -> None:
    (pages / "p.png").write_bytes(b"\x89PNG")
    answer = show("p.png")
    assert (answer.headers["Content-Type"], b"".join(answer.streaming_content)) == ("image/png", b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "../secret.md",
        "%2e%2e/secret.md",
        "link.md",
        "absent.md",
        "a.txt",
        "deep",
        "a%00.md",
        "/etc/passwd",
        "a" * 300,
        f"{'a' * 300}.md",
        f"deep/{'ü' * 200}.md",
        "a/" * 3000,
    ],
)
def test_nothing_but_pages_and_pictures_below_docs_is_shown(pages: Path, path: str) -> None:
    (pages.parent / "secret.md").write_text("secret words")
    (pages / "link.md").symlink_to(pages.parent / "secret.md")
    (pages / "deep").mkdir()
    (pages / "a.txt").write_text("secret words")
    answer = show(path)
    assert answer.status_code == 404
    assert b"secret words" not in answer.content


@pytest.fixture
def built_pages(pages: Path) -> Path:
    """A documentation site that was built, without a generator."""
    site = pages.parent / "docs-site"
    (site / "howto").mkdir(parents=True)
    (site / "index.html").write_text("start")
    (site / "howto" / "guide.html").write_text("guide")
    (site / "howto" / "style.css").write_text("p {}")
    (pages.parent / "secret.html").write_text("secret words")
    return site


@pytest.mark.parametrize(
    ("path", "content_type", "body"),
    [
        ("", "text/html", b"start"),
        ("howto/guide.html", "text/html", b"guide"),
        ("howto/style.css", "text/css", b"p {}"),
    ],
)
def test_a_built_site_takes_the_place_of_the_plain_pages(
    built_pages: Path, path: str, content_type: str, body: bytes
) -> None:
    answer = show(path)
    assert (answer.headers["Content-Type"], b"".join(answer.streaming_content)) == (content_type, body)
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "target"), [("README.md", "/docs/index.html"), ("howto/guide.md", "/docs/howto/guide.html")]
)
def test_the_address_of_a_plain_page_leads_to_the_built_one(
    built_pages: Path, path: str, target: str
) -> None:
    answer = show(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    "path", ["../secret.html", "howto", "absent.html", "absent.md", "../secret.md", "a%00.html"]
)
def test_nothing_outside_the_built_site_is_shown(built_pages: Path, path: str) -> None:
    answer = show(path)
    assert answer.status_code == 404
    assert b"secret words" not in answer.content


def test_the_address_of_a_built_page_leads_to_the_plain_one_until_it_is_built(pages: Path) -> None:
    (pages / "README.md").write_text("# Start\n")
    assert show("index.html").headers["Location"] == "/docs/README.md"
    assert show("absent.html").status_code == 404
