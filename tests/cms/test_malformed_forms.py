"""Forms of the admin without the counts and orders that a browser sends: 400, and nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.blocks import CharBlock
from wagtail.blocks.list_block import ListBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock, TypedTableBlock

from cms.compat import wagtail_blocks
from content_types.solutions.models import Solution
from tests.factories.content import make_category, make_site, make_solution
from tests.support.admin import find_errors, form_at, sign_in_client

pytestmark = pytest.mark.django_db
BODY = {
    "body-count": "2",
    "body-0-type": "heading", "body-0-order": "1", "body-0-deleted": "", "body-0-id": "",
    "body-0-value-text": "Second", "body-0-value-level": "h2", "body-0-value-anchor": "",
    "body-1-type": "faq", "body-1-order": "0", "body-1-deleted": "", "body-1-id": "",
    "body-1-value-title": "Questions", "body-1-value-items-count": "1",
    "body-1-value-items-0-order": "0", "body-1-value-items-0-deleted": "", "body-1-value-items-0-id": "",
    "body-1-value-items-0-value-question": "Why?",
    "body-1-value-items-0-value-answer": '{"blocks": [{"key": "a", "text": "So.", "type": "unstyled"}], "entityMap": {}}',
}  # fmt: skip
MALFORMED: list[tuple[str, str | None]] = [
    ("body-count", None), ("body-count", ""), ("body-count", "many"), ("body-count", "-1"), ("body-count", "2.0"),
    ("body-0-deleted", None), ("body-0-type", None), ("body-0-order", None), ("body-0-order", "first"),
    ("body-1-value-items-count", None), ("body-1-value-items-count", "x"), ("body-1-value-items-0-order", ""),
    ("body-1-value-items-0-deleted", None),
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    make_site()
    client = sign_in_client()
    client.raise_request_exception = False
    return client


@pytest.fixture
def address(client: Client) -> str:
    return reverse(
        "wagtailadmin_pages:edit", args=[make_solution("Tool", category=make_category("Agents")).pk]
    )


def form(client: Client, address: str) -> QueryDict:
    data = form_at(client, address, "page-edit-form", title="Changed")
    data.update({**BODY, "action-publish": "1"})
    return data


def send(client: Client, address: str, data: QueryDict, field: str, value: str | None) -> HttpResponse:
    """The form with one field changed, or (None) left out."""
    data.pop(field, None)
    if value is not None:
        data[field] = value
    return client.post(address, data)  # type: ignore[return-value]


def get_saved() -> tuple[Any, ...]:
    page = Solution.objects.get()
    return page.title, [block.block_type for block in page.body], page.revisions.count()


def test_a_whole_form_is_saved_in_the_order_it_gives(client: Client, address: str) -> None:
    assert client.post(address, form(client, address)).status_code == 302
    assert get_saved() == ("Changed", ["faq", "heading"], 1)


@pytest.mark.parametrize(("field", "value"), MALFORMED)
def test_blocks_without_their_counts_and_orders_are_rejected(
    client: Client, address: str, field: str, value: str | None
) -> None:
    answer = send(client, address, form(client, address), field, value)
    text = (
        f"The form is incomplete: “{field}” is missing or cannot be used. Reload the page and send it again."
    )
    assert (answer.status_code, answer.content.decode()) == (400, text)
    assert get_saved() == ("Tool", [], 0)


def test_two_blocks_in_one_place_are_rejected(client: Client, address: str) -> None:
    answer = send(client, address, form(client, address), "body-1-order", "1")
    assert answer.status_code == 400 and "“body-1-order”" in answer.content.decode()
    assert get_saved() == ("Tool", [], 0)


def test_a_preview_and_a_new_page_are_checked_too(client: Client, address: str) -> None:
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[Solution.objects.get().pk])
    assert send(client, preview, form(client, address), "body-count", None).status_code == 400
    parent = Solution.objects.get().get_parent().pk
    add = reverse("wagtailadmin_pages:add", args=["solutions", "solution", parent])
    data = form_at(client, add, "page-edit-form", title="New", slug="new")
    assert send(client, add, data, "body-count", None).status_code == 400
    assert Solution.objects.count() == 1


@pytest.mark.parametrize("name", ["TOTAL_FORMS", "INITIAL_FORMS"])
@pytest.mark.parametrize("value", [None, "", "many", "-1"])
def test_inline_rows_without_their_counts_are_rejected(
    client: Client, address: str, name: str, value: str | None
) -> None:
    data = form(client, address)
    prefix = next(key for key in data if key.endswith("-TOTAL_FORMS") and not key.startswith("comments"))
    answer = send(client, address, data, f"{prefix.removesuffix('TOTAL_FORMS')}{name}", value)
    assert answer.status_code == 400 or "ManagementForm data is missing" in find_errors(answer)
    assert get_saved() == ("Tool", [], 0)


def test_an_inline_row_without_its_id_is_rejected(client: Client, address: str) -> None:
    data = form(client, address)
    prefix = next(key for key in data if key.endswith("-TOTAL_FORMS") and not key.startswith("comments"))
    prefix = prefix.removesuffix("-TOTAL_FORMS")
    data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = "1"
    answer = client.post(address, data)
    assert (answer.status_code, f"“{prefix}-0-id”" in answer.content.decode()) == (400, True)
    assert get_saved() == ("Tool", [], 0)


def test_wagtail_alone_fails_over_them(client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseStreamBlock, "value_from_datadict", wagtail_blocks.stream_value)
    monkeypatch.setattr(ListBlock, "value_from_datadict", wagtail_blocks.list_value)
    emptied = send(client, address, form(client, address), "body-count", "-1").status_code
    failed = send(client, address, form(client, address), "body-count", "many").status_code
    needed = "cms/compat/wagtail_blocks.py is no longer needed"
    assert (emptied, failed >= 400, get_saved()[0]) == (302, True, "Changed"), needed


def test_wagtail_alone_empties_a_table_over_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseTypedTableBlock, "value_from_datadict", wagtail_blocks.table_value)
    table = TypedTableBlock([("text", CharBlock())])
    form = {"t-caption": "", "t-column-count": "-1", "t-row-count": "-1"}
    needed = "cms/compat/wagtail_blocks.py is no longer needed"
    assert table.value_from_datadict(form, {}, "t").columns == [], needed
