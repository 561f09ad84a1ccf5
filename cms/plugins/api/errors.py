"""What can go wrong with a plugin. Every message names the plugin, the hook where there is one, and what to do."""

from __future__ import annotations

__all__ = [
    "CallFailed", "Conflict", "ContributionError", "FeatureDisabled", "PluginError", "PluginRefused", "TryLater",
]  # fmt: skip


class PluginError(Exception):
    """Base of all errors about plugins."""


class PluginRefused(PluginError):
    """A plugin that must not run: its manifest, code, settings or contributions are not acceptable.

    message: English, and translated in the admin where the site knows it. values: what stands in it as `%(name)s`.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        self.template, self.values = message, values
        super().__init__(message % values if values else message)


class ContributionError(PluginError, ValueError):
    """A contribution that cannot be used as it was written."""


class CallFailed(PluginError):
    """A call into a plugin that raised, answered the wrong type, took too long, or was not made at all.

    `reason` is for operators. It may quote the plugin's own exception, so it goes to the log and never to a caller;
    `error_id`, by which the log is searched, may. It is empty when no call was made.
    """

    def __init__(self, plugin: str, hook: str, reason: str, error_id: str = "") -> None:
        super().__init__(f"Plugin {plugin!r}, {hook}: {reason}")
        self.plugin, self.hook, self.reason, self.error_id = plugin, hook, reason, error_id


class FeatureDisabled(PluginError):
    """The plugin is switched off for the site that is asked."""

    def __init__(self, plugin: str) -> None:
        super().__init__(f"Plugin {plugin!r} is switched off for this site.")
        self.plugin = plugin


class Conflict(PluginError):
    """Raise it in a mutation, query or view when what is asked is against what is there already: CONFLICT, or 409.

    The message is shown to the caller. It rejects the request and is no failure of the plugin.
    """


class TryLater(PluginError):
    """Raise it in a notify hook when a server that the plugin needs is away: the event is delivered again.

    It is no failure of the plugin, so its circuit breaker stays closed. The message is the reason, for operators.
    """
