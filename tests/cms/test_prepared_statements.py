"""Statements that the server has prepared are logged as any other."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


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
