"""What is known of each plugin while the process runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from cms.plugins.api.contributions import Contribution
from cms.plugins.loader.discovery import Candidate
from cms.plugins.loader.manifest import Manifest

__all__ = ["Answer", "Plugin", "RegisteredItem", "State"]

Item = TypeVar("Item", bound=Contribution)


class State(StrEnum):
    """waiting: accepted, not loaded yet. loaded: its hooks are called. standby: installed with its tables, but another
    plugin fills its slot. refused: something is wrong with it. passive: it is not on the allow-list."""

    WAITING = "waiting"
    LOADED = "loaded"
    REFUSED = "refused"
    STANDBY = "standby"
    PASSIVE = "passive"


@dataclass(slots=True)
class Plugin:
    """One plugin and what became of it. seconds: how long loading took."""

    candidate: Candidate
    state: State = State.WAITING
    reason: str = ""
    hooks: dict[str, Callable[..., Any]] = field(default_factory=dict)
    contributions: list[Contribution] = field(default_factory=list)
    settings_model: type[BaseModel] | None = None
    settings: BaseModel | None = None
    seconds: float = 0.0

    @property
    def name(self) -> str:
        return self.candidate.name

    @property
    def manifest(self) -> Manifest | None:
        return self.candidate.manifest


@dataclass(frozen=True, slots=True)
class RegisteredItem(Generic[Item]):
    """A contribution and the plugin it came from."""

    plugin: str
    item: Item


@dataclass(frozen=True, slots=True)
class Answer:
    """What one plugin answered to a decide hook; `failed` when it gave no usable answer."""

    plugin: str
    value: Any = None
    failed: bool = False
