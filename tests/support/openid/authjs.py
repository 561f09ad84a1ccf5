"""Starts authjs.mjs: a website with Auth.js, as docs/howto/sign-in-from-nextjs.md says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.openid.programs import FOLDER, set_up_packages

__all__ = ["running_authjs"]

PAGE = FOLDER.parents[2] / "docs/howto/sign-in-from-nextjs.md"


@contextmanager
def running_authjs(address: str, issuer: str, client_id: str, secret: str, folder: Path) -> Iterator[None]:
    """The website while the block lasts. folder: for the code of the page; it has errors.log, too."""
    set_up_packages()
    given = {
        "AUTH_URL": address, "AUTH_SECRET": "for-tests-only-0123456789-0123456789", "AIXPLORE_ISSUER": issuer,
        "AIXPLORE_CLIENT_ID": client_id, "AIXPLORE_CLIENT_SECRET": secret,
        "AIXPLORE_API": issuer.removesuffix("/oauth") + "/graphql",
    }  # fmt: skip
    command = ["node", "--no-warnings", "authjs.mjs", str(PAGE), str(folder)]
    with (folder / "errors.log").open("w") as log, subprocess.Popen(
        command, cwd=FOLDER, env={**os.environ, **given}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        text=True,
    ) as program:  # fmt: skip
        assert program.stdout and program.stdin
        try:
            assert program.stdout.readline() == "ready\n", (folder / "errors.log").read_text()
            yield
        finally:
            program.stdin.close()
            program.kill()
