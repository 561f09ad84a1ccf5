"""Listings of pages as spreadsheets: every row and column, at a cost in statements that does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.factories.content import (
    make_category,
    make_collection,
    make_event,
    make_site,
    make_solution,
    make_vendor,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db

KINDS: list[tuple[str, Callable[[str], Any], str]] = [
    (
        "solutions",
        lambda name: make_solution(
            name, vendor=make_vendor(f"V {name}"), category=make_category(f"C {name}"), summary="S"
        ),
        "{name},{slug},V {name},C {name},",
    ),
    ("events", lambda name: make_event(name, organiser=make_vendor(f"V {name}")), ",Town hall,V {name},"),
    ("collection-pages", lambda name: make_collection(name), "{name},{slug},"),
]


def download_export(client: Client, address: str) -> tuple[bytes, int]:
    """The file, and how many statements it cost until its last byte."""
    with CaptureQueriesContext(connection) as captured:
        file = b"".join(client.get(address))
    return file, len(captured)


@pytest.mark.parametrize(("listing", "make", "line"), KINDS, ids=[name for name, _, _ in KINDS])
def test_an_export_costs_the_same_for_3_and_for_9_rows(
    listing: str, make: Callable[[str], Any], line: str
) -> None:
    make_site()
    client = sign_in_client("Editor")
    costs = []
    for first, last in ((0, 3), (3, 9)):
        for number in range(first, last):
            make(f"Row {number}")
        client.get(f"/admin/{listing}/?export=csv")
        csv, by_line = download_export(client, f"/admin/{listing}/?export=csv")
        xlsx, at_once = download_export(client, f"/admin/{listing}/?export=xlsx")
        costs.append((by_line, at_once))
        lines = csv.decode().splitlines()
        assert len(lines) == load_workbook(BytesIO(xlsx)).active.max_row == last + 1
        assert any(line.format(name="Row 2", slug="row-2") in each for each in lines)
    assert costs[0] == costs[1]


def test_an_export_begins_before_its_last_row_is_read(editor: Client) -> None:
    """A site with twenty thousand solutions answers at once, and holds few of them in memory."""
    for number in range(3):
        make_solution(f"Row {number}")
    answer = editor.get("/admin/solutions/?export=csv")
    with CaptureQueriesContext(connection) as captured:
        assert len(b"".join(answer).splitlines()) == 4
    assert sum("solutions_solution" in each["sql"] for each in captured.captured_queries) == 1


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def test_nobody_else_exports(editor: Client) -> None:
    assert Client().get("/admin/solutions/?export=csv").status_code == 302
    assert sign_in_client("Moderator").get("/admin/solutions/?export=csv").status_code in (302, 403)
