"""“Write an analytics provider”, followed to the letter; and the suite finds each fault that is planted in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.support.other_site import CHECKOUT, OtherSite

PAGE = CHECKOUT / "docs" / "howto" / "write-an-analytics-provider.md"
FILE = re.compile(r"`(tiny_analytics/[\w/.]+)`[^`]*?:\n\n```(?:python|toml)\n(.*?)```\n", re.DOTALL)
BLOCK = re.compile(r"^```(?:python|toml)$", re.MULTILINE)
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


def read_files() -> dict[str, str]:
    """The files of the page, by their paths."""
    text = PAGE.read_text()
    found = dict(FILE.findall(text))
    assert len(found) == len(BLOCK.findall(text)), "a block of code names no file"
    return found


def write_plugin(folder: Path, name: str, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = folder / path.replace("tiny_analytics", name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("tiny_analytics", name))
        for package in {target.parent, folder / name}:
            (package / "__init__.py").touch()


def plant(files: dict[str, str], module: str, original: str, wrong: str) -> dict[str, str]:
    path = f"tiny_analytics/{module}.py"
    assert original in files[path], f"{original!r} is not in {path} any more"
    return {**files, path: files[path].replace(original, wrong)}


def run_suites(site: OtherSite, *plugins: str) -> str:
    """What pytest says about the conformance tests of these plugins."""
    own = {name: value for name, value in site.environment.items() if "PYTEST" not in name}
    done = OtherSite(site.workshop, {**own, "DJANGO_SETTINGS_MODULE": "cms.config.settings.test"}).run(
        sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "-p", "aixplore.testing", "-p", "no:cacheprovider",
        "--no-cov", "-o", "aixplore_plugins=" + " ".join(plugins), "--rootdir", ".",
        *(f"{each}/tests" for each in plugins), cwd=site.workshop.folder,
    )  # fmt: skip
    assert " passed" in done.stdout, dedent(done.stdout[-6000:] + done.stderr[-3000:])
    return done.stdout


def test_the_page_works_as_it_is_written(other_site: OtherSite) -> None:
    write_plugin(other_site.workshop.folder, "tiny_analytics", read_files())
    assert [
        each for each in other_site.answer("plugins", "check") if each["plugin"] == "tiny_analytics"
    ] == []
    said = run_suites(other_site, "tiny_analytics")
    assert "failed" not in said, said[-4000:]


def test_the_suite_finds_each_planted_fault(other_site: OtherSite) -> None:
    files, names = read_files(), {f"wrong_{place}": fault for place, fault in enumerate(FAULTS)}
    for name, fault in names.items():
        write_plugin(other_site.workshop.folder, name, plant(files, *FAULTS[fault]))
    said = run_suites(other_site, *names)
    missed = [fault for name, fault in names.items() if f"FAILED {name}/" not in said]
    assert missed == []


@pytest.mark.parametrize("name", ["store", "timeline", "counts", "weights"])
def test_a_provider_without_a_call_is_refused(other_site: OtherSite, name: str) -> None:
    files = read_files()
    path = "tiny_analytics/plugin.py"
    without = re.sub(rf"\n +{name}=[^\n]+", "", files[path])
    assert without != files[path]
    write_plugin(other_site.workshop.folder, "tiny_analytics", {**files, path: without})
    done = other_site.manage(
        "plugins", "why", "tiny_analytics", AIXPLORE_PLUGIN_SLOTS="analytics:tiny_analytics"
    )
    assert name in done.stdout + done.stderr
