"""The fixtures of `aixplore.testing` that need nothing but the CMS. docs/howto/test-a-plugin.md shows each at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pytest_django import DjangoDbBlocker

from cms.testing import breaking, statements
from cms.testing.api import Api
from cms.testing.settings import changed_settings
from cms.testing.workshop import Workshop


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Create the test database from the dump of an earlier run, and remove it at the end."""
    from django.test.utils import teardown_databases

    from cms.services import ServiceError
    from cms.testing.baseline import keep_baseline
    from cms.testing.template_database import claimed_database, create_test_database

    verbosity = request.config.option.verbose
    keep = django_db_keepdb and not django_db_createdb
    markers = (mark for item in request.session.items for mark in item.iter_markers("django_db"))
    serialize = any(mark.kwargs.get("serialized_rollback") for mark in markers)
    with ExitStack() as claim:
        with django_db_blocker.unblock():
            try:
                claim.enter_context(claimed_database())
            except ServiceError as error:
                pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)
            created = create_test_database(keep=keep, verbosity=verbosity, serialize=serialize)
        with pytest.MonkeyPatch.context() as patch:
            keep_baseline(patch)
            yield
        with django_db_blocker.unblock():
            if not django_db_keepdb:
                teardown_databases(created, verbosity=verbosity)
            claim.close()


@pytest.fixture(autouse=True)
def _clean_caches() -> Iterator[None]:
    """Reset state that outlives the rollback of a test: content types, decisions, breakers, the cache, late tasks."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    from cms.plugins.runtime import decisions as runtime
    from cms.testing.late_indexing import forget_waiting

    forget_waiting()
    ContentType.objects.clear_cache()
    runtime.apply_decisions(runtime.Decisions())
    breaking.reset_breakers()
    yield
    cache.delete_pattern("*")  # this process's keys: clear() would empty other workers' caches, too


@pytest.fixture(scope="module")
def make_once(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """For fixtures of scope "module": `make_once(make)` calls `make`; its rows are there until the module ends.

    Each test is rolled back to them. Give it copies of the objects: `copy.deepcopy` in a fixture of its own.
    """
    from cms.testing.module_rows import check_tests_are_rolled_back, kept_rows, make_rows

    check_tests_are_rolled_back(request.node)
    with kept_rows(django_db_blocker):
        yield partial(make_rows, django_db_blocker)


@pytest.fixture(scope="module")
def commit_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[..., Any]]:
    """As `make_once`, for modules whose tests commit: what `commit_once(make)` makes is committed, and each test is put
    back to it."""
    from cms.testing.module_rows import committed_rows

    with ExitStack() as rows:
        yield lambda make: rows.enter_context(committed_rows(django_db_blocker, make))


@pytest.fixture
def aixplore_api(db: None) -> Api:
    """A GraphQL client: `aixplore_api.query("{ … }", {"name": value}, user=someone)`."""
    return Api()


@pytest.fixture
def assert_statements() -> Callable[[int], AbstractContextManager[list[str]]]:
    """`with assert_statements(3):` fails, and shows the SQL, unless the block executes three statements."""
    return statements.exact_statements


@pytest.fixture
def assert_constant_statements(aixplore_api: Api) -> Callable[..., int]:
    """`assert_constant_statements(document, make_rows)` fails unless 20 rows cost the statements of one; how many."""
    return partial(statements.constant_statements, aixplore_api)


@pytest.fixture
def breaker_reset() -> Callable[[], None]:
    """`breaker_reset()` closes all breakers, which are closed when a test starts."""
    return breaking.reset_breakers


@pytest.fixture
def break_plugin() -> Callable[..., AbstractContextManager[breaking.Injection]]:
    """`with break_plugin("name", "hook", error=OSError("disk")):`, or `hang=True`, or `exit=True`."""
    return breaking.break_plugin


@pytest.fixture
def plugin_settings(monkeypatch: pytest.MonkeyPatch) -> Callable[..., BaseModel]:
    """`plugin_settings("name", key=value)`: other settings until the test ends; PluginRefused when they are wrong."""

    def change(name: str, **values: Any) -> BaseModel:
        changed = changed_settings(name, values)
        monkeypatch.setattr(breaking.get_loaded_plugin(name), "settings", changed)
        return changed

    return change


@pytest.fixture
def plugin_workshop(tmp_path: Path) -> Iterator[Workshop]:
    """A folder to write plugins in, and to load them from, in this process."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    made = Workshop(folder)
    yield made
    made.close()
