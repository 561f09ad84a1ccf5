"""The SQL that docs/OPERATIONS.md tells operators to look with is understood by the database."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.deploy.files import CHECKOUT

PAGE = (CHECKOUT / "docs" / "OPERATIONS.md").read_text()
STATEMENTS = [" ".join(text.split()) for text in re.findall(r"`(SELECT [^`]+)`", PAGE)]


def test_the_page_has_some() -> None:
    assert len(STATEMENTS) > 3


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_of_a_runbook_can_be_executed(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("(pid)", "(0)"))
        assert cursor.description
