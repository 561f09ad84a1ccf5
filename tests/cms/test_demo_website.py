"""The website of the demo: built when it has changed, served with the demo, and ended with it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.request import urlopen

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from cms.config.management.commands import demo
from cms.demo import theme as module
from cms.demo.theme import Theme, find_node_problem, load_secret
from cms.demo.theme_settings import build_theme, connect_theme
from cms.demo.website import serving_website
from cms.identity.models import ApiKey
from cms.services.processes import accepts, free_port

needs_node = pytest.mark.skipif(bool(find_node_problem()), reason=find_node_problem() or "Node.js is there")
BUILD = "require('fs').appendFileSync('node_modules/built', process.env.API_URL + '\\n')"
SERVE = """const [port] = process.argv.slice(-1);
require('http').createServer((_, answer) => answer.end('shown')).listen(Number(port), '127.0.0.1');
"""


@pytest.fixture
def small_theme(tmp_path: Path) -> Theme:
    """A theme whose build and server are a line each; its packages are installed."""
    scripts = {"build": f'node -e "{BUILD}"', "start": "node serve.js"}
    (tmp_path / "package.json").write_text(
        json.dumps({"name": "small", "version": "1.0.0", "scripts": scripts})
    )
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/.package-lock.json").write_text("{}")
    (tmp_path / "serve.js").write_text(SERVE)
    (tmp_path / "app").mkdir()
    (tmp_path / "app/page.tsx").write_text("one")
    os.utime(tmp_path / "package-lock.json", (1, 1))
    return Theme(tmp_path, free_port(), {"API_URL": "http://127.0.0.1:1/graphql"})


def list_builds(theme: Theme) -> list[str]:
    file = theme.folder / "node_modules/built"
    return file.read_text().splitlines() if file.exists() else []


@needs_node
def test_it_is_built_once_and_again_when_a_file_or_its_api_changes(small_theme: Theme) -> None:
    assert [small_theme.build(Event()), small_theme.build(Event())] == ["", ""]
    assert small_theme.is_built and len(list_builds(small_theme)) == 1
    (small_theme.folder / "app/page.tsx").write_text("two")
    assert (
        not small_theme.is_built and small_theme.build(Event()) == "" and len(list_builds(small_theme)) == 2
    )
    assert not Theme(small_theme.folder, small_theme.port, {"API_URL": "http://127.0.0.1:2/graphql"}).is_built


@needs_node
def test_a_failed_build_says_why_and_is_tried_again(small_theme: Theme) -> None:
    scripts = {"build": "node -e \"console.error('no such page'); process.exit(3)\""}
    (small_theme.folder / "package.json").write_text(
        json.dumps({"name": "small", "version": "1.0.0", "scripts": scripts})
    )
    assert "no such page" in small_theme.build(Event()) and not small_theme.is_built


@needs_node
def test_a_build_ends_with_the_demo(small_theme: Theme) -> None:
    scripts = {"build": 'node -e "setTimeout(() => {}, 60000)"'}
    (small_theme.folder / "package.json").write_text(
        json.dumps({"name": "small", "version": "1.0.0", "scripts": scripts})
    )
    over, started = Event(), time.monotonic()
    over.set()
    assert small_theme.build(over) and time.monotonic() - started < 20 and not small_theme.is_built


@needs_node
def test_it_is_served_after_the_demo_answers_and_not_longer(small_theme: Theme) -> None:
    lines: list[str] = []
    with listening() as port, serving_website(small_theme, port, {}, lines.append):
        end = time.monotonic() + 40
        while not any(small_theme.address in each for each in lines) and time.monotonic() < end:
            time.sleep(0.1)
        with urlopen(small_theme.address, timeout=5) as answer:
            assert answer.read() == b"shown"
    end = time.monotonic() + 10
    while accepts(small_theme.port) and time.monotonic() < end:
        time.sleep(0.1)
    assert not accepts(small_theme.port)
    assert "Building the website" in lines[0] and lines[-1] == f"The website is ready: {small_theme.address}"


@contextmanager
def listening() -> Iterator[int]:
    """A port at which something listens, as the demo does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_the_remedy() -> None:
    with listening() as taken, pytest.raises(CommandError, match=rf"THEME_PORT={taken + 1}.*WITH_THEME=0"):
        call_command("demo", port=free_port(), theme_port=taken)


def test_without_node_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, capsys: object) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert find_node_problem() == module.MISSING and "nodejs.org" in module.MISSING
    monkeypatch.setattr(demo, "find_node_problem", find_node_problem)
    assert demo.Command().prepare_theme(8000, 3000) is None


def test_an_old_node_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "node"
    old.write_text("#!/bin/sh\necho v18.20.0\n")
    old.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda name: str(old))
    assert find_node_problem() == module.MISSING


@pytest.mark.django_db
def test_the_website_and_the_demo_know_each_other(
    tmp_path: Path, settings: django_settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    monkeypatch.setenv("OUTGOING_ALLOWED_HOSTS", "frontend:80")
    first, again = build_theme(8000, 3001), build_theme(8000, 3001)
    assert first == again and ApiKey.objects.count() == 1
    told = connect_theme(first)
    assert settings.FRONTEND_URL == told["FRONTEND_URL"] == "http://127.0.0.1:3001"
    assert told["OUTGOING_ALLOWED_HOSTS"] == "frontend:80,127.0.0.1:3001"
    assert told["AIXPLORE_PLUGIN_NEXTJS_REVALIDATE__SECRET"] == first.environment["REVALIDATE_SECRET"]
    ApiKey.objects.all().delete()
    assert build_theme(8000, 3001).environment["API_KEY"] != first.environment["API_KEY"]
    assert len(load_secret(tmp_path / "demo-website-secret")) >= 32
    assert (tmp_path / "demo-website-key").stat().st_mode & 0o077 == 0


def test_a_folder_without_a_theme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"holds no theme.*Copy themes/nextjs"):
        call_command("demo", port=free_port(), theme=tmp_path)


@pytest.mark.django_db
def test_another_theme_is_served_in_place_of_ours(tmp_path: Path, settings: django_settings) -> None:
    settings.STATIC_ROOT = tmp_path / "static"
    assert build_theme(8000, 3001, tmp_path).folder == tmp_path
    assert build_theme(8000, 3001).folder == module.FOLDER
