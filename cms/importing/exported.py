"""What an export leaves out: drafts, and pages that not everybody may see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import Page

_private: ContextVar[frozenset[int]] = ContextVar("private", default=frozenset())


@contextmanager
def known_private_pages() -> Iterator[None]:
    """Load the keys of private pages once, for `is_exported`."""
    token = _private.set(frozenset(Page.objects.private().values_list("pk", flat=True)))
    try:
        yield
    finally:
        _private.reset(token)


def is_exported(target: Any) -> bool:
    """Whether a row that another one points to is in the export; None is not."""
    if target is None or not getattr(target, "live", True):
        return False
    return not (isinstance(target, Page) and target.pk in _private.get())
