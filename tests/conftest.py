"""Shared by all tests: nothing leaks from one to the next through a cache."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Content types are cached by process and keys differ between test databases' rollbacks."""
    ContentType.objects.clear_cache()
    yield
    cache.clear()
