"""Vendors in the admin: the form, its members, and the listing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content_types.vendors.models import Vendor
from tests.factories.content import make_site, make_solution, make_user, make_vendor
from tests.support.admin import find_errors, form_at, rows_in, sign_in_client

pytestmark = pytest.mark.django_db
FORM = "w-editor-form"


def page(view: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_vendors_vendor:{view}", args=args)


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def test_a_vendor_is_published_with_its_members(editor: Client) -> None:
    person = make_user("ada")
    member = {"members-count": "1", "members-0-order": "0", "members-0-deleted": "", "members-0-id": ""}
    sent = {
        "name": "Northwind",
        "slug": "northwind",
        "action-publish": "1",
        **member,
        "members-0-value": person.pk,
    }
    response = editor.post(page("add"), form_at(editor, page("add"), FORM, **sent))
    assert response.status_code == 302, find_errors(response)
    vendor = Vendor.objects.get(live=True)
    assert list(vendor.members.all()) == [person]
    assert "ada" in editor.get(page("edit", vendor.pk)).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "This field is required"),
        ({"website": "ftp://example.com/"}, "begins with http"),
        ({"founded": "1200"}, "greater than or equal to 1800"),
        ({"slug": "taken"}, "already exists"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(editor: Client, changes: dict[str, str], message: str) -> None:
    make_vendor("Taken")
    vendor = make_vendor("Northwind")
    address = page("edit", vendor.pk)
    response = editor.post(address, form_at(editor, address, FORM, **changes, **{"action-publish": "1"}))
    assert message in find_errors(response)
    assert Vendor.objects.get(pk=vendor.pk).name == "Northwind"


def test_the_listing_counts_filters_and_exports(editor: Client) -> None:
    aurora = make_vendor("Aurora", country="DE")
    make_vendor("Beacon", country="US", live=False)
    make_solution(vendor=aurora)
    assert rows_in(editor.get(page("list"))) == ["Aurora", "Beacon"]
    assert rows_in(editor.get(page("list") + "?country=DE")) == ["Aurora"]
    assert rows_in(editor.get(page("list") + "?live=false")) == ["Beacon"]
    export = b"".join(editor.get(page("list") + "?export=csv")).decode().splitlines()
    assert export[1] == "Aurora,aurora,,DE,,,True,1"


def test_the_list_of_accounts_is_for_editors_only(editor: Client) -> None:
    make_user("reader-of-secrets")
    chooser = reverse("person_chooser:choose_results") + "?q=secrets"
    assert "reader-of-secrets" in editor.get(chooser).content.decode()
    refused = sign_in_client("Vendor").get(chooser)
    assert refused.status_code == 302
    assert b"reader-of-secrets" not in refused.content


def test_a_vendor_is_created_in_the_window_of_its_chooser(editor: Client) -> None:
    """An address without a scheme means https, as in the form of a vendor."""
    window = editor.get(reverse("wagtailsnippetchoosers_vendors_vendor:choose"))
    assert window.status_code == 200 and "New vendor" in window.json()["html"]
    sent = {"name": "Acme", "slug": "", "website": "acme.example"}
    answer = editor.post(reverse("wagtailsnippetchoosers_vendors_vendor:create"), sent)
    assert answer.json()["step"] == "chosen", answer.content.decode()
    assert Vendor.objects.get(name="Acme").website == "https://acme.example"
