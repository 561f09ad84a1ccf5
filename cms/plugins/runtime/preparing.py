"""Run the checks that otherwise happen on first use and may reject a plugin."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["preparations", "prepare"]

preparations: list[Callable[[], object]] = []
"""Filled by apps when they are ready, such as with the building of the GraphQL schema."""


def prepare() -> None:
    """Let everything that looks at plugins look at them now."""
    for each in preparations:
        each()
