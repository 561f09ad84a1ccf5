"""The pytest plugin `aixplore.testing`: a site for the tests of a plugin, and tools to test with.

It is installed with AiXplore and so is part of every pytest run there: it does nothing until a run asks for it, by
`-p aixplore.testing` or by the ini option `aixplore_plugins`. Nothing of Django is imported before that.
"""

from __future__ import annotations

from collections.abc import Generator
from importlib import import_module

import pytest

NAMES = {"aixplore.testing", "cms.testing.plugin"}
OPTION = "aixplore_plugins"
FIXTURES = ("cms.testing.fixtures", "content_types.testing.fixtures", "content_api.testing.fixtures")

NOISE = (
    "ignore::DeprecationWarning:graphene.*",
    "ignore::DeprecationWarning:graphene_django.*",
    "ignore::PendingDeprecationWarning:graphene_django.*",
    "ignore::UserWarning:graphene_django.*",
    "ignore:Creating a DjangoObjectType without:DeprecationWarning",
    "ignore:Defining `exclude_fields`:DeprecationWarning",
)
"""Warnings of libraries under AiXplore, about which no plugin can do anything; others may be made errors."""

pytest.register_assert_rewrite("cms.testing.conformance")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        OPTION,
        "Plugins that run in the tests, with version ranges; those with an entry point when it is empty.",
        type="args",
        default=None,
    )


def is_wanted(config: pytest.Config) -> bool:
    """Whether this run asked for us."""
    return bool(NAMES & set(config.known_args_namespace.plugins)) or config.getini(OPTION) is not None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Servers and settings are there before pytest-django sets Django up, which it does inside this hook.

    The servers come up in the meantime.
    """
    if not is_wanted(early_config):
        yield
        return
    if not early_config.pluginmanager.hasplugin("django"):
        raise pytest.UsageError("aixplore.testing needs pytest-django: install `aixplore[testing]`.")
    from cms.base.garbage import postponed_collection

    for line in NOISE:
        early_config.addinivalue_line("filterwarnings", line)
    with postponed_collection():
        from cms.testing.environment import prepare

        has_settings = bool(early_config.getini("DJANGO_SETTINGS_MODULE"))
        wait_for_servers = prepare(early_config.getini(OPTION), has_settings=has_settings)
        yield
    wait_for_servers()


def pytest_configure(config: pytest.Config) -> None:
    if is_wanted(config):
        from cms.testing.environment import refusals

        if problems := refusals(config.getini(OPTION)):
            raise pytest.UsageError(*problems)
        for name in FIXTURES:
            config.pluginmanager.register(import_module(name), name)


def pytest_report_header(config: pytest.Config) -> str | None:
    if not is_wanted(config):
        return None
    from cms.testing.environment import summary

    return f"aixplore: plugins {summary()}"
