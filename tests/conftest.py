"""Shared by all tests: nothing leaks from one to the next through a cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

BASELINE: list[str] = []


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Content types and sites are cached by the process, while each test's rows are rolled back."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    ContentType.objects.clear_cache()
    yield
    cache.delete_pattern("*")  # this process's keys: clear() would empty other workers' caches, too


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Remember what the migrations wrote: roles, the root of the tree, languages."""
    from django.db import connection

    with django_db_blocker.unblock():
        BASELINE.append(connection.creation.serialize_db_to_string())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test with transactions of its own ends with empty tables: put back what the migrations wrote."""
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem and marker and marker.kwargs.get("transaction"):
        from django.core.management import call_command
        from django.db import connection
        from pytest_django.plugin import blocking_manager_key

        with item.config.stash[blocking_manager_key].unblock():
            call_command(
                "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
            )
            connection.creation.deserialize_db_from_string(BASELINE[0])
