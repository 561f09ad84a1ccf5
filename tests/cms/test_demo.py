"""manage.py demo: what it makes and what it leaves as it is, how it starts, and that nothing outlives it."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import StringIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Site

from cms.config.management.commands import demo
from cms.demo import FILES
from cms.demo.images import write_images
from cms.exchange.models import ImportRun, RunState
from cms.identity.models import User
from cms.services.processes import accepts, free_port
from content_types.pages.models import StandardPage
from content_types.solutions.models import Solution
from content_types.vendors.models import Vendor
from tests.factories.content import make_site
from tests.support.admin import ROLES
from tests.support.importing import CATEGORY, ndjson, solution

CHECKOUT = Path(__file__).resolve().parents[2]
Prepare = Callable[..., str]


@pytest.fixture
def prepare(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """`prepare(port)` makes everything with a catalogue of one solution, and gives what was printed."""
    vendor = {"kind": "vendor", "slug": "openai", "name": "OpenAI"}
    records = ndjson(tmp_path, CATEGORY, vendor, solution("atlas"))
    monkeypatch.setattr(demo, "CATALOGUE", tmp_path)
    monkeypatch.setattr(demo, "FILES", (records,))
    monkeypatch.setattr(demo, "PASSWORDS", tmp_path / "passwords")
    monkeypatch.setattr(demo, "write_images", lambda folder: None)
    monkeypatch.delenv("LOG_LEVEL", raising=False)
    settings.STATIC_ROOT = tmp_path / "var" / "static"

    def run(port: int = 8000) -> str:
        said = StringIO()
        call_command("demo", port=port, no_serve=True, stdout=said)
        return said.getvalue()

    return run


def passwords(said: str) -> dict[str, str]:
    """Names and passwords of the printed table, which has a line for each role."""
    lines = [line.split() for line in said.splitlines()]
    return {words[1]: words[2] for words in lines if len(words) == 3 and words[0] in ROLES}


def enter(users: dict[str, str]) -> list[str]:
    return [name for name, password in users.items() if authenticate(username=name, password=password)]


@pytest.mark.django_db
def test_the_first_start_makes_content_users_and_site(prepare: Prepare) -> None:
    said = prepare(8010)
    assert "3 created" in said
    assert enter(passwords(said)) == ["administrator", "editor", "moderator", "vendor"]
    assert demo.PASSWORDS.stat().st_mode & 0o777 == 0o600
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.site_name) == ("127.0.0.1", 8010, "AiXplore")
    assert Vendor.objects.get().members.get().username == "vendor"
    about = StandardPage.objects.get(slug="about", locale__language_code="en")
    assert [page.title for page in about.get_translations()] == ["Über dieses Verzeichnis"]


@pytest.mark.django_db
def test_the_second_start_leaves_everything_as_it_is(prepare: Prepare) -> None:
    first = prepare(8010)
    Solution.objects.update(title="Edited meanwhile")
    second = prepare(8011)
    assert passwords(second) == passwords(first)
    assert (Solution.objects.get().title, ImportRun.objects.count()) == ("Edited meanwhile", 1)
    assert Site.objects.get(is_default_site=True).port == 8011


@pytest.mark.django_db
def test_lost_passwords_are_replaced_and_the_content_stays(prepare: Prepare) -> None:
    first = passwords(prepare())
    demo.PASSWORDS.unlink()
    Solution.objects.update(title="Edited meanwhile")
    second = passwords(prepare())
    assert (enter(first), enter(second)) == ([], list(first))
    assert (Solution.objects.get().title, ImportRun.objects.count()) == ("Edited meanwhile", 1)


@pytest.mark.django_db
def test_passwords_of_users_who_are_gone_are_not_printed(prepare: Prepare) -> None:
    prepare()
    User.objects.all().delete()
    assert enter(passwords(prepare())) == ["administrator", "editor", "moderator", "vendor"]


@pytest.mark.django_db
def test_an_interrupted_start_is_taken_up(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = write_images
    monkeypatch.setattr(demo, "write_images", interrupt_folder)
    with pytest.raises(CommandError, match="Start again to go on"):
        prepare()
    assert not User.objects.exists()
    monkeypatch.setattr(demo, "write_images", draw)
    assert "3 created" in prepare()


def interrupt_folder(folder: Path) -> None:
    raise KeyboardInterrupt


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "wanted"), [("", False), ("INFO", True)])
def test_only_warnings_are_logged_unless_more_is_asked_for(
    prepare: Prepare, level: str, wanted: bool, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setenv("LOG_LEVEL", level)
    caplog.set_level(logging.INFO)
    prepare()
    assert any(record.levelno < logging.WARNING for record in caplog.records) == wanted


def test_a_port_that_is_taken_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "accepts", lambda port: True)
    with pytest.raises(CommandError, match=r"Port 8010 is taken.* make demo PORT=8011"):
        call_command("demo", port=8010)


@pytest.mark.parametrize("form", ["--port {}", "--port={}"])
def test_a_taken_port_is_named_before_any_server_is_started(tmp_path: Path, form: str) -> None:
    folder = tmp_path / "var"
    own = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = {**own, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev"}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "manage.py", "demo", *form.format(port).split()]
        done = subprocess.run(
            command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
        )
    message = f"Port {port} is taken. Choose another one: make demo PORT={port + 1}\n"
    assert (done.returncode, done.stderr) == (1, message)
    assert not folder.exists()


@pytest.fixture
def demo_environment(transactional_db: None) -> Iterator[dict[str, str]]:
    """The environment of a demo whose content is there; it brings a Valkey of its own."""
    folder = Path(tempfile.mkdtemp(prefix="aixplore-demo-"))
    folder.chmod(0o755)
    (folder / "demo-passwords").write_text("kept")
    make_site()
    Site.objects.update(site_name="AiXplore", hostname="127.0.0.1")
    names = ", ".join(file.name for file in FILES)
    ImportRun.objects.create(file_name=names, state=RunState.FINISHED)
    demo.make_users()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    yield {
        **os.environ, "VAR_DIR": str(folder), "DATABASE_URL": database.geturl(), "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "cms.config.settings.dev",
    }  # fmt: skip
    shutil.rmtree(folder)


def session(leader: int) -> list[str]:
    """The first letters of the names of all processes in the session of one, itself included, that have not ended."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            name, _, rest = file.read_text().rpartition(")")
            state, _, _, belongs = rest.split()[:4]
            found += [name.partition("(")[2][:6]] * (int(belongs) == leader and state != "Z")
    return sorted(found)


