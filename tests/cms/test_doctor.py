"""manage.py doctor: each fault of the environment is found on the real thing, named, and has a remedy."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cms.operations.doctor import database, findings, services, storage
from cms.operations.doctor.findings import Check, Level, fail, fine, run_checks
from cms.operations.models import Role, RunningProcess
from tests.support.mail_server import run_mail_server

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def run_doctor(*words: str) -> tuple[int, dict[str, list[tuple[str, str, str]]]]:
    """The exit code, and what was found by check: level, message, remedy."""
    out, code = StringIO(), 0
    try:
        call_command("doctor", "--json", *words, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    found: dict[str, list[tuple[str, str, str]]] = {}
    for each in json.loads(out.getvalue())["findings"]:
        found.setdefault(each["check"], []).append((each["level"], each["message"], each["remedy"]))
    return code, found


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def _processes() -> None:
    for role in Role:
        RunningProcess.objects.create(name=f"a-{role}", role=role, host="here", pid=1)


@pytest.mark.usefixtures("_processes")
def test_nothing_is_wrong_with_a_site_that_runs() -> None:
    code, found = run_doctor()
    wrong = {name: each for name, each in found.items() if any(level == "error" for level, *_ in each)}
    assert (code, wrong) == (0, {})
    assert {
        "settings",
        "database",
        "extensions",
        "migrations",
        "clock",
        "disk",
        "indexes",
        "media",
        "mail",
    } < set(found)


def test_at_the_start_only_what_has_to_be_well_is_looked_at() -> None:
    code, found = run_doctor("--start")
    assert code == 0
    assert set(found) == {
        "settings", "database", "extensions", "migrations", "clock", "disk", "cache", "plugins",
    }  # fmt: skip


@pytest.mark.usefixtures("_processes")
def test_people_read_lines() -> None:
    out = StringIO()
    execute("DELETE FROM django_migrations WHERE app = 'operations'")
    with pytest.raises(SystemExit, match="1"):
        call_command("doctor", "--start", stdout=out)
    lines = out.getvalue().splitlines()
    assert "ERROR    migrations: 1 have not run: operations.0001_running_processes." in lines
    assert lines[
        lines.index("ERROR    migrations: 1 have not run: operations.0001_running_processes.") + 1
    ] == ("         → Run `manage.py migrate` with this version, before its processes start.")
    assert lines[-1].startswith("1 error, 0 warnings, ")


@pytest.mark.usefixtures("_processes")
def test_the_server_starts_when_all_is_well_and_not_otherwise(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done: list[Any] = []
    connections = SimpleNamespace(close_all=lambda: done.append("closed"))
    monkeypatch.setattr("cms.operations.management.commands.serve.connections", connections)
    monkeypatch.setattr("cms.serving.server.main", done.append)
    monkeypatch.setattr("cms.operations.management.commands.serve.prepare", lambda: done.append("built"))
    monkeypatch.delitem(sys.modules, "cms.config.wsgi", raising=False)
    handlers = logging.getLogger().handlers[:]
    call_command("serve", "--", "--interface", "asgi", "cms.config.asgi:application")
    assert logging.getLogger().handlers == handlers, "logging was set up twice"
    assert done == ["built", "closed", ["--interface", "asgi", "cms.config.asgi:application"]]
    execute("DELETE FROM django_migrations WHERE app = 'operations'")
    with pytest.raises(SystemExit, match="1"):
        call_command("serve", "--", "--interface", "asgi")
    assert len(done) == 3 and "ERROR    migrations: 1 have not run" in capsys.readouterr().err


@pytest.mark.usefixtures("_processes")
def test_processes_that_are_not_forked_build_the_site_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []
    commands = "cms.operations.management.commands.serve"
    monkeypatch.setattr(f"{commands}.connections", SimpleNamespace(close_all=lambda: done.append("closed")))
    monkeypatch.setattr("cms.serving.server.main", done.append)
    monkeypatch.setattr(f"{commands}.prepare", lambda: done.append("built"))
    monkeypatch.setattr(f"{commands}.get_start_method", lambda: "forkserver")
    call_command("serve", "--", "--interface", "asgi")
    assert done == ["closed", ["--interface", "asgi"]]


def test_another_version_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SUPPORTED", (12, 13))
    code, found = run_doctor("--start")
    level, message, remedy = found["database"][0]
    assert (code, level) == (1, "error")
    assert message.endswith("is not supported.") and remedy.startswith(
        "Use PostgreSQL 12 to 13: move the data"
    )
    assert not {"extensions", "migrations", "clock"} & set(found), "they need the database"


def test_migrations_do_not_begin_in_a_database_that_the_site_cannot_use(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    execute("DELETE FROM django_migrations WHERE app = 'search_postgres'")
    monkeypatch.setattr(database, "SUPPORTED", (12, 13))
    with django_assert_num_queries(1), pytest.raises(CommandError) as refused:  # its version
        call_command("migrate", "--no-input")
    assert str(refused.value).startswith("Nothing was migrated.\ndatabase: PostgreSQL ")
    assert "is not supported. Use PostgreSQL 12 to 13" in str(refused.value)


def test_migrations_do_not_begin_without_an_extension(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "list_extensions", lambda: ((("a", "0001"), "no_such_extension"),))
    with pytest.raises(CommandError, match="has no extension no_such_extension"):
        call_command("migrate", "--no-input")


def test_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")  # a new thread opens a connection
    code, found = run_doctor("--start")
    level, message, remedy = found["database"][0]
    assert (code, level) == (1, "error") and message.startswith("It does not answer: DatabaseUnavailable")
    assert "correct DATABASE_URL" in remedy and "migrations" not in found


def test_a_database_that_comes_later_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [fail("database", "away", "start it", may_pass=True)] * 2
    pauses: list[float] = []
    monkeypatch.setattr(findings, "sleep", pauses.append)
    check = Check("database", lambda: [answers.pop()] if answers else [fine("database", "There.")])
    found = findings.wait_and_run_checks([check], 60)
    assert ([each.level for each in found], pauses) == ([Level.OK], [0.5, 1.0])


def test_a_database_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    pauses: list[float] = []
    monkeypatch.setattr(findings, "FIRST_PAUSE", 0.01)

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(seconds)

    monkeypatch.setattr(findings, "sleep", sleep)
    code, found = run_doctor("--start", "--wait", "0.2")
    assert (code, found["database"][0][0]) == (1, "error") and pauses[:3] == [0.01, 0.02, 0.04]


def test_nothing_is_waited_for_that_stays_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "sleep", lambda _: pytest.fail("it waits"))
    monkeypatch.setattr(database, "SUPPORTED", (12,))
    assert run_doctor("--start", "--wait", "60")[0] == 1


@pytest.mark.parametrize("given", ["-1", "x", "nan", "4000"])
def test_a_wait_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(CommandError, match="is no number of seconds from 0 to 3600"):
        call_command("doctor", "--start", f"--wait={given}")


def test_an_extension_that_was_removed() -> None:
    execute("DROP EXTENSION fuzzystrmatch CASCADE")
    code, found = run_doctor("--start")
    assert code == 1
    assert found["extensions"] == [
        ("error", "The extension fuzzystrmatch was removed from the database.", "As its owner run: CREATE EXTENSION fuzzystrmatch;")
    ]  # fmt: skip


def test_an_extension_that_the_server_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "list_extensions", lambda: ((("a", "0001"), "no_such_extension"),))
    code, found = run_doctor("--start")
    level, message, remedy = found["extensions"][0]
    assert (code, level, message) == (1, "error", "The database server has no extension no_such_extension.")
    assert "postgresql-contrib" in remedy


def test_migrations_of_a_newer_version_and_of_a_plugin() -> None:
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('solutions', '9999_later', now())")
    execute("DELETE FROM django_migrations WHERE app = 'search_postgres'")
    code, found = run_doctor("--start")
    levels = [(level, message) for level, message, _ in found["migrations"]]
    assert code == 0, "a plugin stops only itself, and an older version may run beside a newer one"
    assert levels == [
        ("warning", "Those of plugins have not run: search_postgres."),
        ("warning", "A newer version has migrated the database: solutions.9999_later."),
    ]
    assert run_doctor("--start", "--fail-level", "warning")[0] == 1


@pytest.mark.parametrize(
    ("minutes", "level", "text"),
    [(10, "error", "600 s ahead of"), (-10, "error", "600 s behind"), (0.5, "warning", "30 s ahead of")],
)
def test_a_clock_that_is_off(minutes: float, level: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "read_clock", lambda: datetime.now(UTC) + timedelta(minutes=minutes))
    code, found = run_doctor("--start")
    assert (code, found["clock"][0][0]) == (int(level == "error"), level)
    assert text in found["clock"][0][1] and "time server" in found["clock"][0][2]


def test_an_index_that_cannot_be_used_and_a_trigger_that_is_gone() -> None:
    execute(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'operations_runningprocess_name_key'::regclass"
    )
    execute("DROP TRIGGER content_api_table_changed ON solutions_solution")
    code, found = run_doctor()
    assert code == 1
    assert found["indexes"] == [
        ("error", "The index public.operations_runningprocess_name_key of operations_runningprocess is not valid: queries do not use it.",
         "Run in the database: REINDEX INDEX CONCURRENTLY public.operations_runningprocess_name_key;")
    ]  # fmt: skip
    triggers = [each for each in found["system"] if "content_api.W001" in each[1]]
    assert [(level, remedy) for level, _, remedy in triggers] == [
        ("warning", "Run `manage.py table_triggers --repair`.")
    ]


@pytest.fixture
def closed_folder() -> Path:
    """A folder that takes no file, also from the superuser: the kernel's own."""
    return Path("/proc/self/fdinfo")


