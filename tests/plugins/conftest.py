"""Plugins for tests of the platform: the fixtures of `aixplore.testing` under the names that our own tests use."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cms.hooks.platform import Platform
from cms.testing.workshop import Workshop


@pytest.fixture
def workshop(plugin_workshop: Workshop) -> Workshop:
    """A folder to write plugins in."""
    return plugin_workshop


@pytest.fixture
def site_with(site_with_plugins: Callable[..., Platform]) -> Callable[..., Platform]:
    """`site_with()` loads what is in the workshop and makes it the platform of this process, schema included."""
    return site_with_plugins
