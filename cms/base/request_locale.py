"""The language and time zone of the person for whom a thread works."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.apps import apps
from django.utils import timezone, translation

__all__ = ["keep_locale"]

Result = TypeVar("Result")


def keep_locale(function: Callable[[], Result]) -> Callable[[], Result]:
    """The function, for another thread, with the language and time zone that are active in this one.

    A copied context does not carry them: from asgiref 3.12 on, its `Local` holds nothing in another thread.
    """
    if not apps.ready:  # settings are being read, and no language is active yet
        return function
    language, zone = translation.get_language(), timezone.get_current_timezone()

    def run() -> Result:
        with translation.override(language), timezone.override(zone):
            return function()

    return run
