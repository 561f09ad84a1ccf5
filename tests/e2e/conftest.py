"""A real site and a real browser. These tests commit, so they are marked `alone`."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from wagtail.models import Site

from cms.demo.theme import FOLDER, find_node_problem
from cms.identity.models import User
from tests.e2e.admin import Admin
from tests.e2e.member import Member
from tests.e2e.programs import FLAGS, find_chromium
from tests.factories.content import make_site
from tests.support.admin import sign_in_client
from tests.support.website import PATIENCE_SECONDS, Website, running_website

SignIn = Callable[..., Admin]
Ask = Callable[[str], Any]
SESSION_COOKIE_NAME = site_settings.SESSION_COOKIE_NAME
FAILED = pytest.StashKey[bool]()
PATIENCE_MS = 60_000
REFUSALS = ("Content Security Policy", "Content-Security-Policy", "Permissions policy", "Refused to")


class Complaints(list[str]):
    """What a browser refused, and the errors of scripts, as the console tells them."""

    def listen(self, page: Page) -> None:
        page.on("console", self.on_message)
        page.on("pageerror", lambda error: self.append(str(error)))

    def on_message(self, message: ConsoleMessage) -> None:
        if "status of 404" in message.text and message.page and message.location["url"] == message.page.url:
            return  # the page that the test asked for, and not a part of one
        if message.type == "error" or any(word in message.text for word in REFUSALS):
            self.append(message.text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell the fixtures below whether their test failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave tests of the website the time of its first build."""
    for item in items:
        if item.get_closest_marker("website"):
            item.add_marker(pytest.mark.timeout(PATIENCE_SECONDS + 600))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests have measured (`record_property`): a busy machine is no failure, but figures should be seen."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name} {value}")


@pytest.fixture(autouse=True)
def _busy_machine_is_no_outage(settings: Any) -> None:
    """A browser may keep all processors busy for longer than a request waits for a database that is away."""
    settings.DATABASE_PATIENCE = 10.0


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, started once for neighbouring modules; tests are skipped where there is none."""
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed: `apt-get install chromium` lets this test run.")
    # Playwright keeps an event loop in this thread, in which Django would refuse to ask the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        expect.set_options(timeout=PATIENCE_MS)
        with playwright.chromium.launch(executable_path=program, args=FLAGS) as started:
            yield started


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> Site:
    """A site that the live server can serve, files as well."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return make_site()


@pytest.fixture
def take_picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """`take_picture(page, name)` shows a screen as the editors' guide does; GUIDE_PICTURES=docs/images renews it there."""
    folder = Path(os.environ.get("GUIDE_PICTURES", tmp_path))

    def take(page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")

    return take


@pytest.fixture(scope="package")
def contexts(browser: Browser) -> list[BrowserContext]:
    """Browsers of people who sign in. They keep scripts and styles, so that a test does not load and compile them."""
    return []


@pytest.fixture
def sign_in(
    site: Site,
    browser: Browser,
    contexts: list[BrowserContext],
    live_server: Any,
    request: Any,
    tmp_path: Path,
) -> Iterator[SignIn]:
    """`sign_in(user, path="/admin/")` opens the admin in a browser of that person's own.

    The person has a session already: test_accounts.py fills in the form. After a failure tmp_path has a picture of each.
    """
    opened: list[Admin] = []

    def start(user: User, path: str = "/admin/") -> Admin:
        if len(opened) == len(contexts):
            contexts.append(browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB"))
            contexts[-1].set_default_timeout(PATIENCE_MS)
        context = contexts[len(opened)]
        key = begin_session(user)
        context.add_cookies([{"name": SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        opened.append(Admin(context.new_page(), live_server.url))
        opened[-1].page.goto(live_server.url + path)
        return opened[-1]

    yield start
    for number, person in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            person.page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        forget_all(person.page.context, live_server.url)


@pytest.fixture
def open_member(site: Site, browser: Browser, live_server: Any) -> Iterator[Callable[..., Member]]:
    """`open_member(**options)` is a visitor's browser on a small screen; the test fails when a console said anything."""
    complaints, contexts = Complaints(), []

    def start(**options: Any) -> Member:
        context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        return Member(page, live_server.url)

    yield start
    for context in contexts:
        context.close()
    assert complaints == []


def begin_session(user: User) -> str:
    """The key of a new session, as signing in leaves it."""
    client = sign_in_client(user=user)
    return client.cookies[SESSION_COOKIE_NAME].value


def forget_all(context: BrowserContext, address: str) -> None:
    """Close the pages of a browser, and remove what they stored; what it loaded stays."""
    for page in context.pages[1:]:
        page.close()
    stored = context.new_cdp_session(context.pages[0])
    kinds = "cookies,local_storage,indexeddb,cache_storage,service_workers"
    stored.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": kinds})
    context.pages[0].close()
    context.clear_cookies()


@pytest.fixture(scope="session")
def website(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    """The theme's production build beside a demo, started once; tests are skipped where it cannot be built."""
    if problem := find_node_problem():
        pytest.skip(problem)
    if not (FOLDER / "node_modules/.package-lock.json").exists() or find_chromium() is None:
        pytest.skip("The website needs Chromium and the theme's packages: `make e2e` installs the latter.")
    with running_website(tmp_path_factory.mktemp("website")) as started:
        yield started


@pytest.fixture
def open_website(
    website: Website, browser: Browser, request: Any, tmp_path: Path
) -> Iterator[Callable[..., Page]]:
    """`open_website(path, **options)` is a page of the website in a visitor's browser of its own.

    The test fails when a console said anything; after another failure tmp_path has a picture of each page.
    """
    complaints, opened = Complaints(), list[Page]()

    def start(path: str = "/", **options: Any) -> Page:
        given = {"base_url": website.address, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(**given | options)
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context.new_page())
        complaints.listen(opened[-1])
        opened[-1].goto(path)
        return opened[-1]

    yield start
    for number, page in enumerate(opened):
        if request.node.stash.get(FAILED, False):
            page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
        page.context.close()
    assert complaints == []


@pytest.fixture
def staff(website: Website, browser: Browser) -> Iterator[Admin]:
    """The administrator of the demo, signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    person = Admin(context.new_page(), website.site)
    person.sign_in("administrator", website.passwords["administrator"])
    yield person
    context.close()


@pytest.fixture
def ask_anonymously(browser: Browser, site: Site, live_server: Any) -> Iterator[Ask]:
    """`ask_anonymously(query)` is the data of the API's answer, over HTTP and without signing in."""
    context = browser.new_context()

    def ask(query: str) -> Any:
        answer = context.request.post(f"{live_server.url}/graphql", data={"query": query}).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    yield ask
    context.close()
