"""What has to stand before Django reads its settings: servers, the settings themselves, and the plugins to load."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import entry_points

import pytest

from cms.hooks.discovery import ENTRY_POINTS
from cms.services import ServiceError, temporary_services

__all__ = ["prepare"]

SETTINGS = "cms.settings.test"


def prepare(plugins: Sequence[str] | None, *, has_settings: bool) -> None:
    """Set in the environment what it does not say yet.

    plugins: the allow-list; when empty, every plugin with an entry point, and without any those that come with
    AiXplore. has_settings: the ini file names a settings module. The workers of a parallel run inherit all of it.
    """
    allowed = plugins or sorted(entry.name for entry in entry_points(group=ENTRY_POINTS))
    if allowed:
        os.environ.setdefault("AIXPLORE_PLUGINS", ",".join(allowed))
    if not has_settings:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        os.environ.update(temporary_services())
    except ServiceError as error:
        raise pytest.UsageError(str(error)) from error
