"""What fills a slot. A new slot is a subclass of SlotProvider and a hook that returns it; nothing else names one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cms.plugins.api.contributions import Contribution
from cms.plugins.api.markers import Budget

__all__ = ["SlotCall", "SlotProvider"]


@dataclass(frozen=True, slots=True)
class SlotCall:
    """How a function of a provider is called: the names of its arguments, its budget, whether it may write, whether a
    provider may leave it out (None), and what says what is wrong with its answer, so that such a call has failed:
    `check` by the answer alone, `verify` by the provider and the arguments, too."""

    arguments: tuple[str, ...]
    budget: Budget
    writes: bool = False
    optional: bool = False
    check: Callable[[Any], str | None] | None = None
    verify: Callable[[SlotProvider, Mapping[str, Any], Any], str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class SlotProvider(Contribution):
    """Base of what fills a slot. slot_name: as in manifests and AIXPLORE_PLUGIN_SLOTS. calls: by attribute."""

    slot_name: ClassVar[str]
    calls: ClassVar[Mapping[str, SlotCall]]

    def validate(self) -> None:
        for name, call in self.calls.items():
            if not (call.optional and getattr(self, name) is None):
                self.need_callable(name, *call.arguments)
