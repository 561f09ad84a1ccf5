"""What lies between a publication and the call that tells the website of it: one task, ahead of all others."""

from __future__ import annotations

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from pydantic import SecretStr

from cms.operations.management.commands.db_worker import Command
from cms.plugin_api import Fetched
from plugins.nextjs_revalidate import plugin, services
from plugins.nextjs_revalidate.settings import Settings
from tests.factories.content import make_site, make_solution

pytestmark = pytest.mark.django_db
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
GIVEN = Settings(addresses=["https://theme.example/api/revalidate/"], secret=SecretStr("s" * 32))


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the website was told; it takes every call."""
    told: list[bytes] = []

    def fetch(url: str, method: str, *, headers: dict[str, str], body: bytes) -> Fetched:
        told.append(body)
        return Fetched(200, {}, b"{}")

    for module in (services, plugin):
        monkeypatch.setattr(module, "settings_of", lambda model: GIVEN)
    monkeypatch.setattr(services, "fetch", fetch)
    monkeypatch.setattr(services, "gatherer", services.Gatherer())
    return told


def run_next_task() -> None:
    """What a worker does first when it looks for work."""
    found = DBTaskResult.objects.ready().first()
    assert found is not None
    found.task.call(*found.task_result.args)


def test_a_publication_is_told_by_the_first_task_though_others_wait(
    calls: list[bytes], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_site()
    settings.TASKS = DATABASE
    solution = make_solution("One", live=False)
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        solution.save_revision().publish()
    assert DBTaskResult.objects.ready().count() > 1, "indexing waits, too"
    run_next_task()
    assert len(calls) == 1 and b"solutions.solution" in calls[0]


def test_waits_on_the_way_leave_time_for_the_work(settings: Any) -> None:
    settings.TASKS = DATABASE
    worker = Command().create_parser("manage.py", "db_worker").parse_args([])
    assert worker.interval + Settings().window <= 1.5, "of the two seconds in which a publication is seen"
