"""One search server at a time for the tests of a process; skips where it cannot be started."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from cms.plugins.runtime.current import platform
from tests.support.search_servers.servers import RunningServer, ServerUnavailable, run_server

__all__ = ["change_settings", "start_search_server"]


def change_settings(monkeypatch: pytest.MonkeyPatch, settings: object) -> None:
    """Give the plugin other settings, also while another one fills its slot."""
    monkeypatch.setattr(platform().plugins["search_elasticsearch"], "settings", settings)


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
