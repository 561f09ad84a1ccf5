"""Which solutions are likely the same one: equal names, and the same vendor or website where both are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window

from cms.base.name_keys import find_host, make_name_key
from content_types.solutions.models import Solution

__all__ = ["Identity", "are_likely_equal", "find_all_duplicates", "find_duplicates", "load_namesakes"]

COMPARED = 50
"""Rows of one name that are compared with one another."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells solutions apart: keys of name and vendor, host of the website; the last two may be empty."""

    name: str
    vendor: str
    host: str

    @classmethod
    def read(cls, title: str, vendor: str | None, website: str) -> Identity:
        return cls(make_name_key(title), make_name_key(vendor or ""), find_host(website))

    def may_be(self, other: Identity) -> bool:
        """Whether two solutions of one language are likely the same. Vendors tell them apart, unless their websites
        agree; websites do where a vendor is not known."""
        if not self.name or self.name != other.name:
            return False
        if self.host and self.host == other.host:
            return True
        known = (self.vendor, other.vendor)
        if not all(known):
            known = (self.host, other.host)
        return not all(known) or known[0] == known[1]


def are_likely_equal(one: Solution, other: Solution) -> bool:
    """Whether two solutions of one language are likely the same."""
    first, second = (
        Identity.read(each.title, each.vendor.name if each.vendor else "", each.website)
        for each in (one, other)
    )
    return first.may_be(second)


def load_namesakes(
    solutions: Sequence[Solution], rows: QuerySet[Solution] | None = None
) -> dict[str, list[Solution]]:
    """Stored solutions by the keys of these names, with their vendors; one statement. rows: among which to look."""
    keys = {key for each in solutions if (key := make_name_key(each.title))}
    found: dict[str, list[Solution]] = defaultdict(list)
    if keys:
        stored = (Solution.objects.all() if rows is None else rows).filter(name_key__in=keys, alias_of=None)
        for each in stored.select_related("vendor").defer("body").order_by("pk"):
            found[make_name_key(each.title)].append(each)
    return found


def find_duplicates(solution: Solution, rows: QuerySet[Solution] | None = None) -> list[Solution]:
    """Stored solutions in the same language that are likely this one; one statement."""
    others = (Solution.objects.all() if rows is None else rows).filter(locale=solution.locale_id)
    others = others.exclude(Q(pk=solution.pk) | Q(translation_key=solution.translation_key))
    found: list[Any] = load_namesakes([solution], others)[make_name_key(solution.title)]
    return [each for each in found if are_likely_equal(solution, each)]


def find_all_duplicates(rows: QuerySet[Solution]) -> dict[int, list[int]]:
    """The keys of all rows that are likely the same as others of them, each with the keys of those; one statement.

    Rows that share a name are compared in pairs. A name that more than COMPARED rows share is compared among the first
    COMPARED of them, so that the time grows with the number of rows alone.
    """
    groups: dict[tuple[int, str], list[tuple[int, Any, Identity]]] = defaultdict(list)
    for key, locale, name, translation, *facts in select_namesakes(rows):
        group = groups[locale, name]
        if len(group) < COMPARED:
            group.append((key, translation, Identity.read(*facts)))
    found: dict[int, list[int]] = defaultdict(list)
    for group in groups.values():
        for (key, translation, one), (other_key, other_translation, other) in combinations(group, 2):
            if translation != other_translation and one.may_be(other):
                found[key].append(other_key)
                found[other_key].append(key)
    return dict(found)


def select_namesakes(rows: QuerySet[Solution]) -> QuerySet[Any]:
    """Key, language, name key, translation key, title, vendor and website of the rows whose name others have."""
    own = rows.filter(alias_of=None).exclude(name_key="").order_by()
    sharing = Window(Count("pk"), partition_by=[F("locale"), F("name_key")])
    named = own.annotate(sharing=sharing).filter(sharing__gt=1).order_by("name_key", "pk")
    return named.values_list(
        "pk", "locale", "name_key", "translation_key", "title", "vendor__name", "website"
    )
