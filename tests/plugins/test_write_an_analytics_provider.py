"""“Write an analytics provider”, followed to the letter; and the suite finds each fault that is planted in it."""

from __future__ import annotations

import re

import pytest

from tests.support.other_site import OtherSite
from tests.support.written_plugins import WrittenPlugin, run_suites

TINY = WrittenPlugin("tiny_analytics", "write-an-analytics-provider.md")
FAULTS = {
    "counts events twice": ("storing", "INSERT OR IGNORE INTO event VALUES (?", "INSERT INTO event VALUES (hex(randomblob(8)) || ?"),
    "takes ids as they are written": ("storing", "str(UUID(each.id))", "each.id"),
    "says that all events are new": ("storing", "*rows)[1]", "*rows) and len(rows)"),
    "loses late events": ("storing", "for each in events\n", "for each in events if f'{each.time.astimezone(UTC):%Y-%m-%dT%H}' >= (run('SELECT max(hour) FROM event', ())[0][0][0] or '')\n"),
    "has local hours": ("storing", "UTC):%Y-%m-%dT%H}", "__import__('zoneinfo').ZoneInfo('Asia/Tokyo')):%Y-%m-%dT%H}"),
    "has the hours of the client": ("storing", "each.time.astimezone(UTC):%Y-%m-%dT%H}", "each.time:%Y-%m-%dT%H}"),
    "has local days": ("storing", "UTC):%Y-%m-%d}", "__import__('zoneinfo').ZoneInfo('Asia/Tokyo')):%Y-%m-%d}"),
    "ignores the kind of a subject": ("answers", "(kind = :kind AND subject", "(subject"),
    "ignores paths": ("answers", " AND path = :path))", "))"),
    "ignores types": ("answers", "WHERE type = :type AND kind = :kind", "WHERE :type <> '' AND kind = :kind"),
    "counts the last day of a range": ("answers", "day < :ends", "day <= :ends"),
    "counts the last hour of a range": ("answers", "AND hour < :ends GROUP BY type", "AND hour <= :ends GROUP BY type"),
    "counts events as visitors": ("answers", "count(DISTINCT day || visitor)", "count(*)"),
    "counts each day as one of many": ("answers", "visitors < :few AS", "0 AS"),
    "counts days of as many as few": ("answers", "visitors < :few AS", "visitors <= :few AS"),
    "adds days before it compares": ("answers", "GROUP BY kind, subject, path, type, day\n", "GROUP BY kind, subject, path, type\n"),
    "counts other subjects of an id": ("answers", "SELECT json_extract(value, '$[0]')", "SELECT kind"),
    "counts a subject as often as it is asked for": ("answers", "*name), type, bool(is_few), events", "*name), type, bool(is_few), events * len([each for each in subjects if [each.kind, each.id, each.path] == name])"),
    "has no order": ("answers", "ORDER BY events DESC, subject, path LIMIT", "ORDER BY subject, path LIMIT"),
    "orders equal values by chance": ("answers", "ORDER BY events DESC, referrer LIMIT", "ORDER BY events, referrer DESC LIMIT"),
    "has no limit": ("answers", "prop.value LIMIT :limit", "prop.value LIMIT 1000 + :limit"),
    "takes numbers for texts": ("answers", "AND prop.type = 'text' ", ""),
    "counts referrers of other events": ("answers", "WHERE type = 'view' AND referrer", "WHERE referrer"),
    "lists views without a referrer": ("answers", "AND referrer <> '' ", ""),
    "weighs each view": ("answers", "CASE WHEN type <> 'view'", "CASE WHEN true"),
    "does not cap": ("answers", "cap=cap", "cap=1e9"),
    "caps from the range on": ("answers", "day >= :day AND hour < :ends", "day >= :day AND hour >= :begins AND hour < :ends"),
    "weighs events about nothing": ("answers", "hour < :ends AND kind || path <> ''", "hour < :ends"),
    "pairs what one visitor sees": ("answers", "HAVING visitors >= :fewest", "HAVING visitors >= 1"),
    "pairs what programs read": ("answers", " AND one.subjects <= :most", ""),
    "counts a view as a visitor of a pair": ("answers", "SELECT DISTINCT visitor, subject", "SELECT visitor, subject"),
    "pairs other types": ("answers", "WHERE type = 'view' AND kind = :kind AND day", "WHERE kind = :kind AND day"),
    "counts visitors in each hour": ("answers", "sum(reached = weight)", "count(*)"),
}  # fmt: skip


def test_the_page_works_as_it_is_written(other_site: OtherSite) -> None:
    TINY.write(other_site.workshop.folder, TINY.read_files())
    assert [
        each for each in other_site.answer("plugins", "check") if each["plugin"] == "tiny_analytics"
    ] == []
    said = run_suites(other_site, "tiny_analytics")
    assert "failed" not in said, said[-4000:]


def test_the_suite_finds_each_planted_fault(other_site: OtherSite) -> None:
    assert TINY.find_missed_faults(other_site, FAULTS) == []


@pytest.mark.parametrize("name", ["store", "timeline", "counts", "weights"])
def test_a_provider_without_a_call_is_refused(other_site: OtherSite, name: str) -> None:
    files = TINY.read_files()
    path = "tiny_analytics/plugin.py"
    without = re.sub(rf"\n +{name}=[^\n]+", "", files[path])
    assert without != files[path]
    TINY.write(other_site.workshop.folder, {**files, path: without})
    done = other_site.manage(
        "plugins", "why", "tiny_analytics", AIXPLORE_PLUGIN_SLOTS="analytics:tiny_analytics"
    )
    assert name in done.stdout + done.stderr
