"""Zensical 0.0.73: its search dialog adds one inline style, which the Content-Security-Policy has to name."""

from __future__ import annotations

__all__ = ["SEARCH_STYLE"]

SEARCH_STYLE = "'sha256-NwSx/R2V/U4jnW0Tq5pQ53Y/rzPVJ4dqE7D6UTA/J1k='"
"""The hash of that style. After an update, tests/e2e/test_documentation.py prints the new one."""
