"""The groups behind the roles. What each role may do is in `test_rights`."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from cms.identity.roles import ADMINISTRATOR, EDITOR
from content_types.reviews.roles import MODERATOR
from content_types.vendors.roles import VENDOR
from tests.factories.content import (
    make_user,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db

E, M, V, A = (role.name for role in (EDITOR, MODERATOR, VENDOR, ADMINISTRATOR))


def test_somebody_without_a_role_does_not_enter() -> None:
    assert sign_in_client(user=make_user()).get("/admin/").status_code == 302


def test_the_migration_leaves_no_group_but_the_roles() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {E, M, V, A}


def test_what_a_vendor_submits_waits_for_an_editor() -> None:
    root = Page.objects.get(depth=1)
    task = root.get_workflow().tasks.get().specific
    assert set(task.groups.values_list("name", flat=True)) == {E, A}
