"""Fuzz a real server with the schema, as an anonymous client and as an administrator, for SECONDS each.

Exit status 1 if a response violates `checks.py`, or if the server's log has an unexpected error.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.serving import CHECKOUT, check_session, environment, run_in_site, serving

SCHEMA = CHECKOUT / "graphql" / "schema.graphql"
CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = int(os.environ.get("FUZZ_SECONDS", "30"))
OURS = ("graphql_internal_error", "plugin_call_failed", "request_failed")
"""Events in the log that no question may bring about."""
FILL = """
import tempfile
from pathlib import Path
from django.core.management import call_command
from cms.demo import CATALOGUE, FILES
from cms.demo.images import write_images
call_command("migrate", verbosity=0)
folder = Path(tempfile.mkdtemp())
for file in FILES:
    (folder / file.name).write_text(file.read_text())
write_images(folder)
call_command("import_catalogue", *[str(folder / file.name) for file in FILES], verbosity=0)
"""


def fuzz(port: int, folder: str, *headers: str) -> bool:
    """Whether every answer was as it has to be; Schemathesis tells the rest, and keeps its notes in the folder."""
    given = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.fuzzing.checks", "PYTHONPATH": str(CHECKOUT)}
    url = f"http://127.0.0.1:{port}/graphql"
    command: list[str | Path] = [
        Path(sys.executable).with_name("schemathesis"),
        "--config-file",
        CONFIG,
        "run",
        SCHEMA,
        "--url",
        url,
    ]
    options = [
        "--checks",
        "answered_well",
        "--max-time",
        str(SECONDS),
        "--workers",
        "2",
        "--phases",
        "fuzzing",
    ]
    for header in headers:
        options += ["--header", header]
    return (
        subprocess.run([*command, "--no-color", *options], cwd=folder, env=given, check=False).returncode == 0
    )


def complaints(log: Path) -> list[str]:
    """Lines of the log that no question may bring about."""
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if json.loads(line).get("event") in OURS]


def main() -> None:
    given = environment("tests.fuzzing.settings")
    session = run_in_site(given, FILL)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        with serving(given, log) as port:
            check_session(port, session)
            fine = [fuzz(port, folder), fuzz(port, folder, f"Cookie: sessionid={session}")]
        found = complaints(log)
    for line in found[:20]:
        print(line[:2000])
    answers = "as they have to be" if all(fine) else "WRONG, see above"
    print(f"{len(found)} errors in the server's log; answers {answers}.")
    sys.exit(0 if all(fine) and not found else 1)


if __name__ == "__main__":
    main()
