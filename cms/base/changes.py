"""Changes that parts of the site report without knowing who listens: `cms.publishing` tells plugins of them."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["rows_recomputed"]

rows_recomputed = Signal()
"""Sent in the transaction that writes recomputed rows. `kind`: as in the event `RowsChanged`."""
