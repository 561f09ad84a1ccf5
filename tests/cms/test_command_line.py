"""The command line: garbage is collected in commands, but not while the site starts."""

from __future__ import annotations

import subprocess
import sys

from tests.support.other_site import CHECKOUT

CODE = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 10_000)"


def test_commands_collect_garbage_but_not_what_was_imported() -> None:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", CODE]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"
