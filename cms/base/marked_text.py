"""Marking texts for translation where there is no Django yet."""

from __future__ import annotations

__all__ = ["mark_text"]


def mark_text(text: str) -> str:
    """Mark a template for translation, as Django's `gettext_noop` does, which cannot be called before there are
    settings."""
    return text
