"""The server: granian, which says that it is going to stop before it does. `python -m cms.serving.server --help`.

On SIGTERM, /readyz answers 503 for NOTICE seconds while everything is still answered, so that load balancers send
requests elsewhere. In the last half second no connection begins; then the port closes, and requests that run are
completed. A second signal ends the notice, and so does Ctrl-C, which needs none.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from threading import Timer
from typing import Any

from granian import cli
from granian.server.mp import MPServer

from cms.serving.draining import NOTICE, SIGNAL

__all__ = ["DrainingServer", "main"]


class DrainingServer(MPServer):
    """Gives notice to its processes, and stops them later."""

    notice: Timer | None = None

    def startup(self, spawn_target: Any, target_loader: Any) -> None:
        signal.signal(SIGNAL, signal.SIG_IGN)  # inherited by the processes that are started now
        super().startup(spawn_target, target_loader)

    def signal_handler_interrupt(self, signum: int, frame: Any) -> None:
        """Begin to stop."""
        if self.notice is not None:
            self.notice.cancel()
        if self.notice is not None or signum != signal.SIGTERM:
            super().signal_handler_interrupt()
            return
        self.notice = Timer(NOTICE, super().signal_handler_interrupt)
        self.notice.daemon = True
        self.notice.start()
        for worker in self.wrks:
            with suppress(ProcessLookupError):
                os.kill(worker._id(), SIGNAL)


def main(words: Sequence[str] | None = None) -> None:
    """Run granian's command line with this server; words: its options, those of this process without them."""
    cli.Server = DrainingServer  # type: ignore[attr-defined]  # its command uses this global of the module
    cli.cli(words, auto_envvar_prefix="GRANIAN")


if __name__ == "__main__":
    main()
