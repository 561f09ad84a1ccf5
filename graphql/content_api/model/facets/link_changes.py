"""What changed since counts of links were kept: rows that came and went, and links that were written since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from content_api.access.table_versions import Versions
from content_api.model.facets.link_log import LinkChange, are_logged, read_changes

__all__ = ["KeptLinks", "Texts", "find_changes", "find_known"]

MOST_CHANGES = 1000
"""From so many links on that were written since, all are counted."""
Texts = Mapping[str, str]
"""The parameters of a facet by the names of their slots, without braces."""


@dataclass(frozen=True)
class KeptLinks:
    """keys: of the rows, as text. counts: of each facet the versions of its tables, and keys and numbers as the texts
    of two arrays. marks: what was logged of links until then."""

    keys: str
    counts: Mapping[int, tuple[Versions, str, str]]
    marks: frozenset[str]


def find_known(
    kept: KeptLinks, keys: str, under: Mapping[int, Versions], linked: Mapping[int, str]
) -> dict[int, Texts]:
    """The parameters of those facets whose kept counts can be brought up to date.

    under: the versions of the tables of each, as the request read them. linked: its table of links.
    """
    current = {number for number, own in under.items() if is_kept_under(kept, number, own)}
    written = find_written(
        kept, {number: own for number, own in under.items() if number not in current}, linked
    )
    if not current and not written:
        return {}
    came, went = find_changes(kept.keys, keys)
    return {
        number: list_texts(kept, number, keys, came, went, written.get(number, ()))
        for number in sorted({*current, *written})
    }


def is_kept_under(kept: KeptLinks, number: int, versions: Versions, but: str = "") -> bool:
    """Whether the counts of a facet are kept under these versions, but for that of one table."""
    if number not in kept.counts:
        return False
    return all(kept.counts[number][0].get(name) == each for name, each in versions.items() if name != but)


def find_written(
    kept: KeptLinks, under: Mapping[int, Versions], linked: Mapping[int, str]
) -> dict[int, list[LinkChange]]:
    """The links that were written since, of those facets of which all of these are logged."""
    wanted = {
        number: linked[number]
        for number in under
        if is_kept_under(kept, number, under[number], linked[number])
    }
    if not wanted or not are_logged(wanted.values()):
        return {}
    logged = read_changes(wanted.values(), {table for number in wanted for table in under[number]})
    found = {}
    for number, table in wanted.items():
        new = [each for each in logged.changes if each.table == table and each.mark not in kept.marks]
        is_same = all(logged.versions.get(name) == each for name, each in under[number].items())
        if is_same and 0 < len(new) <= MOST_CHANGES:
            found[number] = select_changes(new, kept.keys)
    return found


def select_changes(changes: Iterable[LinkChange], keys: str) -> list[LinkChange]:
    """Those of rows with these keys."""
    within = f",{keys},"
    return [each for each in changes if f",{each.near}," in within]


def list_texts(
    kept: KeptLinks, number: int, keys: str, came: str, went: str, changes: Sequence[LinkChange]
) -> Texts:
    """Rows whose links changed go with those that they had, and come again with those that they have."""
    _versions, values, numbers = kept.counts[number]
    stayed = ",".join(sorted({each.near for each in select_changes(changes, keys) if each.near}))
    return {
        "keys": values,
        "numbers": numbers,
        "came": ",".join(filter(None, [came, stayed])),
        "went": ",".join(filter(None, [went, stayed])),
        "near": ",".join(str(each.near) for each in changes),
        "far": ",".join(each.far for each in changes),
        "change": ",".join(each.number for each in changes),
    }


def find_changes(before: str, now: str) -> tuple[str, str]:
    """The keys that came and those that went. Most have stayed where they were, and are not taken apart."""
    start = count_common(before, now)
    before, now = before[start:], now[start:]
    end = count_common(before[::-1], now[::-1])
    old, new = (set(each[: max(len(each) - end, 0)].split(",")) for each in (before, now))
    return ",".join(filter(None, new - old)), ",".join(filter(None, old - new))


def count_common(one: str, other: str) -> int:
    """The characters of the keys with which both begin, and their commas."""
    one, other = f"{one},", f"{other},"
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return one.rfind(",", 0, low) + 1
