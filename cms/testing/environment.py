"""What has to stand before Django reads its settings: servers, the settings themselves, and the plugins to load."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import entry_points

import pytest
from packaging.requirements import Requirement

from cms.plugins.loader.discovery import ENTRY_POINTS
from cms.plugins.loader.records import State
from cms.plugins.loader.resolution import EVERY
from cms.plugins.runtime.current import platform
from cms.services import ServiceError, launch_temporary_services

__all__ = ["prepare", "refusals", "summary"]

SETTINGS = "cms.config.settings.test"


def prepare(plugins: Sequence[str] | None, *, has_settings: bool) -> Callable[[], None]:
    """Set in the environment what it does not say yet, and start servers; what waits until these answer.

    plugins: the allow-list; when empty, every plugin with an entry point, and without any those that come with
    AiXplore. has_settings: the ini file names a settings module. The workers of a parallel run inherit all of it.
    """
    if allowed := choose_plugins(plugins):
        os.environ.setdefault("AIXPLORE_PLUGINS", ",".join(allowed))
    if not has_settings:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    with usage_errors():
        launched = launch_temporary_services()
    os.environ.update({name: each.url for name, each in launched.items()})

    def wait() -> None:
        with usage_errors():
            for each in launched.values():
                each.wait()

    return wait


@contextmanager
def usage_errors() -> Iterator[None]:
    """What a person can put right is shown without a traceback."""
    try:
        yield
    except ServiceError as error:
        raise pytest.UsageError(str(error)) from error


def choose_plugins(plugins: Sequence[str] | None) -> list[str]:
    """The allow-list of this run; empty when it is left to the settings."""
    return list(plugins or sorted(entry.name for entry in entry_points(group=ENTRY_POINTS)))


def refusals(plugins: Sequence[str] | None) -> list[str]:
    """Why plugins of the allow-list do not run, one line each: their tests would pass or fail for no reason."""
    wanted = {Requirement(entry).name for entry in choose_plugins(plugins) if entry != EVERY}
    return [
        f"The plugin {each.name} was not loaded: {each.reason}"
        for each in platform().plugins.values()
        if each.name in wanted and each.state is State.REFUSED
    ]


def summary() -> str:
    """The plugins of this run and their states, in one line."""
    return ", ".join(f"{each.name} ({each.state})" for each in platform().plugins.values()) or "none"
