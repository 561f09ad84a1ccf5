"""The tables of a report, from what the plugin in the slot `analytics` has counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.audience.counts import FEWEST_VISITORS, Count, show_count, show_steps
from cms.audience.periods import Period
from cms.audience.rows import find_report_address, load_titles
from cms.declarations import SearchKind, registry
from cms.plugins.api.analytics import AnalyticsProvider, DayCount, ValueCount
from cms.relevance.remedies import list_remedies

__all__ = [
    "Row",
    "Table",
    "build_days",
    "build_kind",
    "build_paths",
    "build_referrers",
    "build_searches",
    "list_kinds",
]

SHOWN = 20
"""Rows of a table of the most frequent."""
ASKED = 100
"""Of which some may be hidden, or of rows that the person may not see."""


@dataclass(frozen=True, slots=True)
class Row:
    """label: what was counted. url: where it leads. links: what can be done about it, as texts and addresses."""

    label: str
    counts: Sequence[Count]
    url: str = ""
    day: date | None = None
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """headings: of the label, and of each count. empty: what stands there without rows."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[Row] = field(default_factory=list)
    empty: str = ""

    def list_cells(self) -> Iterator[list[Any]]:
        """The table for a spreadsheet: headings first, hidden counts as text."""
        yield list(self.headings)
        for row in self.rows:
            label = row.day.isoformat() if row.day else row.label
            yield [label, *(each.text if each.number is None else each.number for each in row.counts)]


def build_days(found: Sequence[DayCount], period: Period, protected: bool) -> Table:
    """Each day of the period, those without visits included."""
    by_day = {(each.day, each.type): each for each in found}
    rows = []
    for day in period.list_days():
        views, clicks = (by_day.get((day, name)) for name in ("view", "outbound_click"))
        counts = [
            *show_count(views.events if views else 0, views.visitors if views else 0, protected),
            show_count(clicks.events if clicks else 0, clicks.visitors if clicks else 0, protected)[0],
        ]
        rows.append(Row(date_format(day, "DATE_FORMAT"), counts, day=day))
    return Table(
        "days", _("Visits by day"), [_("Day"), _("Views"), _("Visitors"), _("Clicks to other sites")], rows
    )


def build_referrers(found: Sequence[ValueCount], protected: bool) -> Table:
    rows = [Row(each.value, show_steps(each.events, each.visitors, protected)) for each in found]
    empty = _("No view came from a link on another site.")
    return Table(
        "referrers", _("Where visitors come from"), [_("Site"), _("Views"), _("Visitors")], rows, empty
    )


def build_searches(found: Sequence[ValueCount], user: Any) -> Table:
    """What enough visitors searched for and did not find: a rare text may tell who typed it."""
    common = [each for each in found if each.visitors >= FEWEST_VISITORS][:SHOWN]
    rows = [
        Row(each.value, show_count(each.events, each.visitors, False), links=list_remedies(user, each.value))
        for each in common
    ]
    empty = _("No search without a result was made by at least %d visitors.") % FEWEST_VISITORS
    return Table(
        "searches", _("Searches without result"), [_("Search"), _("Searches"), _("Visitors")], rows, empty
    )


def build_paths(provider: AnalyticsProvider, period: Period) -> Table:
    found = provider.top_subjects("view", "", period.begins, period.ends, SHOWN)
    rows = [Row(each.subject.path, show_count(each.events, each.visitors, False)) for each in found]
    return Table(
        "paths",
        _("Other addresses"),
        [_("Address"), _("Views"), _("Visitors")],
        rows,
        _("No other address was visited."),
    )


def build_kind(provider: AnalyticsProvider, request: Any, kind: SearchKind, period: Period) -> Table:
    """The rows of a kind that were seen most often, of those that the person may see."""
    found = provider.top_subjects("view", kind.name, period.begins, period.ends, ASKED)
    titles = load_titles(request, kind, [each.subject for each in found])
    rows = [
        Row(str(titles[each.subject]), show_count(each.events, each.visitors, False),
            url=find_report_address(kind, titles[each.subject].pk))
        for each in found
        if each.subject in titles
    ]  # fmt: skip
    title = str(kind.model._meta.verbose_name_plural).capitalize()
    return Table(
        f"kind-{kind.name.lower()}",
        title,
        [_("Title"), _("Views"), _("Visitors")],
        rows[:SHOWN],
        _("None was visited."),
    )


def list_kinds() -> list[SearchKind]:
    return list(registry.search_kinds.values())
