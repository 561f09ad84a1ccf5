"""Building and serving the website in a thread, after the demo has begun to answer: pages are made of its answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread

from cms.demo.processes import Supervisor, wait_for_port
from cms.demo.theme import Theme

__all__ = ["serving_website"]


@contextmanager
def serving_website(
    theme: Theme | None, port: int, environment: Mapping[str, str], report: Callable[[str], object]
) -> Iterator[None]:
    """Serve a theme while the block lasts, once the demo answers at `port`. report: takes what people should read."""
    if theme is None:
        yield
        return
    over = Event()
    website = Website(theme, port, {**os.environ, **environment}, over, report)
    thread = Thread(target=website.run, name="website")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Website:
    """Builds a theme, and then keeps its server running."""

    def __init__(
        self,
        theme: Theme,
        port: int,
        environment: Mapping[str, str],
        over: Event,
        report: Callable[[str], object],
    ) -> None:
        self.theme, self.port, self.over, self.report = theme, port, over, report
        self.supervisor = Supervisor(theme.server, environment, over)

    def run(self) -> None:
        if not self.theme.is_built:
            # A build leaves the processors to the demo until that answers.
            if not wait_for_port(self.port, self.over):
                return
            self.report("Building the website; this takes a minute or two at the first start.")
            problem = self.theme.build(self.over)
            if problem and not self.over.is_set():
                print(f"The website was not built:\n{problem}", file=sys.stderr, flush=True)
                return
        Thread(target=self.announce, daemon=True).start()
        self.supervisor.run()

    def announce(self) -> None:
        if self.theme.wait_until_served(self.over):
            self.report(f"The website is ready: {self.theme.address}")
