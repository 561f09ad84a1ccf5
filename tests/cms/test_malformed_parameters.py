"""Addresses of the admin with ids that are none: refused, never an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from wagtail.users.models import UserProfile

from cms.identity.models import User
from cms.media.models import Image
from content_types.events.models import Event
from tests.factories.content import make_event, make_site
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db
BAD = ("abc", "9" * 30, "1'--", "-1", "1,x", "\0", "1e3", "{}", "../1")
EXEMPT = {"/admin/failwhale/", "/admin/logout/", "/admin/snippets/choose/vendors/vendor/create/"}
"""The first fails on purpose, the second signs out; Wagtail routes the third, which no page leads to, without a form."""


@pytest.fixture
def admin() -> Client:
    make_site()
    make_event("Meetup")
    client = sign_in_client()
    client.raise_request_exception = False
    return client


def addresses(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Every address of the admin that has no part to fill in."""
    for each in patterns or get_resolver().url_patterns:
        path = before + re.sub(r"[\^$]|\\Z", "", str(each.pattern))
        if isinstance(each, URLResolver):
            yield from addresses(each.url_patterns, path)
        elif path.startswith("/admin/") and not set(path) & set("<(["):
            yield path


PARAMETERS = (
    "id",
    "page",
    "parent",
    "object_id",
    "collection_id",
    "locale",
    "user",
    "content_type",
    "p",
    "tag",
)


def test_no_address_of_the_admin_fails_over_malformed_parameters(admin: Client) -> None:
    paths = sorted(set(addresses()) - EXEMPT)
    answers = {path: admin.get(path, dict.fromkeys(PARAMETERS, "abc")).status_code for path in paths}
    assert len(paths) > 100 and {path: code for path, code in answers.items() if code >= 500} == {}


@pytest.mark.parametrize("value", BAD)
def test_choosers_refuse_what_is_no_id(admin: Client, value: str) -> None:
    before = Image.objects.count(), Event.objects.count()
    for kind in ("images", "documents"):
        answer = admin.get(f"/admin/{kind}/chooser/chosen-multiple/", {"id": value})
        assert answer.status_code in (200, 400, 404), kind
    answer = admin.get("/admin/choose-page/chosen-multiple/", {"id": value})
    assert answer.status_code in (200, 400, 404)
    assert admin.post("/admin/bulk/wagtailcore/page/delete/", {"id": value}).status_code < 500
    assert (Image.objects.count(), Event.objects.count()) == before


def test_a_malformed_id_is_named_as_the_reason(admin: Client) -> None:
    answer = admin.get("/admin/images/chooser/chosen-multiple/", {"id": "abc"})
    assert answer.status_code == 400 and b"is malformed: go back and choose again" in answer.content


def test_the_reason_is_told_in_the_language_of_the_person(admin: Client) -> None:
    UserProfile.objects.update_or_create(
        user=User.objects.get(pk=admin.session["_auth_user_id"]), defaults={"preferred_language": "de"}
    )
    answer = admin.get("/admin/images/chooser/chosen-multiple/", {"id": "abc"})
    assert answer.status_code == 400 and "ist fehlerhaft" in answer.content.decode()


def test_errors_of_ours_stay_errors(admin: Client) -> None:
    """The middleware answers for values of the request alone."""
    assert admin.get("/admin/failwhale/", {"id": "abc"}).status_code == 500


def test_wagtail_still_passes_malformed_ids_to_the_database(admin: Client, settings: Any) -> None:
    """Once this fails, cms.compat.wagtail_parameters can go."""
    ours = "cms.compat.wagtail_parameters.MalformedParametersMiddleware"
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != ours]
    client = sign_in_client()
    client.raise_request_exception = False
    assert client.get("/admin/images/chooser/chosen-multiple/", {"id": "abc"}).status_code == 500
