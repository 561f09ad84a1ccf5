"""Addresses that differ in one number, for lists with many links."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix, reverse

__all__ = ["build_path"]

MARK = 8_007_006_005
"""A key that no row has."""


def build_path(name: str, *args: Any) -> str:
    """reverse(), which looks up an address whose last argument is a number only once for all numbers."""
    if not args or type(args[-1]) is not int or args[-1] < 0:
        return reverse(name, args=args)
    before, after = _find_path(name, args[:-1], get_script_prefix())
    return f"{before}{args[-1]}{after}"


@lru_cache(maxsize=256)
def _find_path(name: str, args: tuple[Any, ...], prefix: str) -> tuple[str, str]:
    """What stands before and after the number."""
    before, _mark, after = reverse(name, args=[*args, MARK]).rpartition(str(MARK))
    return before, after
