"""`manage.py table_triggers` and the system check: triggers that are gone, disabled or other ones are found and repaired."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from cms.testing.statements import exact_statements
from content_api.access import table_versions
from content_api.access.table_triggers import TRIGGER, find_rendition_table
from content_api.access.trigger_faults import find_trigger_faults
from content_types.vendors.models import Vendor

pytestmark = pytest.mark.django_db

BREAK = {
    "has no trigger": f"DROP TRIGGER {TRIGGER} ON vendors_vendor",
    "has a trigger that is disabled": f"ALTER TABLE vendors_vendor DISABLE TRIGGER {TRIGGER}",
    "has a trigger that does not run after every write": (
        f"DROP TRIGGER {TRIGGER} ON vendors_vendor; CREATE TRIGGER {TRIGGER} AFTER INSERT ON vendors_vendor"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()"
    ),
    "has no version": "DELETE FROM content_api_table_change WHERE table_name = 'vendors_vendor'",
}
OTHER_WAYS = (
    f"ALTER TABLE vendors_vendor ENABLE REPLICA TRIGGER {TRIGGER}",
    f"DROP TRIGGER {TRIGGER} ON vendors_vendor; CREATE TRIGGER {TRIGGER} AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF"
    f" name ON vendors_vendor FOR EACH STATEMENT EXECUTE FUNCTION {TRIGGER}()",
)


def execute(statements: str) -> None:
    with connection.cursor() as cursor:
        for each in statements.split("; "):
            cursor.execute(each)


def run(*options: str) -> str:
    out = StringIO()
    call_command("table_triggers", *options, stdout=out)
    return out.getvalue()


def read_version() -> Any:
    return table_versions.read_versions()["vendors_vendor"]


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    yield
    table_versions._watched = frozenset()


def test_a_migrated_database_has_no_fault() -> None:
    assert run().endswith(" tables checked.\n") and int(run().split()[0]) > 50
    assert [each for each in run_checks(databases=["default"]) if each.id == "content_api.W001"] == []
    with exact_statements(3):
        assert find_trigger_faults() == []


@pytest.mark.parametrize(("problem", "statement"), BREAK.items())
def test_a_fault_is_found_and_repaired(problem: str, statement: str) -> None:
    execute(statement)
    with pytest.raises(CommandError, match="table_triggers --repair"):
        run()
    (warning,) = [each for each in run_checks(databases=["default"]) if each.id == "content_api.W001"]
    assert str(warning.msg).startswith(f"The table vendors_vendor {problem}, so kept answers")
    out = run("--repair")
    assert f"vendors_vendor {problem}.\n" in out and out.endswith(" tables checked, 1 of them repaired.\n")
    assert find_trigger_faults() == []


@pytest.mark.parametrize("statement", OTHER_WAYS)
def test_triggers_that_run_only_sometimes_are_faults(statement: str) -> None:
    execute(statement)
    (fault,) = find_trigger_faults()
    assert fault.table == "vendors_vendor"


def test_a_trigger_for_replicas_alone_does_not_count_as_watching() -> None:
    execute(OTHER_WAYS[0])
    assert not table_versions.are_watched(frozenset({"vendors_vendor"}))


def test_what_was_written_without_the_trigger_counts_after_a_repair() -> None:
    execute(BREAK["has no trigger"])
    before = read_version()
    Vendor.objects.update(name="Renamed")
    assert read_version() == before
    run("--repair")
    assert read_version() != before


def test_all_versions_can_be_renewed() -> None:
    before = table_versions.read_versions()
    assert "All versions are new" in run("--renew")
    after = table_versions.read_versions()
    assert before.keys() == after.keys() and all(before[each] != after[each] for each in before)


def test_faults_are_printed_for_programs() -> None:
    execute(BREAK["has no trigger"])
    found = json.loads(run("--repair", "--json"))
    assert found["faults"] == [{"table": "vendors_vendor", "problem": "has no trigger"}]
    assert (found["repair"], found["renew"]) == (True, False) and found["tables"] > 50


def test_new_renditions_need_no_version() -> None:
    """Reading makes them, and changes no answer."""
    assert find_rendition_table() not in {each.table for each in find_trigger_faults()}


def test_a_database_that_is_not_migrated_is_named() -> None:
    execute("ALTER TABLE content_api_table_change RENAME TO gone")
    with pytest.raises(CommandError, match="has no versions of tables"):
        run()
    assert find_trigger_faults() == []
