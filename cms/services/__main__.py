"""`python -m cms.services run -- COMMAND…`, `status` and `stop`."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence

from cms.config.settings.env import SettingsError
from cms.services import ServiceError, ensure_services, status, stop_services

USAGE = "usage: python -m cms.services run -- COMMAND… | status | stop"


def main(words: Sequence[str]) -> int:
    match words:
        case ["run", "--", *command] if command:
            return run(command)
        case ["status"]:
            return show(status())
        case ["stop"]:
            return show(stop_services())
    print(USAGE, file=sys.stderr)
    return 2


def run(command: Sequence[str]) -> int:
    """Run a command with the servers' addresses in its environment; its exit status, as a shell counts it."""
    ensure_services()
    try:
        child = subprocess.Popen(command)
    except OSError as error:
        raise ServiceError(f"{command[0]} cannot be run: {error.strerror}.") from error
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to the command as well
    code = child.wait()
    return code if code >= 0 else 128 - code


def show(states: dict[str, str]) -> int:
    for name, state in states.items():
        print(f"{name:<14}{state}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ServiceError, SettingsError) as error:
        sys.exit(str(error))
