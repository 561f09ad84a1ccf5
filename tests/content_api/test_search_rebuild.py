"""`manage.py search rebuild` with the index in PostgreSQL: what it says, and what an interruption leaves."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from cms.base.measures import HOOK_CALLS, HOOK_FAILURES
from cms.indexing import rebuilding, writing
from cms.indexing.documents import build_documents
from cms.indexing.migrating import build_outdated_index
from cms.indexing.models import IndexState
from cms.plugins.runtime.slots import forget_failures
from cms.testing.breaking import break_plugin, reset_breakers
from content_types.testing.factories import make_site, make_solution
from plugins.search_postgres.models import Entry
from tests.content_api.client import ask, codes, post

pytestmark = pytest.mark.django_db
SEARCH = '{ search(query: "agent") { nodes { ... on Solution { title } } } solutions { totalCount } }'
NAMES = [f"Agent {number}" for number in range(5)]


@pytest.fixture(autouse=True)
def agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five solutions, of which an index has one, and two are read at a time."""
    make_site()
    for name in NAMES:
        make_solution(name)
    Entry.objects.exclude(name="agent 0").delete()
    monkeypatch.setattr(writing, "CHUNK", 2)


def find(client: Client) -> list[str]:
    return sorted(node["title"] for node in ask(client, SEARCH)["search"]["nodes"])


def run(action: str = "rebuild") -> list[str]:
    out = StringIO()
    call_command("search", action, stdout=out)
    return out.getvalue().splitlines()


class Interrupted(BaseException):
    """Stands for a signal."""


def test_an_interrupted_rebuild_is_finished_by_the_next(client: Client, monkeypatch: Any) -> None:
    IndexState.objects.all().delete()
    done: list[Any] = []

    def build_two_chunks(*given: Any) -> Any:
        if len(done) == 2:
            raise Interrupted
        done.append(given)
        return build_documents(*given)

    monkeypatch.setattr(rebuilding, "build_documents", build_two_chunks)
    with pytest.raises(Interrupted):
        run()
    assert find(client) == NAMES[:4], "what is indexed so far is found"
    assert not IndexState.objects.exists(), "the index is not whole"
    monkeypatch.undo()
    run()
    assert find(client) == NAMES and IndexState.objects.exists()
    assert run("check")[-1].startswith("The index agrees with the database")


def test_a_rebuild_says_how_far_it_is(monkeypatch: Any) -> None:
    monkeypatch.setattr("cms.indexing.management.commands.search.STEP", 3)
    *progress, result = run()
    assert progress == ["4 of 5", "5 of 5"]
    assert result.startswith("5 documents indexed in ")


@pytest.mark.parametrize("outdated", [{"rules": 0}, {"layout": 7}])
def test_migrating_rebuilds_an_index_of_other_rules_or_in_another_layout(
    client: Client, outdated: dict[str, int], capsys: Any
) -> None:
    run()
    Entry.objects.exclude(name="agent 0").delete()
    build_outdated_index()
    assert find(client) == ["Agent 0"] and capsys.readouterr().out == ""
    IndexState.objects.update(**outdated)
    build_outdated_index()
    assert find(client) == NAMES and capsys.readouterr().out == "Built the search index: 5 documents.\n"


@pytest.fixture
def missing() -> Iterator[None]:
    """The table of the index has another name."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_postgres_entry RENAME TO search_postgres_gone")
        yield
        cursor.execute("ALTER TABLE search_postgres_gone RENAME TO search_postgres_entry")
    reset_breakers()


@pytest.mark.alone
@pytest.mark.django_db(transaction=True)
def test_without_its_index_search_alone_is_unavailable(client: Client, missing: None) -> None:
    answer = post(client, SEARCH)
    assert codes(answer) == ["SEARCH_UNAVAILABLE"]
    assert answer["data"] == {"search": None, "solutions": {"totalCount": 5}}


def count_calls(counter: Any) -> float:
    value: float = counter.labels("search_postgres", "search.match")._value.get()
    return value


def test_a_metric_counts_who_answered(client: Client) -> None:
    calls, failures = count_calls(HOOK_CALLS), count_calls(HOOK_FAILURES)
    ask(client, SEARCH)
    assert count_calls(HOOK_CALLS) > calls and count_calls(HOOK_FAILURES) == failures
    with break_plugin("search_postgres", "search.match", error=OSError("away")):
        assert codes(post(client, SEARCH)) == ["SEARCH_UNAVAILABLE"]
    forget_failures()
    assert count_calls(HOOK_FAILURES) > failures
