"""Lists that are read as rows by requests without a transaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from content_api.engine.rows import roots
from content_api.engine.rows.leaving import Reason
from content_api.model.sql_templates import store
from tests.content_api.client import ask
from tests.content_api.test_rows import count_left, divide
from tests.factories.content import make_site, make_solution


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_graphql_core_answers_after_an_error_of_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.API_ROWS_TIER = True
    make_site()
    make_solution("Tool")
    store.clear_templates()
    query = "{ solutions { nodes { title slug } } }"
    expected, before = ask(client, query), count_left(Reason.DATABASE)
    with monkeypatch.context() as patch:
        patch.setattr(roots, "read_tuples", divide)
        assert ask(client, query) == expected
    assert count_left(Reason.DATABASE) == before + 1