def children(leader: int, command: str) -> list[int]:
    """The processes in the session of one whose command line has a word."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            pid = int(file.parent.name)
            if command.encode() in file.read_bytes().split(b"\0") and os.getsid(pid) == leader:
                found.append(pid)
    return found


def start_as_a_shell_does() -> None:
    """A shell starts background jobs with SIGINT ignored; SIGHUP is not, though it is where tests run under nohup."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def in_the_background(
    environment: dict[str, str], port: int, errors: IO[bytes] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A demo as a script starts it with `&`: without a terminal, and ignoring SIGINT."""
    started = subprocess.Popen(
        [sys.executable, "manage.py", "demo", "--port", str(port)], cwd=CHECKOUT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
        preexec_fn=start_as_a_shell_does,
    )  # fmt: skip
    with started:
        try:
            yield started
        finally:
            started.kill()


@pytest.mark.alone
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_outlives_a_demo(demo_environment: dict[str, str], told: int) -> None:
    port = free_port()
    with in_the_background(demo_environment, port) as started:
        assert wait_until(lambda: accepts(port), 120)
        with urlopen(f"http://127.0.0.1:{port}/admin/login/") as answer:
            assert answer.status == 200
        assert wait_until(lambda: session(started.pid) == ["python", "python", "python", "valkey"], 30)
        started.send_signal(told)
        assert started.wait(20) == 0
        assert wait_until(lambda: not session(started.pid), 1)
        assert started.stdout and started.stdout.read().endswith("Ctrl-C stops everything.\nStopping.\n")


@pytest.mark.alone
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_demo_shows_its_mail_and_starts_an_ended_worker_again(
    demo_environment: dict[str, str], tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "errors"
    with log.open("wb") as errors, in_the_background(demo_environment, port, errors) as started:
        assert wait_until(lambda: accepts(port), 120)
        reset_password(f"http://127.0.0.1:{port}", "editor@example.org")
        folder = Path(demo_environment["VAR_DIR"]) / "mail"
        assert wait_until(lambda: "E-mail to " in log.read_text(), 60)
        (mail,) = folder.iterdir()
        assert f"http://127.0.0.1:{port}/account/password/set/" in mail.read_text()
        assert f"E-mail to editor@example.org: “Password reset” is in {mail}\n" in log.read_text()
        (worker,) = children(started.pid, "db_worker")
        os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: children(started.pid, "db_worker") not in ([], [worker]), 30)
        assert "for background tasks ended (signal SIGKILL): mails and other tasks wait" in log.read_text()
        started.send_signal(signal.SIGTERM)
        assert started.wait(20) == 0
        assert wait_until(lambda: not session(started.pid), 10)


def reset_password(site: str, address: str) -> None:
    """Ask for a mail with a link that sets a new password, as a browser does."""
    form = f"{site}/account/password/forgotten/"
    browser = build_opener(HTTPCookieProcessor())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.open(form).read().decode())
    assert token
    fields = urlencode({"csrfmiddlewaretoken": token[1], "email": address})
    assert browser.open(form, fields.encode()).url.endswith("/password/sent/")


def wait_until(ready: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not ready() and time.monotonic() < deadline:
        time.sleep(0.05)
    return ready()
