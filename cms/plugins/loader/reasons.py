"""Why a plugin does not run, as a message that the admin translates."""

from __future__ import annotations

from cms.base.reasons import Reason
from cms.plugins.api.errors import PluginRefused

__all__ = ["explain"]


def explain(error: Exception) -> Reason:
    """The message of an error; only that of PluginRefused can be translated."""
    return Reason(error.template, error.values) if isinstance(error, PluginRefused) else Reason(str(error))
