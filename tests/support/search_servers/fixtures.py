"""One search server at a time for the tests of a process; skips where it cannot be started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager

import pytest
from django.utils import timezone

from cms.config.settings.env import CODE_DIR
from cms.indexing.models import PendingChange
from cms.indexing.pending import index_pending
from cms.plugins.loader.configuration import Sources
from cms.plugins.loader.discovery import discover
from cms.plugins.loader.resolution import Selection
from cms.plugins.runtime.current import platform
from cms.plugins.runtime.platform import Platform
from content_api.testing.fixtures import install
from tests.support.search_servers.servers import RunningServer, ServerUnavailable, run_server

__all__ = [
    "change_settings",
    "fill_search_slot",
    "fill_slot",
    "index_again",
    "is_breaker_open",
    "start_search_server",
    "warm_up",
]


def change_settings(
    monkeypatch: pytest.MonkeyPatch, settings: object, plugin: str = "search_elasticsearch"
) -> None:
    """Give the plugin other settings, also while another one fills its slot."""
    monkeypatch.setattr(platform().plugins[plugin], "settings", settings)


@pytest.fixture(scope="session")
def start_search_server() -> Iterator[Callable[[str], RunningServer]]:
    """`start_search_server("opensearch3")`: the running server of that name. One of another name is stopped first."""
    stack, running, missing = ExitStack(), dict[str, RunningServer](), dict[str, str]()

    def start(name: str) -> RunningServer:
        if name not in running:
            if name in missing:
                pytest.skip(missing[name])
            stack.close()
            running.clear()
            try:
                running[name] = stack.enter_context(run_server(name))
            except ServerUnavailable as error:
                missing[name] = f"{name} cannot be started: {error}"
                pytest.skip(missing[name])
        return running[name]

    with stack:
        yield start


@contextmanager
def fill_search_slot(plugins: str, **settings: object) -> Iterator[Platform]:
    """The site with this value of AIXPLORE_PLUGIN_SLOTS for search, schema included, and settings of the plugin."""
    with fill_slot("search", plugins, {"search_elasticsearch": settings}) as made:
        yield made


@contextmanager
def fill_slot(slot: str, plugins: str, settings: Mapping[str, Mapping[str, object]]) -> Iterator[Platform]:
    """The site with these plugins for a slot, schema included, and settings by the names of plugins."""
    before = platform()
    selection = Selection(("*",), {**before.selection.slots, slot: plugins}, before.selection.core)
    made = install(Platform(discover(CODE_DIR / "plugins", "plugins"), selection, Sources(file=settings)))
    made.load()
    try:
        yield made
    finally:
        install(before)


def is_breaker_open(plugin: str, place: str) -> bool:
    """Whether the plugin is not called in this place for a while."""
    return platform().caller.breakers[plugin, place].is_open


def index_again() -> None:
    """What `manage.py plugins run-jobs` does in its next round, when the pause after a failure is over."""
    PendingChange.objects.update(next_attempt_at=timezone.now())
    index_pending()


def warm_up(answers: int = 1) -> None:
    """Search the index until so many answers came in time: a server that has just been started loads and compiles what
    its first searches need."""
    from cms.testing.conformance.search import build_request
    from plugins.search_elasticsearch.matching import match

    for attempt in range(100):
        try:
            match(build_request(f"warm up {attempt}"))
            answers -= 1
        except Exception as error:  # whichever client says so
            if attempt == 99:
                raise AssertionError(f"The search server does not answer in time: {error}") from error
        if answers == 0:
            return
