"""The import as pages of the admin: upload, look at what would happen, and start."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from wagtail.users.models import UserProfile

from cms.exchange import forms
from cms.exchange.fields.characters import escape_invisible
from cms.exchange.formats.csv_files import CsvSource
from cms.exchange.formats.dialects import Dialect
from cms.exchange.formats.mapping import Mapping
from cms.exchange.formats.ndjson import NdjsonSource
from cms.exchange.kinds.registry import find_csv_importer
from cms.exchange.models import ImportRun, RunState
from cms.exchange.runs import engine
from cms.exchange.runs.locks import fail, hold_run, is_held
from cms.exchange.runs.tasks import import_upload
from content_types.solutions.models import Solution
from tests.support.admin import find_errors, sign_in_client
from tests.support.importing import CATEGORY, solution

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def upload(
    client: Client, *records: dict[str, Any], name: str = "records.ndjson", **fields: Any
) -> HttpResponse:
    content = "\n".join(json.dumps(record) for record in records).encode()
    data = {"file": SimpleUploadedFile(name, content), "locale": "en", "create_missing": ["vendor"], **fields}
    return client.post(reverse("importing:new"), data)


def test_a_file_is_tried_out_and_then_imported(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    assert client.get(reverse("importing:new")).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = upload(client, CATEGORY, solution("a"), solution("=b"))
    tried = ImportRun.objects.get()
    assert answer.url == reverse("importing:inspect", args=[tried.pk])
    assert (tried.state, tried.dry_run, tried.created, tried.refused) == (RunState.FINISHED, True, 2, 1)
    assert not Solution.objects.exists()
    page = client.get(answer.url).content.decode()
    assert "nothing has changed yet" in page
    assert "slug: may have letters, digits, hyphens and underscores only" in page

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("importing:start", args=[tried.pk]))
    run = ImportRun.objects.exclude(pk=tried.pk).get()
    assert answer.url == reverse("importing:inspect", args=[run.pk])
    assert (run.state, run.dry_run, run.created, run.refused) == (RunState.FINISHED, False, 2, 1)
    page = Solution.objects.get()
    assert page.latest_revision.user.pk == run.started_by.pk == int(client.session["_auth_user_id"])
    assert "Import now" not in client.get(answer.url).content.decode()


def test_the_button_imports_once(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, CATEGORY)
        tried = ImportRun.objects.get()
        client.post(reverse("importing:start", args=[tried.pk]))
        client.post(reverse("importing:start", args=[tried.pk]))
    assert ImportRun.objects.count() == 2
    assert client.get(reverse("importing:start", args=[tried.pk])).status_code == 405


def test_progress_is_polled_until_the_end(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    upload(client, CATEGORY, solution("a"))
    run = ImportRun.objects.get()
    address = reverse("importing:progress", args=[run.pk])
    assert 'data-over="false"' in client.get(address).content.decode()
    assert address in client.get(reverse("importing:inspect", args=[run.pk])).content.decode()
    ImportRun.objects.update(state=RunState.RUNNING, dry_run=False, total=8, created=2)
    with hold_run(run):
        assert "25 %" in client.get(address).content.decode()
    ImportRun.objects.update(state=RunState.FINISHED)
    assert 'data-over="true"' in client.get(address).content.decode()


def test_refused_lines_can_be_downloaded(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, solution("=b"))
    run = ImportRun.objects.get()
    told = client.get(reverse("importing:report", args=[run.pk, "csv"]))
    assert told["Content-Type"] == "text/csv; charset=utf-8"
    assert told.content.decode().splitlines()[1].startswith("records.ndjson,1,solution,'=b,")
    lines = client.get(reverse("importing:report", args=[run.pk, "jsonl"])).content.splitlines()
    assert json.loads(lines[0])["line"] == 1


def test_a_file_without_a_needed_column_says_so(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("importing:new"), {"file": SimpleUploadedFile("x.csv", b"name\n"), "locale": "en"}
        )
    assert "has no columns “publisher”" in client.get(answer.url).content.decode()
    assert ImportRun.objects.get().state == RunState.FAILED


@pytest.mark.parametrize(
    ("name", "limit", "message"),
    [
        ("records.exe", 10_000, "Choose a file whose name ends in .csv, .tsv, .ndjson or .jsonl."),
        ("records.csv", 3, "The file is larger than 50 MB: use manage.py import_catalogue for it."),
    ],
)
def test_an_unsuitable_upload_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, limit: int, message: str
) -> None:
    monkeypatch.setattr(forms, "MAX_UPLOAD", limit)
    answer = upload(sign_in_client(), CATEGORY, name=name)
    assert message in find_errors(answer)
    assert not ImportRun.objects.exists()


def test_an_upload_cannot_reach_the_files_of_another(
    django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    client = sign_in_client()
    with django_capture_on_commit_callbacks(execute=True):
        upload(client, CATEGORY, name="first.ndjson")
        first = ImportRun.objects.get()
        upload(client, solution("a", category="assistants", logo=f"../{first.upload.name}"))
    reasons = list(ImportRun.objects.latest("pk").problems.values_list("reason", flat=True))
    assert [reason.split(":")[0] for reason in reasons] == ["logo", "category"]
    assert "is outside the folder" in reasons[0]
    assert Path(first.upload.path).is_relative_to(tmp_path / "imports")


def test_uploads_that_nobody_used_are_forgotten(django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in_client()
    upload(client, CATEGORY)
    old = ImportRun.objects.get()
    ImportRun.objects.update(created_at="2020-01-01T00:00:00Z")
    upload(client, CATEGORY)
    old.refresh_from_db()
    assert not old.upload


@pytest.mark.parametrize(
    ("role", "status"), [("Administrator", 200), ("Editor", 302), ("Moderator", 302), ("Vendor", 302)]
)
def test_only_administrators_import(role: str, status: int, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        upload(sign_in_client(), CATEGORY)
    run = ImportRun.objects.get()
    client = sign_in_client(role)
    for name in ("index", "new"):
        assert client.get(reverse(f"importing:{name}")).status_code == status
    for name in ("inspect", "progress"):
        assert client.get(reverse(f"importing:{name}", args=[run.pk])).status_code == status
    assert client.get(reverse("importing:report", args=[run.pk, "csv"])).status_code == status
    if status != 200:
        client.post(reverse("importing:start", args=[run.pk]))
        upload(client, CATEGORY)
        assert ImportRun.objects.count() == 1
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert (reverse("importing:index") in home) == (status == 200)


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    "error", [ZeroDivisionError("division by zero"), OSError(28, "No space left"), SystemExit(1)]
)
def test_a_crash_ends_as_a_failure_that_is_shown(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    error: BaseException,
    dry_run: bool,
) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise error

    client = sign_in_client()
    upload(client, CATEGORY)
    run = ImportRun.objects.get()
    ImportRun.objects.update(dry_run=dry_run)
    monkeypatch.setattr(engine, "Plan", crash)
    with pytest.raises(type(error)):
        import_upload.func(run.pk)
    page = client.get(reverse("importing:progress", args=[run.pk])).content.decode()
    assert 'data-over="true"' in page and "The import has stopped:" in page
    assert escape(f"{type(error).__name__}: {error}") in page
    assert not is_held(run)


@pytest.mark.parametrize("address", ["importing:progress", "importing:inspect"])
def test_a_worker_that_is_gone_is_noticed(address: str) -> None:
    client = sign_in_client()
    upload(client, CATEGORY)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=RunState.RUNNING)
    assert (
        "The background worker stopped before the import was finished."
        in client.get(reverse(address, args=[run.pk])).content.decode()
    )
    run.refresh_from_db()
    assert (run.state, run.finished_at is None) == (RunState.FAILED, False)
    ImportRun.objects.update(state=RunState.RUNNING)
    assert "Failed" in client.get(reverse("importing:index")).content.decode()
    assert ImportRun.objects.get().state == RunState.FAILED


def test_everyone_reads_in_their_language_that_a_worker_is_gone() -> None:
    """The language of the first reader decides nothing for the others."""
    client = sign_in_client()
    upload(client, CATEGORY)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=RunState.RUNNING)
    address = reverse("importing:progress", args=[run.pk])
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    for language, text in (("de", "Der Hintergrundprozess"), ("en", "The background worker stopped"), ("de", "Der Hintergrundprozess")):  # fmt: skip
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        assert text in client.get(address).content.decode()
    run.refresh_from_db()
    assert run.message.startswith("The background worker stopped")


def test_an_upload_that_no_worker_takes_says_so() -> None:
    client = sign_in_client()
    upload(client, CATEGORY)
    run = ImportRun.objects.get()
    address = reverse("importing:progress", args=[run.pk])
    page = client.get(address).content.decode()
    assert "The file is waiting for the background worker." in page and "db_worker" not in page
    ImportRun.objects.update(created_at=run.created_at - timedelta(minutes=11))
    assert "check that manage.py db_worker is running" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "state", "told"),
    [
        ("x.csv", b"a\rb\r", RunState.FAILED, "has no columns"),
        ("x.csv", b'"a\n', RunState.FAILED, "is not CSV (unexpected end of data)"),
        ("x.tsv", b"sep=\t\n", RunState.FAILED, "is empty"),
        ("x.csv", b"name,summary\rone,Text.\n", RunState.FAILED, "has a CR outside quotes"),
        ("x.csv", b"\x00\x01\xff\xfe", RunState.FAILED, "UTF-8"),
        ("x.csv", b"a\x00b,c\n1,2\n", RunState.FAILED, "line 1: the column “a\\x00b” has a control character in its name"),
        ("x.csv", b"a,b\x1b\r1,2\r", RunState.FAILED, "line 1: the column “b\\x1b” has a control character in its name"),
        ("x.tsv", b"a\t\x7f\n", RunState.FAILED, "line 1: the column “\\x7f” has a control character in its name"),
        ("x.csv", b"sep=;\nname;n\xc2\x80\n", RunState.FAILED, "line 2: the column “n\\x80” has a control character"),
        ("x.csv", b"sep=\x00\na\x00b\n", RunState.FAILED, "line 1: names the control character “\\x00” as the separator"),
        ("x.csv", b'"sep=\x07"\na,b\n', RunState.FAILED, "line 1: names the control character “\\x07” as the separator"),
        ("x.csv", b"sep=\xff\na,b\n", RunState.FAILED, "line 1: is not UTF-8"),
        ("x.csv", b"sep=\r\na,b\r\n", RunState.FAILED, "line 1: names no character as the separator"),
        ("x.csv", b"sep=\na,b\n", RunState.FAILED, "line 1: names no character as the separator"),
        ("x.csv", b'sep="\na,b\n', RunState.FAILED, "line 1: names no character as the separator"),
        ("x.csv", b'"SEP="\ra,b\r', RunState.FAILED, "line 1: names no character as the separator"),
        ("x.ndjson", b"\xff\r\xfe\r", RunState.FINISHED, "is not UTF-8"),
        ("x.tsv", "\t".join(find_csv_importer().default_columns).encode() + b"\rone\tAcme\tAgents\r", RunState.FINISHED, "separated by tabs"),
    ],
)  # fmt: skip
def test_files_of_any_kind_end_with_an_answer(
    django_capture_on_commit_callbacks: Any, name: str, content: bytes, state: str, told: str
) -> None:
    client = sign_in_client()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("importing:new"), {"file": SimpleUploadedFile(name, content), "locale": "en"}
        )
    assert told in client.get(answer.url).content.decode()
    assert ImportRun.objects.get().state == state


@pytest.mark.parametrize("reason", ["NUL \0 in a text", "Half \ud800", "Plain."])
def test_a_run_with_an_option_that_cannot_be_stored_ends(reason: str) -> None:
    run = ImportRun.objects.create(file_name="x.csv", state=RunState.RUNNING, options={"format": "csv"})
    run.options = {"read_as": "NUL \0"}
    fail(run, reason)
    found = ImportRun.objects.get()
    assert (found.state, found.message, found.options) == (
        RunState.FAILED,
        escape_invisible(reason),
        {"format": "csv"},
    )
    assert found.finished_at is not None


@pytest.mark.parametrize("name", ["a\x00.csv", "a\x1b.ndjson", "a\udcff.csv"])
def test_how_a_file_is_read_is_told_in_characters_that_can_be_stored(name: str) -> None:
    columns = CsvSource(Path(name), Mapping.of(None, source="a"))
    columns.__dict__["dialect"] = Dialect(",", ("name",))
    for source in (columns, NdjsonSource(Path(name))):
        assert source.describe().startswith(f"{escape_invisible(name)}: ")


ROWS = (
    "name,publisher,category,summary,version,last_release,popularity\none,Acme,Agents,First.,1.0,2026-01,5\n"
)


def import_csv(client: Client, name: str, callbacks: Any, **fields: Any) -> ImportRun:
    """Upload a CSV file, start the import after the dry run, and return the import."""
    data = {"file": SimpleUploadedFile(name, ROWS.encode()), "locale": "en", **fields}
    with callbacks(execute=True):
        client.post(reverse("importing:new"), {**data, "create_missing": ["vendor", "category"]})
    with callbacks(execute=True):
        client.post(reverse("importing:start", args=[ImportRun.objects.latest("pk").pk]))
    return ImportRun.objects.latest("pk")


@pytest.mark.parametrize("name", ["my list.csv", "list (1).csv", "Größe.csv"])
def test_rows_are_known_by_the_name_of_the_uploaded_file(
    name: str, django_capture_on_commit_callbacks: Any
) -> None:
    import_csv(sign_in_client(), name, django_capture_on_commit_callbacks)
    assert Solution.objects.get().external_id == f"{Path(name).stem}:one"


def test_a_renamed_upload_is_warned_of_and_known_again_by_its_source(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = sign_in_client()
    import_csv(client, "list.csv", django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        data = {"file": SimpleUploadedFile("august.csv", ROWS.encode()), "locale": "en"}
        answer = client.post(reverse("importing:new"), data)
    page = client.get(answer.url).content.decode()
    assert "import it with the source “list”" in page
    run = import_csv(client, "august.csv", django_capture_on_commit_callbacks, source="list")
    assert (run.message, Solution.objects.get().external_id) == ("", "list:one")
