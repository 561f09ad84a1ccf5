"""What each role may do, through real requests: one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from cms.identity.models import User
from cms.identity.roles import ADMINISTRATOR, EDITOR
from content_types.reviews.roles import MODERATOR
from content_types.vendors.roles import VENDOR
from tests.factories.content import (
    make_category,
    make_event,
    make_review,
    make_site,
    make_solution,
    make_user,
    make_vendor,
)
from tests.support.admin import sign_in_client

pytestmark = pytest.mark.django_db

E, M, V, A = (role.name for role in (EDITOR, MODERATOR, VENDOR, ADMINISTRATOR))
TABLE = [
    ("wagtailadmin_home", {E, M, V, A}),
    ("solutions:index", {E, V, A}),
    ("events:index", {E, V, A}),
    ("edit own solution", {E, V, A}),
    ("edit other solution", {E, A}),
    ("edit event", {E, A}),
    ("edit home page", {E, A}),
    ("add solution", {E, A}),
    ("delete own solution", {E, A}),
    ("unpublish own solution", {E, A}),
    ("wagtailsnippets_vendors_vendor:list", {E, A}),
    ("wagtailsnippets_vendors_vendor:add", {E, A}),
    ("wagtailsnippets_taxonomy_category:list", {E, A}),
    ("wagtailsnippets_taxonomy_tag:list", {E, A}),
    ("wagtailsnippets_taxonomy_usecase:add", {E, A}),
    ("wagtailsnippets_pages_menu:list", {E, A}),
    ("wagtailimages:index", {E, V, A}),
    ("wagtailimages:add", {E, V, A}),
    ("wagtaildocs:index", {E, V, A}),
    ("reviews:index", {M, A}),
    ("inspect review", {M, A}),
    ("approve review", {M, A}),
    ("reviews:add", {A}),
    ("replies:index", {M, A}),
    ("decisions:index", {M, A}),
    ("wagtailusers_users:index", {A}),
    ("wagtailusers_groups:index", {A}),
    ("wagtailredirects:index", {A}),
    ("wagtailsites:index", {A}),
    ("site settings", {A}),
    ("plugins:index", {A}),
    ("trusted_documents:index", {A}),
    ("person_chooser:choose", {E, A}),
]


def addresses(member: User | None) -> dict[str, str]:
    """The address of every line of the table whose name is not one of Django's."""
    site = make_site()
    ours = make_vendor("Ours")
    if member:
        ours.members.add(member)
        ours.save()
    make_category("Tools")
    own, other, event = (
        make_solution("Own", vendor=ours),
        make_solution("Other", vendor=make_vendor()),
        make_event(),
    )
    review = make_review(own, state="pending")
    page = {"own solution": own, "other solution": other, "event": event, "home page": site.root_page}
    found = {f"edit {name}": reverse("wagtailadmin_pages:edit", args=[row.pk]) for name, row in page.items()}
    return found | {
        "add solution": reverse(
            "wagtailadmin_pages:add", args=["solutions", "solution", own.get_parent().pk]
        ),
        "delete own solution": reverse("wagtailadmin_pages:delete", args=[own.pk]),
        "unpublish own solution": reverse("wagtailadmin_pages:unpublish", args=[own.pk]),
        "inspect review": reverse("reviews:inspect", args=[review.pk]),
        "approve review": f"/admin/bulk/reviews/review/approve/?id={review.pk}&next=/admin/",
        "site settings": reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk]),
    }


@pytest.mark.parametrize("role", [E, M, V, A])
def test_every_role_reaches_exactly_its_own_pages(role: str) -> None:
    person = make_user(groups=(role,))
    client, found = sign_in_client(user=person), addresses(person if role == V else None)
    reached = {
        line: client.get(found.get(line) or reverse(line), HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code
        == 200
        for line, _ in TABLE
    }
    assert reached == {line: role in allowed for line, allowed in TABLE}


def test_somebody_without_a_role_does_not_enter() -> None:
    assert sign_in_client(user=make_user()).get("/admin/").status_code == 302


def test_the_migration_leaves_no_group_but_the_roles() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {E, M, V, A}


def test_what_a_vendor_submits_waits_for_an_editor() -> None:
    root = Page.objects.get(depth=1)
    task = root.get_workflow().tasks.get().specific
    assert set(task.groups.values_list("name", flat=True)) == {E, A}
