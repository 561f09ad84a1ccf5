"""The table block in a browser: a grid that is filled by keyboard, and from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from content_types.solutions.models import Solution
from tests.e2e.admin import Admin, PageForm
from tests.e2e.conftest import Complaints, SignIn
from tests.factories.content import make_solution, make_user

pytestmark = [pytest.mark.browser, pytest.mark.alone]
ROWS = [
    ["Plan", "People", "Documents", "Support", "Price"],
    ["Free", "1", "50", "forum", "0 €"],
    ["Team", "10", "5,000", "e-mail", "20 €"],
    ["House", "any", "any", "telephone", "on request"],
]


@pytest.fixture
def editor(sign_in: SignIn, complaints: Complaints) -> Admin:
    editor = sign_in(make_user("edith", groups=("Editor",)))
    complaints.listen(editor.page)
    return editor


def open_table(editor: Admin, page: Solution) -> tuple[PageForm, Locator]:
    """The form of a page, and a new table in its body."""
    editor.page.goto(f"{editor.address}/admin/pages/{page.pk}/edit/")
    form = PageForm(editor.page)
    form.tab("Description")
    return form, form._add_block("Table")


def read_table(page: Solution) -> dict[str, object]:
    page.refresh_from_db()
    [block] = page.get_latest_revision_as_object().body
    return block.block.get_api_representation(block.value)


def test_a_table_of_four_rows_and_five_columns_is_written_by_keyboard(
    editor: Admin, complaints: Complaints, take_picture: Callable[[Page, str], None]
) -> None:
    page = make_solution("Kite")
    form, table = open_table(editor, page)
    keyboard = editor.page.keyboard
    table.get_by_label("Caption").fill("Plans")
    for _column in range(3):
        table.get_by_role("button", name="Add column").focus()
        keyboard.press("Enter")
    for column, cells in enumerate(zip(*ROWS, strict=True), 1):
        table.get_by_role("textbox", name=f"Heading of column {column}").focus()
        for place, cell in enumerate(cells):
            if place:
                keyboard.press("Enter")  # one row down; the last one adds a row
            keyboard.type(cell)
    expect(table.get_by_role("textbox", name="Row 3, Price")).to_have_value("on request")
    keyboard.press("ArrowUp")
    expect(table.get_by_role("textbox", name="Row 2, Price")).to_be_focused()
    take_picture(editor.page, "admin-table")
    form.publish()
    assert read_table(page) == {"caption": "Plans", "first_row_is_header": True, "rows": ROWS}
    assert complaints == []


def test_cells_of_a_spreadsheet_are_pasted_into_the_grid(editor: Admin) -> None:
    page = make_solution("Kite")
    form, table = open_table(editor, page)
    table.get_by_role("textbox", name="Heading of column 1").evaluate(
        """(input, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        "\r\n".join("\t".join(row) for row in ROWS) + "\r\n",
    )
    form.publish()
    assert read_table(page) == {"caption": "", "first_row_is_header": True, "rows": ROWS}


def test_an_error_stands_at_its_cell_and_the_rest_is_kept(editor: Admin) -> None:
    page = make_solution("Kite")
    form, table = open_table(editor, page)
    table.get_by_role("textbox", name="Heading of column 1").fill("Plan")
    cell = table.get_by_role("textbox", name="Row 2, column 2")
    cell.evaluate("input => input.removeAttribute('maxlength')")
    cell.fill("x" * 501)
    form.publish()
    form.tab("Description")
    cell = editor.page.locator(".typed-table-block td").filter(has_text="at most 500 characters")
    expect(cell.get_by_role("textbox")).to_have_value("x" * 501)
    expect(editor.page.get_by_role("textbox", name="Heading of column 1")).to_have_value("Plan")
    page.refresh_from_db()
    assert len(page.body) == 0
