"""The base of all contributions: a name, and how mistakes are told."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.errors import ContributionError

__all__ = ["SNAKE", "Contribution"]

SNAKE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """Base of all contributions. `name` is snake_case, or camelCase for what appears in GraphQL."""

    name: str

    pattern = SNAKE

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.pattern.fullmatch(self.name):
            raise ContributionError(
                self.place(Reason(_("name it by %(pattern)s."), {"pattern": repr(self.pattern.pattern)}))
            )
        self.validate()

    def validate(self) -> None:
        """ContributionError when something is missing or wrong."""

    def describe(self) -> str:
        return f"{type(self).__name__} {self.name!r}"

    def place(self, problem: str) -> Reason:
        """A problem with the contribution that has it."""
        return Reason("%(item)s: %(problem)s", {"item": self.describe(), "problem": problem})

    def need(self, condition: Any, remedy: str, **values: Any) -> None:
        """ContributionError without the condition. remedy: a marked text, with values in it as `%(name)s`."""
        if not condition:
            raise ContributionError(self.place(Reason(remedy, values)))

    def need_callable(self, name: str, *arguments: str, keywords: Iterable[str] = ()) -> None:
        """That the attribute can be called with these arguments and keywords, and is no coroutine function."""
        function = getattr(self, name)
        self.need(
            callable(function),
            _("%(part)s must be a function of (%(arguments)s)."),
            part=name,
            arguments=", ".join(arguments),
        )
        self.need(
            not inspect.iscoroutinefunction(function), _("%(part)s must not be `async def`."), part=name
        )
        try:
            inspect.signature(function).bind(*arguments, **dict.fromkeys(keywords))
        except TypeError as error:
            wanted = ", ".join([*arguments, *keywords])
            problem = Reason(
                _("%(part)s must take (%(arguments)s): %(error)s."),
                {"part": name, "arguments": wanted, "error": error},
            )
            raise ContributionError(self.place(problem)) from error
        except ValueError:
            return  # written in C: it has no signature to look at
