"""Solutions in the admin: the listing, its filters, and the messages of the form."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Filter

from cms.media.models import Image, image_presets
from content_types.solutions.models import Solution, SolutionIndex
from content_types.solutions.parts import AttributeValue, PricingPlan
from content_types.taxonomy.models import AttributeDefinition, Category
from tests.factories.content import (
    index_page,
    make_category,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
LISTING = "/admin/solutions/"
FORM = "page-edit-form"


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def send(client: Client, page: Solution, action: str = "action-publish", **changes: Any) -> HttpResponse:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, form_at(client, address, FORM, **changes, **{action: "1"}))


def plan(**fields: Any) -> dict[str, Any]:
    """The form's fields of one new row of the price list."""
    row = {"name": "Plus", "price": "", "currency": "USD", "period": "month", "ORDER": "1", **fields}
    return {
        "pricing_plans-TOTAL_FORMS": "1",
        **{f"pricing_plans-0-{name}": value for name, value in row.items()},
    }


def attribute(definition: AttributeDefinition, value: str) -> dict[str, Any]:
    row = {"definition": definition.pk, "value": value, "ORDER": "1"}
    return {
        "attribute_values-TOTAL_FORMS": "1",
        **{f"attribute_values-0-{name}": given for name, given in row.items()},
    }


def test_a_new_solution_is_published_with_its_parts(editor: Client) -> None:
    category, vendor = make_category("Models"), make_vendor("Northwind")
    context = AttributeDefinition.objects.create(
        category=category, key="context", name="Context", type="number"
    )
    address = reverse("wagtailadmin_pages:add", args=["solutions", "solution", index_page(SolutionIndex).pk])
    fields = {
        "title": "Atlas",
        "slug": "atlas",
        "summary": "A model.",
        "category": category.pk,
        "vendor": vendor.pk,
    }
    sent = {**fields, "action-publish": "1", **plan(price="20.00"), **attribute(context, "128000")}
    response = editor.post(address, form_at(editor, address, FORM, **sent))
    assert response.status_code == 302, find_errors(response)
    atlas = Solution.objects.get(live=True)
    assert list(atlas.categories.all()) == [category]
    assert [(row.name, str(row.price)) for row in atlas.pricing_plans.all()] == [("Plus", "20.00")]
    assert [(row.value, row.number) for row in atlas.attribute_values.all()] == [("128000", 128000)]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "This field is required"),
        ({"summary": ""}, "This field is required"),
        ({"category": ""}, "This field is required"),
        ({"website": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"canonical_url": "ftp://example.com/"}, "begins with http"),
        ({"launched_on": "yesterday"}, "valid date"),
        (plan(price="5", is_free="on"), "A free tier costs nothing"),
        (plan(price="-1"), "greater than or equal to 0"),
        (plan(currency="dollar"), "3 characters"),
        (plan(price="5") | {"pricing_model": "free"}, "A plan has a price"),
    ],
)
def test_what_cannot_be_published_is_said_at_its_field(
    editor: Client, changes: dict[str, str], message: str
) -> None:
    page = make_solution("Atlas", website="https://example.com/")
    response = send(editor, page, **changes)
    assert message in find_errors(response)
    page.refresh_from_db()
    assert (page.title, page.website, PricingPlan.objects.count()) == ("Atlas", "https://example.com/", 0)
    assert page.latest_revision is None


def test_a_plan_and_its_price_may_leave_together(editor: Client) -> None:
    page = make_solution("Atlas", pricing_model="subscription")
    row = PricingPlan.objects.create(page=page, name="Plus", price="20.00")
    response = send(
        editor, page, **{"pricing_model": "free", "pricing_plans-0-id": row.pk, "pricing_plans-0-DELETE": "1"}
    )
    assert response.status_code == 302, find_errors(response)
    assert Solution.objects.get().pricing_model == "free"


def test_only_attributes_of_the_category_or_above_it_are_taken(editor: Client) -> None:
    top = make_category("Models")
    below, other = make_category("Chat", parent=top), make_category("Search")
    above = AttributeDefinition.objects.create(category=top, key="context", name="Context", type="number")
    foreign = AttributeDefinition.objects.create(category=other, key="index", name="Index")
    page = make_solution("Atlas", category=Category.objects.get(pk=below.pk))
    assert "Index belongs to “Search”" in find_errors(send(editor, page, **attribute(foreign, "HNSW")))
    assert "is not a number" in find_errors(send(editor, page, **attribute(above, "large")))
    assert send(editor, page, **attribute(above, "8000")).status_code == 302


