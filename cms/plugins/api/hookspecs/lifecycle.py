"""The life of the process."""

from __future__ import annotations

from cms.plugins.api.markers import Budget, Kind, hookspec


@hookspec(Kind.COLLECT, since="1.0", budget=Budget(5.0, 0))
def ready() -> None:
    """Called once in every process, when all plugins are registered and before the first request.

    Return nothing. It is the place to refuse to run: an exception here refuses the plugin. The database must not be
    asked, for there may be none yet (`manage.py migrate` starts the same way).

        @hookimpl
        def ready() -> None:
            compile_patterns()
    """
