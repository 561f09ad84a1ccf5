"""The filter of vendors offers the same as Django's own select, at the cost of text."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import django_filters
import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content_types.base.selects import NameFilter
from content_types.vendors.models import Vendor
from tests.factories.content import make_site, make_solution, make_vendor
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
NAMES = ["Acme", "Bits & <b>Bytes</b>", 'Quote"s', "Ünï'code"]
OPTION = re.compile(r'<option value="(\d*)"( selected)?>\s*(.*?)\s*</option>', re.DOTALL)


class Plain(django_filters.FilterSet):
    vendor = django_filters.ModelChoiceFilter(queryset=Vendor.objects.all(), widget=forms.Select)


class Named(django_filters.FilterSet):
    vendor = NameFilter(queryset=Vendor.objects.all())


def read_options(filters: Any, **given: Any) -> list[tuple[str, bool, str]]:
    html = str(filters(given, queryset=Vendor.objects.all()).form["vendor"])
    assert html.startswith("<select") and 'name="vendor"' in html and 'id="id_vendor"' in html
    return [(key, bool(chosen), unescape(name)) for key, chosen, name in OPTION.findall(html)]


@pytest.mark.parametrize("chosen", [None, 0, 2, "nothing", "999999"])
def test_the_options_are_those_of_djangos_select(chosen: Any) -> None:
    made = [make_vendor(name) for name in NAMES]
    given = {} if chosen is None else {"vendor": made[chosen].pk if isinstance(chosen, int) else chosen}
    found = read_options(Named, **given)
    assert [(key, is_chosen, name) for key, is_chosen, name in read_options(Plain, **given)] == found
    assert [name for _, _, name in found[1:]] == sorted(
        NAMES, key=lambda name: [each.name for each in made].index(name)
    )
    assert any(is_chosen for _, is_chosen, _ in found[1:]) == isinstance(chosen, int)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_solutions_are_listed_by_vendor(number: int) -> None:
    make_site()
    made = [make_vendor(name) for name in NAMES]
    for vendor in made:
        make_solution(f"Tool of {vendor.pk}", vendor=vendor)
    client = sign_in_client("Editor")
    page = client.get("/admin/solutions/", {"vendor": made[number].pk}).content.decode()
    assert set(re.findall(r"Tool of (\d+)", page)) == {str(made[number].pk)}
    assert f'<option value="{made[number].pk}" selected>' in page


def test_vendors_are_read_without_their_columns() -> None:
    make_vendor("Acme")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read_options(Named)
    (statement,) = [each["sql"] for each in captured]
    assert statement.startswith(
        'SELECT "vendors_vendor"."id" AS "pk", "vendors_vendor"."name" AS "name" FROM'
    )