def test_a_draft_may_lack_what_a_published_profile_needs(editor: Client) -> None:
    page = make_solution("Atlas")
    assert send(editor, page, action="action-save", summary="").status_code == 302
    assert page.latest_revision is None or page.get_latest_revision().content["summary"] == ""


def fill() -> dict[str, Any]:
    top, now = make_category("Models"), datetime.now(UTC)
    chat, search = make_category("Chat", parent=top), make_category("Search")
    aurora = make_vendor("Aurora")
    make_solution("Open", category=top, vendor=aurora, is_open_source=True, verified_at=now)
    make_solution("Talk", category=chat, pricing_model="free", verified_at=now - timedelta(days=100))
    make_solution("Find", category=search, status="beta", live=False)
    return {"top": top.pk, "search": search.pk, "aurora": aurora.pk}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Open", "Talk", "Find"]),
        ("?category={top}", ["Open", "Talk"]),
        ("?category={search}", ["Find"]),
        ("?vendor={aurora}", ["Open"]),
        ("?status=beta", ["Find"]),
        ("?pricing_model=free", ["Talk"]),
        ("?is_open_source=true", ["Open"]),
        ("?live=false", ["Find"]),
        ("?checked=due", ["Talk", "Find"]),
        ("?checked=never", ["Find"]),
        ("?checked=recent", ["Open"]),
        ("?q=auro", ["Open"]),
        ("?q=a&category={top}&checked=due", ["Talk"]),
        ("?ordering=-verified_at", ["Open", "Talk", "Find"]),
        ("?ordering=verified_at", ["Find", "Talk", "Open"]),
        ("?ordering=vendor__name&q=open", ["Open"]),
    ],
)
def test_the_listing_filters_searches_and_orders(editor: Client, query: str, shown: list[str]) -> None:
    keys = fill()
    response = editor.get(LISTING + query.format(**keys))
    assert [title.split()[0] for title in rows_in(response)] == shown


def test_the_listing_is_exported(editor: Client) -> None:
    fill()
    lines = b"".join(editor.get(f"{LISTING}?export=csv")).decode().splitlines()
    assert len(lines) == 4
    assert "Aurora" in lines[1]
    assert editor.get(f"{LISTING}?export=xlsx").status_code == 200


def test_the_listing_costs_the_same_for_5_and_for_50_rows(editor: Client) -> None:
    vendor = make_vendor()
    logo = Image.objects.bulk_create([Image(title="Logo", file="images/logo.png", width=40, height=40)])[0]
    size = {"width": 40, "height": 40, "file": "images/thumb.webp"}
    spec = Filter(image_presets()["thumb"])
    logo.renditions.create(filter_spec=spec.spec, focal_point_key=spec.get_cache_key(logo), **size)

    def add(rows: int) -> None:
        for _ in range(rows):
            make_solution(vendor=vendor, logo=logo, verified_at=datetime.now(UTC))

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(LISTING).status_code == 200
        return len(captured)

    add(5)
    statements()
    few = statements()
    add(45)
    assert statements() == few


def test_a_member_edits_and_submits_but_cannot_publish_or_reassign() -> None:
    make_site()
    member, vendor = make_user(groups=("Vendor",)), make_vendor("Ours")
    vendor.members.add(member)
    vendor.save()
    page, client = (
        make_solution("Own", vendor=vendor, launched_on=date(2020, 1, 1)),
        sign_in_client(user=member),
    )
    make_solution("Other", vendor=make_vendor("Theirs"))
    assert [row.split()[0] for row in rows_in(client.get(LISTING))] == ["Own"]
    sent = {"title": "Ours now", "vendor": "", "verified_at": "2026-01-01 00:00", "external_id": "taken"}
    send(client, page, **sent)
    stored = Solution.objects.get(pk=page.pk)
    assert (stored.title, stored.vendor, stored.external_id) == ("Own", vendor, None)
    response = send(client, page, action="action-submit", title="Submitted")
    assert response.status_code == 302
    stored = Solution.objects.get(pk=page.pk)
    draft = stored.get_latest_revision_as_object()
    assert (stored.title, draft.title, draft.vendor, draft.verified_at) == ("Own", "Submitted", vendor, None)
    assert stored.workflow_in_progress


