"""After a test that commits, the tables hold what migrations left there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import Locale

from cms.audit.models import AuditEvent
from cms.identity.models import User
from cms.testing.baseline import PROTECTED, list_tables, restore_rows
from content_types.reviews import actions
from content_types.reviews.models import ModerationAction
from tests.factories.content import make_review, make_site, make_solution, make_user

pytestmark = [pytest.mark.alone, pytest.mark.django_db(transaction=True)]


def read_rows() -> dict[str, list[str]]:
    """All rows of all tables, as texts."""
    with connection.cursor() as cursor:
        found = {}
        for table in (*list_tables(connection), *PROTECTED):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def write_content() -> None:
    make_site()
    make_solution("Atlas", tags=("maps",))


def change_and_delete() -> None:
    Locale.objects.update(language_code="de")
    Permission.objects.filter(codename__startswith="add_").delete()
    Group.objects.all().delete()


def write_what_cannot_be_deleted() -> None:
    make_site()
    review = make_review(make_solution("Atlas"), state="pending")
    actions.moderate([review.pk], "published", reason="ok", by=make_user(is_superuser=True))
    assert ModerationAction.objects.exists() and AuditEvent.objects.exists()


@pytest.mark.parametrize("write", [write_content, change_and_delete, write_what_cannot_be_deleted])
def test_rows_are_restored(write: Callable[[], None]) -> None:
    before = read_rows()
    write()
    assert read_rows() != before
    restore_rows(connection)
    assert read_rows() == before


@pytest.mark.parametrize("turn", [1, 2])
def test_the_next_test_finds_what_migrations_wrote(turn: int) -> None:
    assert Group.objects.filter(name="Editor").exists() and not User.objects.exists()
    change_and_delete()
    make_user()
