"""The browser that tests and benchmarks start."""

from __future__ import annotations

import shutil

__all__ = ["FLAGS", "find_chromium"]

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def find_chromium() -> str | None:
    """Where Debian's Chromium is; None where it is not installed."""
    return shutil.which("chromium")
