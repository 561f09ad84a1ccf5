"""The grid that edits a table: what is stored stays what it was, drafts can be opened, errors stand at their cells."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cms.compat.wagtail_blocks import MalformedForm
from content_types.blocks.body import BodyBlock
from content_types.solutions.models import Solution
from tests.factories.content import make_category, make_site, make_solution
from tests.support.admin import form_at, sign_in_client

TABLE = BodyBlock().child_blocks["table"]


def make_table(rows: list[list[str]], caption: str = "", header: bool = True) -> dict[str, Any]:
    return {"caption": caption, "first_row_is_header": header, "rows": rows}


def make_form(state: dict[str, Any], prefix: str = "table") -> dict[str, str]:
    """What a browser sends for a grid in this state."""
    columns, rows = state["columns"], state["rows"]
    form = {
        "caption": state["caption"], "column-count": str(len(columns)), "row-count": str(len(rows)),
    }  # fmt: skip
    for number, column in enumerate(columns):
        form |= {f"column-{number}-{key}": value for key, value in column.items()}
        form |= {f"column-{number}-order": str(number), f"column-{number}-deleted": ""}
    for place, row in enumerate(rows):
        form |= {f"row-{place}-order": str(place), f"row-{place}-deleted": ""}
        form |= {f"cell-{place}-{number}": value for number, value in enumerate(row["values"])}
    return {f"{prefix}-{key}": value for key, value in form.items()}


def save_form(form: dict[str, str], prefix: str = "table") -> Any:
    return TABLE.get_prep_value(TABLE.value_from_datadict(form, {}, prefix))


def strip_ids(value: Any) -> Any:
    """A stored table without the ids that Wagtail gives to list items."""
    return TABLE.get_api_representation(TABLE.to_python(value))


@pytest.mark.parametrize(
    "table",
    [
        make_table([["Plan", "Price"], ["Free", "0 €"], ["Team", "20 €"]], "Plans"),
        make_table([["a", "b", "c"], ["1", "", "3"]], header=False),
        make_table([["Only a heading"]]),
        make_table([["Plan", ""], ["Free", "<b> & “x”"]], "Ünï"),
        make_table([[str(n) for n in range(12)] for _ in range(100)]),
    ],
)
def test_a_stored_table_leaves_the_form_as_it_was(table: dict[str, Any]) -> None:
    state = TABLE.get_form_state(TABLE.to_python(table))
    assert strip_ids(save_form(make_form(state))) == table


def test_a_table_stored_with_ids_of_items_leaves_the_form_as_it_was() -> None:
    stored = TABLE.get_prep_value(TABLE.to_python(make_table([["a", "b"], ["1", "2"]])))
    assert isinstance(stored["rows"][0], dict)
    state = TABLE.get_form_state(TABLE.to_python(stored))
    assert strip_ids(save_form(make_form(state))) == strip_ids(stored)


@pytest.mark.parametrize(
    ("rows", "headings", "cells"),
    [
        ([], ["", ""], [["", ""], ["", ""]]),
        ([[""]], ["", ""], [["", ""], ["", ""]]),
        ([["a", "b"], ["1"]], ["a", "b"], [["1", ""]]),
        ([["a"], ["1", "2", "3"]], ["a", "", ""], [["1", "2", "3"]]),
    ],
)
def test_an_empty_or_uneven_draft_is_shown_as_a_grid(
    rows: list[list[str]], headings: list[str], cells: list[list[str]]
) -> None:
    state = TABLE.get_form_state(TABLE.to_python(make_table(rows)))
    assert [column["heading"] for column in state["columns"]] == headings
    assert [row["values"] for row in state["rows"]] == cells


def test_rows_and_columns_are_stored_in_their_order_without_deleted_ones() -> None:
    state = TABLE.get_form_state(
        TABLE.to_python(make_table([["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]))
    )
    form = make_form(state) | {
        "table-column-0-order": "2", "table-column-2-order": "0", "table-column-1-deleted": "1",
        "table-row-0-order": "1", "table-row-1-order": "0",
    }  # fmt: skip
    assert strip_ids(save_form(form)) == make_table([["c", "a"], ["6", "4"], ["3", "1"]])


@pytest.mark.parametrize(
    ("table", "messages", "cells"),
    [
        (make_table([["a"], ["x" * 501]]), [], {0: {0}}),
        (make_table([["1", "2"], ["3", "x" * 501]], header=False), [], {1: {1}}),
        (
            make_table([["a", "x" * 501], ["1", "2"]]),
            ["Heading of column 2: Ensure this value has at most 500"],
            {},
        ),
        (make_table([["a"]], "c" * 256), ["Caption: Ensure this value has at most 255"], {}),
        (make_table([["a"] * 13, ["1"] * 13]), ["The maximum number of items is 12"] * 2, {0: set()}),
        (make_table([["a"]] * 101), ["The maximum number of items is 100"], {}),
    ],
)
def test_errors_stand_at_their_cells(
    table: dict[str, Any], messages: list[str], cells: dict[int, set[int]]
) -> None:
    with pytest.raises(ValidationError) as raised:
        TABLE.clean(TABLE.to_python(table))
    shown = raised.value.as_json_data()
    found = shown.get("messages", [])
    assert [text.startswith(start) for text, start in zip(found, messages, strict=True)] == [True] * len(
        messages
    )
    assert {row: set(errors) for row, errors in shown.get("blockErrors", {}).items()} == cells


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("caption", None), ("column-count", None), ("column-count", "-1"), ("row-count", "x"),
        ("column-0-type", "script"), ("column-1-order", "0"), ("row-0-order", ""), ("column-0-heading", None),
    ],
)  # fmt: skip
def test_an_incomplete_form_is_rejected_by_the_name_of_its_field(field: str, value: str | None) -> None:
    form = make_form(TABLE.get_form_state(TABLE.to_python(make_table([["a", "b"], ["1", "2"]]))))
    form.pop(f"table-{field}")
    if value is not None:
        form[f"table-{field}"] = value
    with pytest.raises(MalformedForm, match=f"^table-{field}$"):
        save_form(form)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "status", "rows"), [("9", 302, [["a", "b"], ["9", "2"]]), ("x" * 501, 200, None)]
)
def test_a_page_is_published_with_the_table_of_its_form(cell: str, status: int, rows: Any) -> None:
    make_site()
    client = sign_in_client()
    old = make_table([["a", "b"], ["1", "2"]], "Old")
    page = make_solution("Tool", category=make_category("Agents"), body=[("table", old)])
    send_table(client, page, make_table([["a", "b"], [cell, "2"]], "New"), status)
    saved = Solution.objects.get().body[0].value
    expected = make_table(rows, "New") if rows else old
    assert TABLE.get_api_representation(saved) == expected


def send_table(client: Client, page: Solution, table: dict[str, Any], status: int) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data: QueryDict = form_at(client, address, "page-edit-form")
    block = {"count": "1", "0-type": "table", "0-order": "0", "0-deleted": "", "0-id": ""}
    state = TABLE.get_form_state(TABLE.to_python(table))
    data.update({f"body-{key}": value for key, value in block.items()} | make_form(state, "body-0-value"))
    data["action-publish"] = "1"
    assert client.post(address, data).status_code == status
