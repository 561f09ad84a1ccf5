"""Which of the plugins that were found may run, and in which order. Decided from manifests alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from cms.base.reasons import Reason, mark_text as _
from cms.plugins.api.markers import HOOK_API
from cms.plugins.loader.discovery import Candidate
from cms.plugins.loader.manifest import Manifest

__all__ = ["EVERY", "Resolution", "Selection", "resolve"]

EVERY = "*"
FALLBACK = "/"
"""Stands between the plugins of a slot."""

TAKEN = _("its name is taken: %(first)s and %(second)s are both called so. Rename or remove one.")
OUT_OF_RANGE = _("version %(version)s is not in the range %(range)s that AIXPLORE_PLUGINS allows.")
OTHER_HOOK_API = _(
    "it was written for hook API %(wanted)s, this is %(version)s: install a version that fits."
)
OTHER_CORE = _("it runs on AiXplore %(wanted)s, this is %(version)s: install a version that fits.")
REQUIRED = _("it requires %(wanted)s, which does not run: install and allow it, or remove this plugin.")
OTHER_VERSION = _("it requires %(wanted)s, but version %(version)s is installed: change one of the two.")
CIRCLE = _("%(names)s want to come after each other: change `requires` or `after` of one of them.")


@dataclass(frozen=True, slots=True)
class Selection:
    """What the operator wants. allowed: plugins with version ranges ("feeds>=1,<2"), or "*" for all that are found.
    slots: slot to the plugin that fills it, or to several ("first/fallback"). core: the version of AiXplore."""

    allowed: tuple[str, ...]
    slots: Mapping[str, str]
    core: str

    def list_slot_plugins(self, slot: str) -> tuple[str, ...]:
        """The plugins that were chosen for a slot: the first fills it, the next ones stand in while it fails."""
        return tuple(filter(None, self.slots.get(slot, "").split(FALLBACK)))

    def get_version_range(self, name: str) -> SpecifierSet | None:
        """The versions of a plugin that may run; None when it is not on the list."""
        for entry in self.allowed:
            if entry == EVERY:
                return SpecifierSet()
            if (wanted := Requirement(entry)).name == name:
                return wanted.specifier
        return None


@dataclass(slots=True)
class Resolution:
    """accepted: in the order in which they are loaded and called. refused, standby, passive: with the reason. missing:
    names on the allow-list of which no plugin was found. See `State` for what they mean."""

    accepted: list[Candidate] = field(default_factory=list)
    refused: list[tuple[Candidate, str]] = field(default_factory=list)
    standby: list[tuple[Candidate, str]] = field(default_factory=list)
    passive: list[tuple[Candidate, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def resolve(candidates: Iterable[Candidate], selection: Selection) -> Resolution:
    """Sort the candidates into those that run, in order, and those that do not, with the reason."""
    found = list(candidates)
    result = Resolution()
    chosen: dict[str, Candidate] = {}
    for candidate in found:
        reason: str
        if selection.get_version_range(candidate.name) is None:
            reason = Reason(_("not on the allow-list: add it to AIXPLORE_PLUGINS."))
            result.passive.append((candidate, reason))
        elif reason := find_misfit(candidate, selection, chosen):
            result.refused.append((candidate, reason))
        elif reason := not_in_slot(candidate, selection):
            result.standby.append((candidate, reason))
        else:
            chosen[candidate.name] = candidate
    drop_unmet(chosen, result)
    result.accepted = sort_by_requirements(chosen, result)
    names = {candidate.name for candidate in found}
    wanted = [Requirement(entry).name for entry in selection.allowed if entry != EVERY]
    result.missing = [name for name in wanted if name not in names]
    return result


def get_manifest(candidate: Candidate) -> Manifest:
    if candidate.manifest is None:
        raise ValueError(f"{candidate.name} was not checked for its manifest.")
    return candidate.manifest


def not_in_slot(candidate: Candidate, selection: Selection) -> str:
    """Why the plugin does not fill the slot that it is for; empty when it does, or is for none."""
    slot = get_manifest(candidate).slot
    if slot is None or candidate.name in (filled := selection.list_slot_plugins(slot)):
        return ""
    values = {
        "slot": repr(slot),
        "plugins": FALLBACK.join(filled) or Reason(_("no plugin")),
        "setting": f"AIXPLORE_PLUGIN_SLOTS={slot}:{candidate.name}",
    }
    return Reason(_("the slot %(slot)s is set to %(plugins)s: %(setting)s changes that."), values)


def find_misfit(candidate: Candidate, selection: Selection, chosen: Mapping[str, Candidate]) -> str:
    """Why the plugin cannot run here, by itself; empty when it can."""
    manifest = candidate.manifest
    if manifest is None:
        return candidate.problem
    if candidate.name in chosen:
        return Reason(TAKEN, {"first": chosen[candidate.name].source, "second": candidate.source})
    allowed = selection.get_version_range(candidate.name) or SpecifierSet()
    if not allowed.contains(manifest.version, prereleases=True):
        return Reason(OUT_OF_RANGE, {"version": manifest.version, "range": allowed})
    if not SpecifierSet(manifest.hook_api).contains(HOOK_API):
        return Reason(OTHER_HOOK_API, {"wanted": manifest.hook_api, "version": HOOK_API})
    if not SpecifierSet(manifest.core).contains(selection.core, prereleases=True):
        return Reason(OTHER_CORE, {"wanted": manifest.core, "version": selection.core})
    return ""


def drop_unmet(chosen: dict[str, Candidate], result: Resolution) -> None:
    """Take out what requires something absent, or says that it conflicts with another, until nothing more falls."""
    while True:
        reasons = {
            name: reason for name, each in chosen.items() if (reason := find_unmet_requirement(each, chosen))
        }
        if not reasons:
            return
        name = max(reasons)  # of two that name each other as conflicts, the earlier name stays
        result.refused.append((chosen.pop(name), reasons[name]))


def find_unmet_requirement(candidate: Candidate, chosen: Mapping[str, Candidate]) -> str:
    """The first requirement or conflict that keeps the plugin from running; empty when there is none."""
    for text in get_manifest(candidate).requires:
        wanted = Requirement(text)
        if wanted.name not in chosen:
            return Reason(REQUIRED, {"wanted": wanted})
        version = get_manifest(chosen[wanted.name]).version
        if not wanted.specifier.contains(version, prereleases=True):
            return Reason(OTHER_VERSION, {"wanted": wanted, "version": version})
    for other in chosen.values():
        if other.name in get_manifest(candidate).conflicts:
            return Reason(_("it conflicts with %(name)s: remove one of the two."), {"name": other.name})
    return ""


def sort_by_requirements(chosen: Mapping[str, Candidate], result: Resolution) -> list[Candidate]:
    """Each after what it requires or wants to come after; by name where that says nothing."""
    waiting: dict[str, Candidate] = dict(sorted(chosen.items()))
    ordered: list[Candidate] = []
    while waiting:
        ready = next((each for each in waiting.values() if not predecessors(each) & waiting.keys()), None)
        if ready is None:
            reason = Reason(CIRCLE, {"names": ", ".join(waiting)})
            result.refused += [(candidate, reason) for candidate in waiting.values()]
            return ordered
        ordered.append(waiting.pop(ready.name))
    return ordered


def predecessors(candidate: Candidate) -> set[str]:
    manifest = get_manifest(candidate)
    return {Requirement(text).name for text in manifest.requires} | set(manifest.after)
