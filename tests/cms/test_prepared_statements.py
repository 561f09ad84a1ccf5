"""Statements that the server has prepared: they are logged as any other, and survive what happens to connections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.database import direct


@pytest.mark.django_db
def test_a_prepared_statement_is_logged_with_its_text() -> None:
    with CaptureQueriesContext(connection) as captured:
        for number in range(12):
            with connection.prepared_cursor() as cursor:
                cursor.execute("SELECT %s + 1", [number])
                assert cursor.fetchone() == (number + 1,)
    assert len(captured) == 12 and {each["sql"] for each in captured} == {"SELECT $1 + 1"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1 + 1'")
        assert cursor.fetchone() == (1,)


TEXT = "SELECT max(title) FROM changing WHERE id = %s::int"
ALONE = [pytest.mark.django_db(transaction=True), pytest.mark.alone]


class TestReadValue:
    """`connection.read_value`, which sends a statement without a cursor where it can."""

    pytestmark = ALONE

    def test_it_reads_what_a_cursor_reads(self) -> None:
        for text, parameter, value in (
            ("SELECT %s::int + 1", "4", "5"),
            ("SELECT cardinality(%s::text[])", '{"a","b c"}', "2"),
            ("SELECT NULL WHERE %s::int > 0", "1", None),
            ("SELECT 1 WHERE %s::int > 1", "1", None),
            ("SELECT %s::text", "ü", "ü"),
        ):
            for _ in range(2):
                assert connection.read_value(text, parameter) == value
            with transaction.atomic(), CaptureQueriesContext(connection) as captured:
                found = connection.read_value(text, parameter)
            assert len(captured) == 1 and (found if found is None else str(found)) == value
        with pytest.raises(DataError):
            connection.read_value("SELECT %s::int + 1", "four")
        assert connection.read_value("SELECT %s::int + 1", "4") == "5"

    def test_it_is_prepared_once_and_again_when_all_are_dropped(self) -> None:
        for statement in ("DISCARD ALL", "DEALLOCATE ALL", None):
            assert connection.read_value("SELECT %s::int * 7", "6") == "42"
            assert count_prepared("SELECT $1::int * 7") == 1
            if statement:
                execute(statement)

    def test_a_table_may_change_under_it(self) -> None:
        execute("CREATE TABLE changing (id int, title varchar(10))", "INSERT INTO changing VALUES (1, 'a')")
        try:
            for change in (
                "ALTER COLUMN title TYPE text",
                "ADD COLUMN other int",
                "ALTER COLUMN id TYPE bigint",
            ):
                assert connection.read_value(TEXT, "1") == "a"
                execute(f"ALTER TABLE changing {change}")
            assert connection.read_value(TEXT, "1") == "a"
        finally:
            execute("DROP TABLE changing")

    def test_a_connection_that_was_lost_is_replaced(self) -> None:
        assert connection.read_value("SELECT %s::int", "1") == "1"
        end_backend()
        connection.close_if_unusable_or_obsolete()  # as before each request
        assert connection.read_value("SELECT %s::int", "1") == "1"

    def test_it_keeps_the_limit_of_statements(self) -> None:
        connection.limit_statements(5)
        try:
            assert connection.read_value("SELECT current_setting(%s::text)", "statement_timeout") == "5s"
        finally:
            connection.limit_statements(None)


ROWS = "SELECT title, moment FROM changing WHERE id = ANY(%s) AND title LIKE '%%a' ORDER BY id"


@pytest.fixture
def _table() -> Iterator[None]:
    execute(
        "CREATE TABLE changing (id int, title varchar(10), moment timestamptz)",
        "INSERT INTO changing VALUES (1, 'a', '2026-01-01T00:00:00+01'), (2, 'ba', NULL), (3, 'b', NULL)",
    )
    yield
    execute("DROP TABLE changing")


@pytest.mark.usefixtures("_table")
class TestReadRows:
    """`connection.read_rows`, which sends a statement without a cursor once it came often."""

    pytestmark = ALONE

    def read(self, *keys: int, times: int = 1) -> list[Any]:
        found = [connection.read_rows(ROWS, [[*keys]]) for _ in range(times)]
        assert all(each == found[0] for each in found)
        return found[0]

    def test_it_reads_what_a_cursor_reads(self) -> None:
        with transaction.atomic():  # there a cursor reads
            expected = self.read(1, 2, 3, 1)
        assert self.read(1, 2, 3, 1, times=10) == expected
        assert [row[0] for row in expected] == ["a", "ba"] and expected[0][1].year == 2025
        assert self.read(3, times=8) == [] and self.read(2**40, times=2) == []
        with pytest.raises(DataError):
            connection.read_rows("SELECT 1 / %s::int", [0])
        assert count_prepared(ROWS.replace("%s", "$1").replace("%%", "%")) >= 1

    def test_it_is_logged_and_wrapped_as_any_other(self) -> None:
        seen: list[Any] = []

        def watch(run: Any, text: str, params: Any, many: bool, context: Any) -> Any:
            result = run(text, params, many, context)
            seen.append((text, context["cursor"].rowcount))
            return result

        self.read(1, times=8)
        with connection.execute_wrapper(watch):
            self.read(1, 2, 3)
        assert seen == [(ROWS, 2)]
        with CaptureQueriesContext(connection) as captured:
            self.read(1, 2)
        assert len(captured) == 1

    def test_a_table_may_change_under_it(self) -> None:
        for change in ("ALTER COLUMN title TYPE text", "ADD COLUMN other int", "ALTER COLUMN id TYPE bigint"):
            assert self.read(1, times=8)[0][0] == "a"
            execute(f"ALTER TABLE changing {change}")
        for statement in ("DISCARD ALL", "DEALLOCATE ALL", "SELECT 1"):
            assert self.read(1, times=2)[0][0] == "a"
            execute(statement)

    def test_few_statements_stay_prepared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(direct, "MOST_PREPARED", 3)
        for number in range(6):
            for _ in range(8):
                assert connection.read_rows(f"SELECT {number} * 11 + %s", [1]) == [(number * 11 + 1,)]
        assert connection.connection is not None and len(connection.connection.statements.names) == 3
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'aixplore_rows_%'")
            assert cursor.fetchone() == (3,)

    def test_a_connection_that_was_lost_is_replaced(self) -> None:
        self.read(1, times=8)
        end_backend()
        connection.close_if_unusable_or_obsolete()  # as before each request
        assert self.read(1, times=8)[0][0] == "a"


def end_backend() -> None:
    """Let the server end this connection."""
    parameters: Any = connection.connection.parameters
    with psycopg.connect(**{**parameters, "cursor_factory": psycopg.Cursor, "context": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


def count_prepared(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = %s", [text])
        found: int = cursor.fetchone()[0]
        return found
