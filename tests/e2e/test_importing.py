"""Importing a file in a browser: its page follows the run, and offers the next step by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Page, expect

from cms.exchange.models import ImportRun, RunState
from cms.exchange.runs.locks import hold_run
from cms.exchange.runs.shared_progress import share_progress
from cms.exchange.runs.tasks import import_upload
from content_types.solutions.models import Solution
from tests.e2e.admin import Admin
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_user
from tests.support.importing import CATEGORY, solution

pytestmark = [pytest.mark.browser, pytest.mark.alone]
MARK = "window.notReloaded = true"


@pytest.fixture
def admin(sign_in: SignIn, complaints: Complaints, settings: Any) -> Admin:
    """Uploads wait for a worker, which the test is."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    person = sign_in(make_user("root", is_superuser=True, is_staff=True))
    complaints.listen(person.page)
    return person


def upload(admin: Admin, *records: dict[str, Any]) -> ImportRun:
    admin.page.goto(f"{admin.address}/admin/imports/new/")
    content = "\n".join(map(json.dumps, records)).encode()
    file = {"name": "records.ndjson", "mimeType": "application/x-ndjson", "buffer": content}
    admin.page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    admin.page.get_by_role("button", name="Check the file").click()
    expect(admin.page.get_by_role("main")).to_contain_text("The file is waiting for the background worker.")
    admin.page.evaluate(MARK)
    return ImportRun.objects.latest("pk")


def expect_announcement(page: Page, text: str) -> None:
    """Expect what a screen reader reads out, on a page that was not loaded again."""
    expect(page.locator("#import-status[aria-live=polite]")).to_have_text(text)
    assert page.evaluate("window.notReloaded") is True


def test_a_file_is_checked_and_imported_without_a_reload(
    admin: Admin, complaints: Complaints, take_picture: Callable[[Page, str], None]
) -> None:
    run, main = upload(admin, CATEGORY, solution("a")), admin.page.get_by_role("main")
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, total=4)
    run.refresh_from_db()
    with hold_run(run):
        run.created = 1
        share_progress(run)
        expect(main.get_by_role("progressbar")).to_have_attribute("value", "25")
        expect_announcement(admin.page, "The file is being checked.")
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.WAITING, total=0)
    import_upload.func(run.pk)
    button = main.get_by_role("button", name="Import now")
    expect(button).to_be_visible()
    expect_announcement(
        admin.page,
        "This was a dry run: nothing has changed yet. Look at the result, then choose Import now.",
    )
    take_picture(admin.page, "admin-import")
    assert not Solution.objects.exists()
    button.click()
    expect(main).to_contain_text("The file is waiting for the background worker.")
    admin.page.evaluate(MARK)
    import_upload.func(ImportRun.objects.latest("pk").pk)
    expect_announcement(admin.page, "The import is finished.")
    expect(button).to_have_count(0)
    assert Solution.objects.get().slug == "a"
    assert complaints == []


def reject_all(run: ImportRun) -> str:
    import_upload.func(run.pk)
    return "This was a dry run: nothing has changed yet."


def lose_worker(run: ImportRun) -> str:
    """It died too often for its task to be queued again."""
    DBTaskResult.objects.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    return (
        "The import has stopped: The background worker stopped before the import was finished. "
        "Upload the file again: imported rows are kept."
    )


def lose_file(run: ImportRun) -> str:
    run.upload.storage.delete(run.upload.name)
    import_upload.func(run.pk)
    run.refresh_from_db()
    return f"The import has stopped: {run.message}"


@pytest.mark.parametrize("end", [reject_all, lose_worker, lose_file])
def test_an_end_without_a_next_step_is_read_out(
    admin: Admin, complaints: Complaints, end: Callable[[ImportRun], str]
) -> None:
    run = upload(admin, solution("=a"))
    expect_announcement(admin.page, "")
    expected = end(run)
    expect_announcement(admin.page, expected)
    expect(admin.page.get_by_role("button", name="Import now")).to_have_count(0)
    expect(admin.page.locator("import-progress progress")).to_have_count(0)
    assert complaints == []
