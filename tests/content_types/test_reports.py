"""Reports of what should be corrected: each lists what the person may edit, and leads there."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from content_types.solutions.duplicates import COMPARED, find_all_duplicates
from content_types.solutions.models import Solution, SolutionIndex
from tests.factories.content import (
    index_page,
    make_image,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
REPORTS = "/admin/reports/"
PICTURES, TRANSLATIONS = f"{REPORTS}undescribed-pictures/", f"{REPORTS}missing-translations/"
STALE, SOLUTIONS = f"{REPORTS}profiles-to-check/", f"{REPORTS}duplicate-solutions/"
VENDORS = f"{REPORTS}duplicate-vendors/"
ALL = (PICTURES, TRANSLATIONS, STALE, SOLUTIONS, VENDORS)


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def read(client: Client, address: str) -> dict[str, str]:
    """Titles of the rows, with the text of each row."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {
        row.select("td.title")[0].get_text(" ", strip=True): row.get_text(" ", strip=True)
        for row in page.select("#listing-results table tbody tr")
    }


def links(client: Client, address: str) -> list[str]:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [str(each["href"]) for each in page.select("#listing-results table tbody a")]


def export(client: Client, address: str) -> list[list[str]]:
    response = client.get(f"{address}?export=csv")
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_pictures_without_alternative_text(editor: Client) -> None:
    bare, described = make_image("Bare"), make_image("Described")
    described.description = "A harbour at night."
    described.save()
    assert set(read(editor, PICTURES)) == {"Bare"}
    assert reverse("wagtailimages:edit", args=[bare.pk]) in links(editor, PICTURES)
    make_solution("Atlas", logo=bare)
    make_image("Unused")
    assert set(read(editor, f"{PICTURES}?is_used=true")) == {"Bare"}
    assert set(read(editor, f"{PICTURES}?q=unus")) == {"Unused"}


@pytest.fixture
def german(editor: Client) -> Any:
    make_language("de")
    return index_page(SolutionIndex).get_translation(Locale.objects.get(language_code="de"))


def test_pages_that_are_missing_in_a_language(editor: Client, german: Any) -> None:
    whole, missing = make_solution("Whole"), make_solution("Missing")
    copy = whole.copy_for_translation(german.locale)
    copy.save_revision().publish()
    make_solution("Nur deutsch", under=german)
    make_solution("Draft", live=False)
    alias = make_solution("Aliased")
    alias.copy_for_translation(german.locale, alias=True)
    rows = read(editor, TRANSLATIONS)
    assert set(rows) >= {"Missing", "Nur deutsch", "Aliased"} and not {"Whole", "Draft"} & set(rows)
    assert "English Deutsch" in rows["Missing"] and "Deutsch English" in rows["Nur deutsch"]
    assert reverse("simple_translation:submit_page_translation", args=[missing.pk]) in links(
        editor, TRANSLATIONS
    )
    filtered = read(editor, f"{TRANSLATIONS}?missing={german.locale_id}")
    assert "Missing" in filtered and "Nur deutsch" not in filtered


def test_with_one_language_no_translation_is_missing(editor: Client) -> None:
    Locale.objects.exclude(language_code="en").delete()
    make_solution("Atlas")
    assert read(editor, TRANSLATIONS) == {}
    assert "Every published page exists in every language." in editor.get(TRANSLATIONS).content.decode()


@pytest.mark.parametrize(
    ("days", "titles"), [(90, ["Late", "Popular", "Never"]), (10, ["Late", "Recent", "Popular", "Never"])]
)
def test_profiles_whose_check_ran_out_come_first(
    editor: Client, settings: Any, days: int, titles: list[str]
) -> None:
    settings.PROFILE_CHECK_DAYS = days
    now = datetime.now(UTC)
    make_solution("Never")
    make_solution("Popular", popularity=900)
    make_solution("Late", verified_at=now - timedelta(days=91))
    make_solution("Recent", verified_at=now - timedelta(days=20))
    make_solution("Draft", live=False)
    assert list(read(editor, STALE)) == titles
    assert "Mark as checked" in read(editor, STALE)["Late"]
    assert list(read(editor, f"{STALE}?checked=late")) == [
        each for each in titles if each in ("Late", "Recent")
    ]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (("Café Bot", None, ""), ("CAFE-BOT", None, ""), True),
        (("Atlas GmbH", None, ""), ("atlas", None, ""), True),
        (("Atlas, Inc.", "Acme Ltd", ""), ("ATLAS", "ACME", ""), True),
        (("Atlas", "Acme", "https://www.atlas.ai/"), ("Atlas", "Other", "http://atlas.ai/en"), True),
        (("Atlas", "Acme", ""), ("Atlas", "Other", ""), False),
        (("Atlas", None, "https://one.example/"), ("Atlas", None, "https://two.example/"), False),
        (("GPT-4.1", None, ""), ("GPT-41", None, ""), False),
        (("C++", None, ""), ("C#", None, ""), False),
        (("Atlas", None, ""), ("Atlant", None, ""), False),
    ],
)
def test_solutions_that_are_likely_the_same(editor: Client, one: Any, other: Any, equal: bool) -> None:
    pages = []
    for number, (title, vendor, website) in enumerate((one, other)):
        maker = make_vendor(vendor, slug=f"v{number}") if vendor else None
        pages.append(make_solution(title, vendor=maker, website=website, slug=f"s{number}"))
    rows = read(editor, SOLUTIONS)
    assert set(rows) == ({one[0], other[0]} if equal else set())
    if equal:
        assert other[0] in rows[one[0]]
        assert {reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages} <= set(
            links(editor, SOLUTIONS)
        )


