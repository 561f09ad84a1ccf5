"""Plugins for tests of the platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A folder to write plugins in."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    made = Workshop(folder)
    yield made
    made.close()
