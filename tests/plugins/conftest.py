"""Plugins for tests of the platform."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cms.extensions import runtime as decisions
from cms.hooks import runtime
from cms.hooks.platform import Platform
from content_api.http.documents import prepare
from content_api.schema import build_schema
from tests.plugins.workshop import Workshop


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A folder to write plugins in."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    made = Workshop(folder)
    yield made
    made.close()


@pytest.fixture
def site_with(workshop: Workshop, db: None) -> Iterator[Callable[..., Platform]]:
    """`site_with()` loads what is in the workshop and makes it the platform of this process, schema included."""
    before = runtime.platform()

    def install(platform: Platform) -> Platform:
        decisions.attach(runtime.boot(platform))
        build_schema.cache_clear()
        prepare.cache_clear()
        return platform

    yield lambda **options: install(workshop.load(**options))
    install(before)
