"""Fetch the search servers that tests start, or run one: `python -m tests.support.search_servers [NAME]`."""

from __future__ import annotations

import sys

from tests.support.search_servers.servers import SERVERS, ServerUnavailable, prepare, run_server


def main(names: list[str]) -> int:
    """Run the named server until it ends; without a name, fetch all and start each once."""
    if names:
        with run_server(names[0]) as server:
            print(
                f"{names[0]}: {server.url} (process {server.process.pid}). Stop it with Ctrl+C.", flush=True
            )
            return server.process.wait()
    missing = 0
    for kind in SERVERS.values():
        try:
            prepare(kind)
            with run_server(kind.name) as server:
                print(f"{kind.name}: answers at {server.url}; stopped again.", flush=True)
        except ServerUnavailable as error:
            missing += 1
            print(f"{kind.name}: not available: {error}", flush=True)
    return missing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
