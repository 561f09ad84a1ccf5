"""`python -m cms.services run -- COMMAND…`, `status` and `stop`."""

from __future__ import annotations

import subprocess
import sys

from cms.services import ensure_services, status, stop_services

USAGE = "usage: python -m cms.services run -- COMMAND… | status | stop"


def main(words: list[str]) -> int:
    match words:
        case ["run", "--", *command] if command:
            ensure_services()
            return subprocess.call(command)
        case ["status"]:
            for name, state in status().items():
                print(f"{name:<14}{state}")
            return 0
        case ["stop"]:
            stop_services()
            return 0
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