def test_duplicates_lead_to_the_page_that_merges_them(editor: Client) -> None:
    for number in (1, 2):
        make_solution("Atlas", slug=f"same-{number}")
        make_vendor("Acme", slug=f"acme-{number}")
    for address in (SOLUTIONS, VENDORS):
        (target, *_others) = [each for each in links(editor, address) if "/merges/" in each]
        assert editor.get(target).content.decode().count('name="keep"') >= 2


def test_translations_and_aliases_are_no_duplicates(editor: Client, german: Any) -> None:
    page = make_solution("Atlas")
    page.copy_for_translation(german.locale).save_revision().publish()
    page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True, alias=True)
    assert read(editor, SOLUTIONS) == {}


def test_a_name_that_very_many_share_is_compared_in_bounded_time(editor: Client) -> None:
    rows = [make_solution("Atlas", slug=f"atlas-{number}") for number in range(COMPARED + 5)]
    found = find_all_duplicates(Solution.objects.all())
    assert len(found) == COMPARED and len(found[rows[0].pk]) == COMPARED - 1


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Acme", "ACME GmbH"), {"Acme", "ACME GmbH"}),
        (("Éclair", "eclair"), {"Éclair", "eclair"}),
        (("Open-AI", "OpenAI, Inc."), {"Open-AI", "OpenAI, Inc."}),
        (("Acme", "Acme Labs"), set()),
        (("C3", "C-3 PO"), set()),
    ],
)
def test_vendors_that_are_likely_the_same(editor: Client, names: Any, found: set[str]) -> None:
    vendors = [make_vendor(name, slug=f"vendor-{number}") for number, name in enumerate(names)]
    rows = read(editor, VENDORS)
    assert set(rows) == found
    if found:
        assert names[1] in rows[names[0]] and rows[names[0]].count(names[0]) == 1
        assert reverse("wagtailsnippets_vendors_vendor:edit", args=[vendors[1].pk]) in links(editor, VENDORS)


def fill() -> None:
    make_image("Bare")
    for number in range(2):
        make_solution("Atlas", slug=f"same-{number}")
        make_vendor("Acme", slug=f"acme-{number}")


@pytest.mark.parametrize("address", ALL)
def test_each_report_is_exported_and_in_the_menu(editor: Client, german: Any, address: str) -> None:
    fill()
    lines = export(editor, address)
    assert len(lines) >= 2 and all(len(line) == len(lines[0]) for line in lines)
    assert editor.get(f"{address}?export=xlsx").status_code == 200
    assert editor.get(f"{address}results/").status_code == 200
    assert f'"{address}"' in editor.get("/admin/").content.decode().replace("\\u002D", "-")


def test_the_export_names_the_others(editor: Client) -> None:
    make_solution("Atlas", slug="one")
    make_solution("ATLAS", slug="two", vendor=make_vendor("Acme"))
    assert [line[-1] for line in export(editor, SOLUTIONS)[1:]] == ["ATLAS (Acme)", "Atlas"]


@pytest.mark.parametrize("address", ALL)
def test_moderators_have_no_report_and_no_entry(address: str) -> None:
    make_site()
    fill()
    client = sign_in_client("Moderator")
    assert client.get(address).status_code in (302, 403)
    assert address not in client.get("/admin/").content.decode().replace("\\u002D", "-")


def test_vendors_find_what_is_their_own() -> None:
    make_site()
    member, vendor = make_user(groups=("Vendor",)), make_vendor("Ours")
    vendor.members.add(member)
    vendor.save()
    make_solution("Atlas", slug="own", vendor=vendor)
    make_solution("ATLAS", slug="own-2", vendor=vendor)
    make_solution("Atlas", slug="secret", vendor=make_vendor("Ours GmbH"), live=False)
    make_image("Foreign")
    image = make_image("Mine")
    image.uploaded_by_user = member
    image.save()
    client = sign_in_client(user=member)
    rows = read(client, SOLUTIONS)
    assert set(rows) == {"Atlas", "ATLAS"} and "Ours GmbH" not in str(rows)
    assert set(read(client, PICTURES)) == {"Mine"}
    for address in (STALE, VENDORS, TRANSLATIONS):
        assert client.get(address).status_code in (302, 403)


@pytest.mark.parametrize("address", ALL)
def test_a_report_costs_the_same_for_2_and_for_20_rows(editor: Client, german: Any, address: str) -> None:
    def count_statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(address).status_code == 200
        return len(captured)

    fill()
    count_statements()
    few = count_statements()
    for number in range(9):
        fill_more(number)
    count_statements()  # makes the small renditions of pictures
    assert count_statements() == few


def fill_more(number: int) -> None:
    make_image(f"Bare {number}")
    for name in (f"Bolt {number}", f"BOLT {number}"):
        make_solution(name, slug=f"{name}-{number}".replace(" ", "-"), vendor=make_vendor())
        make_vendor(name, slug=f"{name}-{number}".replace(" ", "-"))
    make_standard_page()
