"""The fixtures of `aixplore.testing` that need the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings

from cms.plugins.runtime import current as runtime, decisions
from cms.plugins.runtime.platform import Platform
from cms.testing.api import Api
from cms.testing.workshop import Workshop
from content_api.documents.validation import validate_document
from content_api.limits.charge import limiter
from content_api.schema.build import build_schema
from content_api.schema.field_sources.columns import known_sources
from content_api.testing.deferred import no_deferred_loads
from content_api.testing.leaks import LeakOracle, planted_oracle
from content_types.testing.site import SampleSite


@pytest.fixture(autouse=True)
def _full_buckets() -> Iterator[None]:
    """What one test asked is not held against the next, nor what other processes ask meanwhile."""
    with override_settings(RATE_LIMITS_URL=None):
        limiter.cache_clear()
        yield
    limiter.cache_clear()


@pytest.fixture(autouse=True)
def _no_deferred_loads() -> Iterator[None]:
    """A row that the API loaded has every column that is asked of it."""
    with no_deferred_loads():
        yield


@pytest.fixture
def leak_oracle(aixplore_api: Api, aixplore_site: SampleSite) -> LeakOracle:
    """`leak_oracle.check()` asks the whole schema, as three kinds of people, for words planted in hidden content."""
    return planted_oracle(aixplore_api, aixplore_site.site)


@pytest.fixture
def site_with_plugins(plugin_workshop: Workshop, db: None) -> Iterator[Callable[..., Platform]]:
    """`site_with_plugins()` loads what was written in `plugin_workshop`, and makes it the platform of this process,
    schema included, until the test ends. It takes the arguments of `Workshop.platform`."""
    before = runtime.platform()
    yield lambda **options: install(plugin_workshop.load(**options))
    install(before)


def install(platform: Platform) -> Platform:
    decisions.attach(runtime.boot(platform))
    build_schema.cache_clear()
    known_sources.cache_clear()
    validate_document.cache_clear()
    return platform
