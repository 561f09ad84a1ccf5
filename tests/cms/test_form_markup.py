"""The forms that tests send are those of the page, although most of the page is not parsed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from content_types.solutions.models import Solution
from tests.e2e.test_screens import plant_rows
from tests.factories.content import make_site, make_user
from tests.support.admin import sign_in_client
from tests.support.form_markup import reduce_to_fields


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("page", "page-edit-form"),
        ("wagtailsnippets_vendors_vendor:add", "w-editor-form"),
        ("wagtailsnippets_taxonomy_category:add", "w-editor-form"),
    ],
)
def test_the_reduced_page_sends_the_same(address: str, form: str) -> None:
    make_site()
    plant_rows()
    client = sign_in_client(user=make_user("root", is_superuser=True, is_staff=True))
    path = f"/admin/pages/{Solution.objects.get().pk}/edit/" if address == "page" else reverse(address)
    html = client.get(path).content.decode()
    reduced = reduce_to_fields(html)
    assert querydict_from_html(reduced, form_id=form) == querydict_from_html(html, form_id=form)
    assert len(reduced) < len(html) / 2


def test_quotes_scripts_and_texts_are_read_as_a_browser_does() -> None:
    html = """<form id="a"><script>"<input name='no' value=1>"</script><!-- <input name="no2" value="1"> -->
      <input name="x" value="1 > 0"><textarea name="t">
      a &lt; b</textarea><select name="s"><option value="1">One<option selected>Two &amp; <b>three</b></option></select>
      <input type="checkbox" name="c" value="on" checked data-given='{"a": "<b>"}'></form>"""
    found = querydict_from_html(reduce_to_fields(html), form_id="a")
    assert found == querydict_from_html(html, form_id="a")
    assert found["x"] == "1 > 0" and "no" not in found and "no2" not in found
