"""Previews of drafts in the admin: text and blocks, for users who may edit the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.content import (
    make_collection,
    make_event,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
BODY = [("paragraph", {"text": "<p>Words of the draft</p>"})]


@pytest.mark.parametrize("make", [make_solution, make_event, make_collection, make_standard_page])
def test_a_draft_can_be_looked_at(make: Any) -> None:
    make_site()
    page = make("Whisper", live=False)
    page.body = BODY
    page.save_revision()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    shown = sign_in_client("Editor").get(address)
    text = shown.content.decode()
    assert shown.status_code == 200 and "<h1>Whisper</h1>" in text and "Words of the draft" in text
    assert sign_in_client(user=make_user()).get(address).status_code == 302


def test_home_and_indexes_can_be_looked_at() -> None:
    make_site()
    from wagtail.models import Page

    editor = sign_in_client("Editor")
    for page in Page.objects.filter(depth__gt=1).specific():
        address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
        assert page.title in editor.get(address).content.decode()
