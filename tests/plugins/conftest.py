"""Plugins for tests of the platform: the fixtures of `aixplore.testing` under the names that our own tests use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cms.plugins.runtime import core_jobs
from cms.plugins.runtime.platform import Platform
from cms.testing.workshop import Workshop
from content_api.testing import leaks
from content_api.testing.crawl import root_query
from tests.support.other_site import OtherSite, other_site


@pytest.fixture(autouse=True)
def _no_core_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs are those of plugins alone; tests/cms/test_core_jobs.py has those of the site."""
    monkeypatch.setattr(core_jobs, "CORE_JOBS", ())
    monkeypatch.setattr(core_jobs, "_declared", {})


@pytest.fixture
def workshop(plugin_workshop: Workshop) -> Workshop:
    """A folder to write plugins in."""
    return plugin_workshop


@pytest.fixture
def site_with(site_with_plugins: Callable[..., Platform]) -> Callable[..., Platform]:
    """`site_with()` loads what is in the workshop and makes it the platform of this process, schema included."""
    return site_with_plugins


@pytest.fixture
def one_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """`leak_oracle.check()` asks for one root instead of all; tests/content_api/test_leaks.py asks for all."""
    root = leaks.LIVE
    monkeypatch.setattr(
        leaks, "list_roots", lambda schema: {root: root_query(schema, root, leaks.ROOTS[root])}
    )


@pytest.fixture(name="other_site")
def _other_site(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[OtherSite]:
    """A site in other processes: `other_site.workshop.write(…)`, then `other_site.manage("migrate")`."""
    with django_db_blocker.unblock(), other_site(tmp_path / "plugins") as made:
        yield made
