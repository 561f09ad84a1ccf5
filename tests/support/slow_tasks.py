"""Tasks for tests of workers: they leave a line in a file for each attempt, and then take their time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task

__all__ = ["note_and_sleep"]


@task()
def note_and_sleep(file: str, seconds: float) -> None:
    """Note that it begins; go on for some seconds in the first attempt, and none in later ones."""
    path = Path(file)
    first = not path.exists()
    with path.open("a") as out:
        out.write(f"{os.getpid()}\n")
    time.sleep(seconds if first else 0)
