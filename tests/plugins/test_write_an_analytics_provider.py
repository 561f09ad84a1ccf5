"""“Write an analytics provider”, followed to the letter; and the suite finds each fault that is planted in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from cms.plugins.loader.records import State
from cms.plugins.runtime.platform import Platform
from tests.plugins.workshop import Workshop
from tests.support.written_plugins import WrittenPlugin

TINY = WrittenPlugin("tiny_analytics", "write-an-analytics-provider.md")
FAULTS = {
    "counts events twice": ("storing", "INSERT OR IGNORE INTO event VALUES (?", "INSERT INTO event VALUES (hex(randomblob(8)) || ?", "test_counts_stay_right_when_they_are_made_again"),
    "takes ids as they are written": ("storing", "str(UUID(each.id))", "each.id", "test_an_id_is_a_uuid_however_it_is_written"),
    "says that all events are new": ("storing", "*rows)[1]", "*rows) and len(rows)", "test_an_event_counts_once"),
    "loses late events": ("storing", "for each in events\n", "for each in events if f'{each.time.astimezone(UTC):%Y-%m-%dT%H}' >= (run('SELECT max(hour) FROM event', ())[0][0][0] or '')\n", "test_a_visitor_views_a_subject_once_a_day"),
    "has local hours": ("storing", "UTC):%Y-%m-%dT%H}", "__import__('zoneinfo').ZoneInfo('Asia/Tokyo')):%Y-%m-%dT%H}", "test_types_have_weights"),
    "has the hours of the client": ("storing", "each.time.astimezone(UTC):%Y-%m-%dT%H}", "each.time:%Y-%m-%dT%H}", "test_hours_are_those_of_utc"),
    "has local days": ("storing", "UTC):%Y-%m-%d}", "__import__('zoneinfo').ZoneInfo('Asia/Tokyo')):%Y-%m-%d}", "test_other_days_types_and_kinds_do_not_count"),
    "ignores the kind of a subject": ("answers", "(kind = :kind AND subject", "(subject", "test_subjects_are_told_apart"),
    "ignores paths": ("answers", " AND path = :path))", "))", "test_the_site_counts_a_visitor_once"),
    "ignores types": ("answers", "WHERE type = :type AND kind = :kind", "WHERE :type <> '' AND kind = :kind", "test_subjects_with_most_events_come_first"),
    "counts the last day of a range": ("answers", "day < :ends", "day <= :ends", "test_days_count_events_and_visitors"),
    "counts the last hour of a range": ("answers", "AND hour < :ends GROUP BY type", "AND hour <= :ends GROUP BY type", "test_late_events_count_in_their_own_hour"),
    "counts events as visitors": ("answers", "count(DISTINCT day || visitor)", "count(*)", "test_days_count_events_and_visitors"),
    "counts each day as one of many": ("answers", "visitors < :few AS", "0 AS", "test_subjects_are_counted_together"),
    "counts days of as many as few": ("answers", "visitors < :few AS", "visitors <= :few AS", "test_subjects_are_counted_together"),
    "adds days before it compares": ("answers", "GROUP BY kind, subject, path, type, day\n", "GROUP BY kind, subject, path, type\n", "test_subjects_are_counted_together"),
    "counts other subjects of an id": ("answers", "SELECT json_extract(value, '$[0]')", "SELECT kind", "test_subjects_are_counted_together"),
    "counts a subject as often as it is asked for": ("answers", "*name), type, bool(is_few), events", "*name), type, bool(is_few), events * len([each for each in subjects if [each.kind, each.id, each.path] == name])", "test_subjects_are_counted_together"),
    "has no order": ("answers", "ORDER BY events DESC, subject, path LIMIT", "ORDER BY subject, path LIMIT", "test_subjects_with_most_events_come_first"),
    "orders equal values by chance": ("answers", "ORDER BY events DESC, referrer LIMIT", "ORDER BY events, referrer DESC LIMIT", "test_referrers_are_those_of_views"),
    "has no limit": ("answers", "prop.value LIMIT :limit", "prop.value LIMIT 1000 + :limit", "test_frequent_values_come_first"),
    "takes numbers for texts": ("answers", "AND prop.type = 'text' ", "", "test_frequent_values_come_first"),
    "counts referrers of other events": ("answers", "WHERE type = 'view' AND referrer", "WHERE referrer", "test_referrers_are_those_of_views"),
    "lists views without a referrer": ("answers", "AND referrer <> '' ", "", "test_counts_stay_right_when_they_are_made_again"),
    "weighs each view": ("answers", "CASE WHEN type <> 'view'", "CASE WHEN true", "test_a_visitor_views_a_subject_once_a_day"),
    "does not cap": ("answers", "cap=cap", "cap=1e9", "test_what_a_visitor_adds_in_a_day_is_capped"),
    "caps from the range on": ("answers", "day >= :day AND hour < :ends", "day >= :day AND hour >= :begins AND hour < :ends", "test_a_range_is_the_sum_of_its_parts"),
    "weighs events about nothing": ("answers", "hour < :ends AND kind || path <> ''", "hour < :ends", "test_nothing_weighs_nothing"),
    "pairs what one visitor sees": ("answers", "HAVING visitors >= :fewest", "HAVING visitors >= 1", "test_pairs_of_few_visitors_are_left_out"),
    "pairs what programs read": ("answers", " AND one.subjects <= :most", "", "test_visitors_of_too_many_subjects_are_left_out"),
    "counts a view as a visitor of a pair": ("answers", "SELECT DISTINCT visitor, subject", "SELECT visitor, subject", "test_a_visitor_counts_once_however_often_he_or_she_looks"),
    "pairs other types": ("answers", "WHERE type = 'view' AND kind = :kind AND day", "WHERE kind = :kind AND day", "test_other_days_types_and_kinds_do_not_count"),
    "counts visitors in each hour": ("answers", "sum(reached = weight)", "count(*)", "test_what_a_visitor_adds_in_a_day_is_capped"),
}  # fmt: skip


def test_the_page_passes_the_check(workshop: Workshop, site_with: Callable[..., Platform]) -> None:
    TINY.write_in(workshop, TINY.read_files())
    site_with(slots={"analytics": TINY.name})
    call_command("plugins", "check", "--json", stdout=(said := StringIO()))
    assert json.loads(said.getvalue()) == []


def test_the_suite_passes_on_the_page_and_finds_each_planted_fault(tmp_path: Path) -> None:
    assert TINY.find_failures(tmp_path, FAULTS) == set(FAULTS)


@pytest.mark.parametrize("name", ["store", "timeline", "counts", "weights"])
def test_a_provider_without_a_call_is_refused(name: str, workshop: Workshop) -> None:
    files = TINY.read_files()
    path = f"{TINY.name}/plugin.py"
    without = re.sub(rf"\n +{name}=[^\n]+", "", files[path])
    assert without != files[path]
    TINY.write_in(workshop, {**files, path: without})
    plugin = workshop.load(slots={"analytics": TINY.name}).plugins[TINY.name]
    assert plugin.state is State.REFUSED and f"'{name}'" in str(plugin.reason)