@pytest.fixture
def chat() -> Solution:
    make_site()
    return make_solution("ChatGPT", vendor=make_vendor("OpenAI"), website="https://www.openai.com/chatgpt")


@pytest.mark.parametrize("action", ["action-publish", "action-draft"])
@pytest.mark.parametrize(
    ("title", "vendor", "website", "named"),
    [
        ("chat gpt", "", "", True),
        ("ChàtGPT", "openai", "", True),
        ("ChatGPT Inc.", "", "https://openai.com/", True),
        ("ChatGPT", "Other", "https://other.example/", False),
        ("ChatGPT 2", "openai", "", False),
    ],
)
def test_a_likely_duplicate_is_named_with_a_link_and_can_be_published(
    chat: Solution, action: str, title: str, vendor: str, website: str, named: bool
) -> None:
    editor, category = sign_in_client("Editor"), make_category("Models")
    maker = chat.vendor if vendor == "openai" else make_vendor(vendor) if vendor else None
    address = reverse("wagtailadmin_pages:add", args=["solutions", "solution", index_page(SolutionIndex).pk])
    sent = {
        "title": title, "slug": "new", "summary": "A model.", "category": category.pk, "website": website,
        "vendor": maker.pk if maker else "", action: "1",
    }  # fmt: skip
    page = editor.post(address, form_at(editor, address, FORM, **sent), follow=True).content.decode()
    made = Solution.objects.get(slug="new")
    assert made.live is (action == "action-publish")
    warning = f"“{title}” may be on the site already: “ChatGPT” (OpenAI)."
    link = f'href="{reverse("wagtailadmin_pages:edit", args=[chat.pk])}" class="button button-small button-secondary"'
    assert (page.count(warning), link in page) == ((1, True) if named else (0, False))


def test_the_list_starts_with_what_was_edited_last(editor: Client) -> None:
    for title in ("Atlas", "Beta", "Coral"):
        make_solution(title).save_revision()
    Solution.objects.get(title="Beta").save_revision()
    page, by_title = editor.get(LISTING), editor.get(LISTING + "?ordering=title")
    assert [row.split()[0] for row in rows_in(page)] == ["Beta", "Coral", "Atlas"]
    assert "Updated" in page.content.decode()
    assert [row.split()[0] for row in rows_in(by_title)] == ["Atlas", "Beta", "Coral"]


def offered_attributes(client: Client, address: str) -> list[list[str]]:
    """The attributes that each row of the form offers; the last row is the empty one."""
    text = client.get(address).content.decode()
    page = BeautifulSoup(
        text + "".join(re.findall(r"<template[^>]*>(.*?)</template>", text, re.DOTALL)), "html.parser"
    )
    rows = {str(each["name"]): each for each in page.select("select[data-attributes]")}
    return [[option.get_text() for option in row.select("optgroup option")] for row in rows.values()]


def test_a_row_offers_the_attributes_of_the_category_and_of_those_above_it(editor: Client) -> None:
    top = make_category("Models")
    chat, other = make_category("Chat", parent=top), make_category("Search")
    kinds = [
        (top, "Context"),
        (chat, "Voice"),
        (other, "Index"),
        (make_category("Sub", parent=chat), "Depth"),
    ]
    made = {
        name: AttributeDefinition.objects.create(category=category, key=name.lower(), name=name)
        for category, name in kinds
    }
    page = make_solution("Atlas", category=chat)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert all(row == ["Context", "Voice"] for row in offered_attributes(editor, address))
    page.attribute_values.add(AttributeValue(definition=made["Index"], value="HNSW"))
    page.save_revision()
    assert ["Context", "Voice", "Index"] in offered_attributes(
        editor, address
    )  # what is chosen stays to be removed


def test_the_attributes_of_a_form_cost_the_same_for_any_number_of_rows(editor: Client) -> None:
    page = make_solution("Atlas", category=make_category("Models"))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    def count(rows: int) -> int:
        for number in range(rows):
            key = f"k{rows}-{number}"
            row = AttributeDefinition.objects.create(category=page.category, key=key, name=key)
            page.attribute_values.add(AttributeValue(definition=row, value="x"))
        page.save()
        with CaptureQueriesContext(connection) as captured:
            editor.get(address)
        return sum('FROM "taxonomy_attributedefinition"' in each["sql"] for each in captured)

    editor.get(address)
    assert count(1) == count(8)
