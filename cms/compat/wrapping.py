"""Functions of libraries that are replaced by ours: each once, by name, and each can be switched off in a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

__all__ = ["WRAPPED", "disable_wrapper", "install", "replace"]

WRAPPED: dict[str, tuple[Any, str, Any]] = {}
"""What was replaced: owner, attribute and original, by the name of our function."""


def replace(owner: Any, attribute: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a wrapper, which takes the original as its first argument."""

    def decorate(wrapper: Callable[..., Any]) -> Callable[..., Any]:
        WRAPPED[wrapper.__name__] = (owner, attribute, getattr(owner, attribute))
        _wrappers[wrapper.__name__] = wrapper
        return wrapper

    return decorate


_wrappers: dict[str, Callable[..., Any]] = {}
_off: set[str] = set()


def install() -> None:
    """Put all registered wrappers in place; called once, before the addresses of the admin are read."""
    for name, (owner, attribute, original) in WRAPPED.items():
        setattr(owner, attribute, _bind(name, original))


def _bind(name: str, original: Any) -> Callable[..., Any]:
    @wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return original(*args, **kwargs) if name in _off else _wrappers[name](original, *args, **kwargs)

    return wrapper


@contextmanager
def disable_wrapper(name: str) -> Iterator[None]:
    """The library without one of the wrappers; for tests."""
    _off.add(name)
    try:
        yield
    finally:
        _off.discard(name)
