"""Rebuilding the index of the search slot, and finding where it differs from the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cms.declarations import SearchKind, registry
from cms.indexing.documents import build_documents, build_live_rule
from cms.indexing.models import IndexState
from cms.indexing.storing_beside import store_beside
from cms.indexing.writing import divide, store_documents, take_version
from cms.plugins.api.search import SearchKey, SearchProvider
from cms.search.text import RULES

__all__ = [
    "Differences",
    "Progress",
    "count_chunks",
    "find_differences",
    "is_built",
    "list_live_keys",
    "rebuild",
    "repair",
]

Progress = Callable[[int, int], None]
"""Told how many documents are done, and how many there are."""


@dataclass
class Differences:
    """Documents that the index lacks, holds with another text, and holds although their rows are not live."""

    missing: list[SearchKey] = field(default_factory=list)
    outdated: list[SearchKey] = field(default_factory=list)
    superfluous: list[SearchKey] = field(default_factory=list)

    def list_all(self) -> list[SearchKey]:
        return sorted([*self.missing, *self.outdated, *self.superfluous])


def is_built(provider: SearchProvider) -> bool:
    """Whether the index was once built whole, by the rules and in the layout of today."""
    return IndexState.objects.filter(provider=provider.name, rules=RULES, layout=provider.layout).exists()


def rebuild(provider: SearchProvider, progress: Progress) -> int:
    """Store the documents of all live rows, and remove all others; how many documents. It can be stopped and started
    again: what is stored stays. CallFailed when the provider fails."""
    kept: Mapping[SearchKey, str] = {}
    if provider.begin_rebuild is not None:
        known = kept = provider.begin_rebuild(RULES)
    else:
        known = provider.list_fingerprints()
    version, live = take_version(provider), list_live_keys()
    with store_beside(provider) as store:
        for done, (kind, keys) in count_chunks(live):
            number = take_version(provider)
            documents = build_documents(kind, keys)
            if missing := [each for each in documents if kept.get(each.key) != each.fingerprint]:
                store(missing, number)
            progress(done, len(live))
    remove(provider, sorted(set(known) - set(live)), version)
    if provider.finish_rebuild is not None:
        provider.finish_rebuild()
    IndexState.objects.update_or_create(
        provider=provider.name, defaults={"rules": RULES, "layout": provider.layout}
    )
    return len(live)


def find_differences(provider: SearchProvider, progress: Progress) -> Differences:
    """Compare the documents of all live rows with those of the index."""
    known, found, live = dict(provider.list_fingerprints()), Differences(), list_live_keys()
    for done, (kind, keys) in count_chunks(live):
        for document in build_documents(kind, keys):
            kept = known.pop(document.key, None)
            if kept != document.fingerprint:
                (found.missing if kept is None else found.outdated).append(document.key)
        progress(done, len(live))
    found.superfluous = sorted(known)
    return found


def repair(provider: SearchProvider, differences: Differences) -> None:
    """Have the index follow the rows that it differs from, as they are now."""
    for _done, (kind, keys) in count_chunks([*differences.missing, *differences.outdated]):
        store_documents(provider, kind, keys)
    superfluous = differences.superfluous
    for _done, (kind, keys) in count_chunks(superfluous):
        store_documents(provider, kind, keys)
    unknown = [each for each in superfluous if each.kind not in registry.search_kinds]
    remove(provider, unknown, take_version(provider))


def remove(provider: SearchProvider, keys: Sequence[SearchKey], version: int) -> None:
    for start in range(0, len(keys), 1000):
        provider.remove(keys[start : start + 1000], version)


def list_live_keys() -> list[SearchKey]:
    """The keys of all live rows, kind by kind; one statement for each kind."""
    return [
        SearchKey(kind.name, key)
        for kind in registry.search_kinds.values()
        for key in kind.model._default_manager.filter(build_live_rule(kind.model))
        .order_by("pk")
        .values_list("pk", flat=True)
    ]


def count_chunks(keys: Sequence[SearchKey]) -> Iterator[tuple[int, tuple[SearchKind, list[int]]]]:
    """Chunks of keys of one kind, with the number of keys that are done after each."""
    done = 0
    for kind in registry.search_kinds.values():
        for chunk in divide([each.key for each in keys if each.kind == kind.name]):
            done += len(chunk)
            yield done, (kind, chunk)