def test_a_disk_that_takes_nothing_or_little(
    settings: Any, closed_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = closed_folder / "media"
    code, found = run_doctor("--start")
    assert code == 1
    assert found["disk"][0][:2][0] == "error" and found["disk"][0][1].startswith(
        f"Nothing can be written to {closed_folder} (VAR_DIR): "
    )
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(storage, "LITTLE", 1024**6)
    assert [level for level, *_ in run_doctor("--start")[1]["disk"]] == ["warning"]
    monkeypatch.setattr(storage, "NONE", 1024**6)
    code, found = run_doctor("--start")
    assert (code, found["disk"][0][0]) == (1, "error") and "(VAR_DIR)" in found["disk"][0][1]


def test_media_that_cannot_be_stored(settings: Any, closed_folder: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(closed_folder)}},
    }  # fmt: skip
    code, found = run_doctor()
    level, message, remedy = found["media"][0]
    assert (code, level) == (1, "error") and message.startswith("Media cannot be stored: ")
    assert "settings of the storage" in remedy


def test_secrets_that_can_be_guessed_are_named_and_not_shown(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECRET_KEY, settings.METRICS_TOKEN = "ab" * 40, "cdcdcdcd" * 4
    settings.DEBUG = False
    monkeypatch.setattr(services, "read_database_password", lambda: "password")
    code, found = run_doctor()
    said = [message for _, message, _ in found["secrets"]]
    assert code == 1
    assert said[0].startswith("SECRET_KEY is easy to guess") and said[1] == "METRICS_TOKEN is easy to guess."
    assert said[2].startswith("The password in DATABASE_URL is weak. This password is too common.")
    assert "abab" not in json.dumps(found) and "cdcd" not in json.dumps(found)


def test_a_deployment_without_worker_scheduler_mail_and_token(settings: Any) -> None:
    settings.DEBUG, settings.METRICS_TOKEN = False, ""
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    DBTaskResult.objects.create(
        task_path="a.b", backend_name="default", args_kwargs={}, run_after=datetime.now(UTC)
    )
    code, found = run_doctor()
    assert code == 1
    assert found["worker"] == [
        (
            "error",
            "None has said in the last 20 s that it lives; 1 tasks wait.",
            "Start `manage.py db_worker`.",
        )
    ]
    assert found["scheduler"][0][2] == "Start `manage.py plugins run-jobs --forever`."
    assert found["mail"] == [("warning", "E-mail is not sent but written to the log.", "Set EMAIL_URL.")]
    assert ("warning", "METRICS_TOKEN is not set: Prometheus cannot read /metrics.") in [
        each[:2] for each in found["secrets"]
    ]


def test_a_process_that_went_silent_does_not_live() -> None:
    RunningProcess.objects.create(name="old", role=Role.WORKER, host="here", pid=1)
    RunningProcess.objects.update(seen_at=datetime.now(UTC) - timedelta(seconds=21))
    assert run_doctor()[1]["worker"][0][1].startswith("None has said in the last 20 s")


@pytest.mark.parametrize(
    ("login", "level", "text"),
    [
        ("235 welcome", "ok", "takes mail."),
        ("535 no canary", "error", "it refuses the user or the password (535)."),
    ],
)
def test_mail_is_tried_on_the_server(login: str, level: str, text: str, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 5
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "canary"
    with run_mail_server(login) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        _, found = run_doctor()
    assert found["mail"][0][0] == level and text in found["mail"][0][1]
    assert "canary" not in json.dumps(found)


def test_a_mail_server_that_is_away(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", 1
    level, message, remedy = run_doctor()[1]["mail"][0]
    assert (level, remedy) == ("error", "Correct EMAIL_URL.") and "127.0.0.1:1 does not take mail" in message


def test_a_check_that_raises_is_a_finding_and_stops_no_other() -> None:
    def explode() -> Any:
        raise ZeroDivisionError("by zero")

    checks = [
        Check("first", explode),
        Check("second", list, needs=("first",)),
        Check("third", lambda: explode()),
    ]
    found = [(each.check, each.level) for each in run_checks(checks)]
    assert found == [("first", Level.ERROR), ("third", Level.ERROR)]
