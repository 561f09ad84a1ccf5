"""Shared by all tests: nothing leaks from one to the next through a cache."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Content types and sites are cached by the process, while each test's rows are rolled back."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from cms.extensions import runtime

    ContentType.objects.clear_cache()
    runtime.believe(runtime.Decisions())
    yield
    cache.delete_pattern("*")  # this process's keys: clear() would empty other workers' caches, too
