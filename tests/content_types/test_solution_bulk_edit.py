"""Editing many profiles at once: all of them or none, with drafts kept as drafts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils.http import urlencode
from wagtail.models import GroupPagePermission, PageLogEntry, Workflow

from content_types.solutions.models import Solution
from content_types.solutions.parts import AttributeValue
from content_types.taxonomy.models import AttributeDefinition, Category, Tag
from tests.factories.content import make_category, make_site, make_solution, make_user, make_vendor
from tests.support.admin import find_errors, sign_in_client

pytestmark = pytest.mark.django_db
BULK = "/admin/bulk/solutions/solution/edit/"


@pytest.fixture
def editor() -> Client:
    make_site()
    return sign_in_client("Editor")


def edit(client: Client, *pages: Solution, **changes: Any) -> HttpResponse:
    query = urlencode([*[("id", page.pk) for page in pages], ("next", "/admin/solutions/")])
    return client.post(f"{BULK}?{query}", changes)


def read_message(response: HttpResponse) -> str:
    return str(list(get_messages(response.wsgi_request))[-1]).strip()


def read_text(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def facts(page: Any) -> tuple[str, list[str], str, list[str]]:
    return (
        page.category.name,
        sorted(each.name for each in page.categories.all()),
        page.status,
        sorted(tag.name for tag in page.tags.all()),
    )


def load(page: Solution) -> Solution:
    return Solution.objects.get(pk=page.pk)


def load_draft(page: Solution) -> Any:
    return load(page).get_latest_revision_as_object()


def make_tag(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name, slug=name)[0]


@pytest.fixture
def models() -> Category:
    return make_category("Models")


@pytest.fixture
def search() -> Category:
    return make_category("Search")


def test_category_tags_and_life_cycle_change_together(
    editor: Client, models: Category, search: Category
) -> None:
    pages = [make_solution(name, category=models, tags=("old", "kept")) for name in ("Atlas", "Bolt")]
    pages[0].categories.add(make_category("Also"))
    pages[0].save()
    sent = {
        "category": search.pk,
        "status": "beta",
        "added": make_tag("new").name,
        "removed": make_tag("old").name,
    }
    response = edit(editor, *pages, **sent)
    assert (response.status_code, response.url) == (302, "/admin/solutions/"), find_errors(response)
    assert read_message(response) == "2 solutions changed."
    assert facts(load(pages[0])) == ("Search", ["Also", "Search"], "beta", ["kept", "new"])
    assert facts(load(pages[1])) == ("Search", ["Search"], "beta", ["kept", "new"])
    actions = set(
        PageLogEntry.objects.filter(page__in=[page.pk for page in pages]).values_list("action", flat=True)
    )
    assert {"wagtail.edit", "wagtail.publish"} <= actions
    assert all(load(page).live_revision_id and not load(page).has_unpublished_changes for page in pages)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Choose what to change."),
        ({"status": "retired"}, "not one of the available choices"),
        ({"category": "999999"}, "not one of the available choices"),
        ({"added": "x"}, "There is no tag “x”: choose one of the tags that are suggested."),
        ({"removed": "old, x, y z"}, "There is no tag “x”, “y z”"),
        ({"added": "1"}, "There is no tag “1”"),
        ({"status": "beta", "added": "old", "removed": "Old"}, "Choose either to add or to remove: old."),
    ],
)
def test_a_form_that_cannot_be_followed_changes_nothing(
    editor: Client, changes: dict[str, Any], message: str
) -> None:
    page = make_solution("Atlas", tags=("old",))
    assert message in read_text(edit(editor, page, **changes))
    assert (load(page).status, page.revisions.count()) == ("active", 0)


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("new", ["new"]),
        ("NEW,Two Words", ["Two Words", "new"]),
        ('"Two Words", new, new', ["Two Words", "new"]),
    ],
)
def test_tags_are_given_by_name_in_any_case(editor: Client, written: str, tags: list[str]) -> None:
    page = make_solution("Atlas")
    Tag.objects.create(name="new", slug="new"), Tag.objects.create(name="Two Words", slug="two-words")
    edit(editor, page, added=written)
    assert facts(load(page))[3] == tags


def test_the_form_does_not_list_the_tags(editor: Client) -> None:
    """It asks for those that begin with what is typed; a form that is shown again keeps what was chosen."""
    page = make_solution("Atlas", tags=("old",))
    for number in range(30):
        make_tag(f"tag-{number}")
    text = editor.get(f"{BULK}?id={page.pk}").content.decode()
    assert "tag-7" not in text and "/admin/tag-autocomplete/taxonomy/tag/" in text
    shown = BeautifulSoup(edit(editor, page, added="tag-7", removed="x").content, "html.parser")
    assert [field["value"] for field in shown.select("[name=added]")] == ["tag-7"]


def test_profiles_that_have_the_values_already_get_no_revision(editor: Client) -> None:
    same, other = make_solution("Same", status="beta"), make_solution("Other")
    assert read_message(edit(editor, same, other, status="beta")) == "1 solution changed. 1 was so already."
    assert (same.revisions.count(), other.revisions.count()) == (0, 1)
    assert read_message(edit(editor, same, other, status="beta")) == "0 solutions changed. 2 were so already."


def test_an_unpublished_draft_is_changed_and_stays_one(editor: Client, search: Category) -> None:
    page = make_solution("Atlas", tags=("one",))
    page.title, page.summary = "Atlas 2", "Secret."
    page.save_revision()
    edit(editor, page, category=search.pk, added=make_tag("two").name)
    public, waiting = load(page), load_draft(page)
    assert (public.title, public.has_unpublished_changes, waiting.title) == ("Atlas", True, "Atlas 2")
    assert public.summary != "Secret." and waiting.summary == "Secret."
    assert facts(public) == facts(waiting) == ("Search", ["Search"], "active", ["one", "two"])
    public.get_latest_revision().publish()
    assert (load(page).title, facts(load(page))) == ("Atlas 2", facts(waiting))


def test_a_draft_that_differs_already_is_kept_when_the_public_profile_follows(editor: Client) -> None:
    page = make_solution("Atlas")
    page.status, page.title = "beta", "Atlas 2"
    page.save_revision()
    edit(editor, page, status="beta")
    assert (load(page).status, load(page).title, load_draft(page).title) == ("beta", "Atlas", "Atlas 2")
    assert load(page).has_unpublished_changes


def test_what_was_never_published_is_changed_and_not_published(editor: Client) -> None:
    page = make_solution("Atlas", live=False)
    page.title = "Atlas 2"
    page.save_revision()
    edit(editor, page, status="discontinued")
    assert (load(page).live, load(page).status, load_draft(page).title) == (False, "discontinued", "Atlas 2")


def lock(page: Solution) -> None:
    Solution.objects.filter(pk=page.pk).update(locked=True, locked_by=make_user())


def make_alias(page: Solution) -> None:
    Solution.objects.filter(pk=page.pk).update(alias_of=make_solution("Original").pk)


def submit(page: Solution) -> None:
    page.save_revision()
    Workflow.objects.get().start(load(page), make_user())


def schedule(page: Solution) -> None:
    page.save_revision().publish()
    later = load(page)
    later.go_live_at = datetime.now(UTC) + timedelta(days=1)
    later.save_revision().publish()


def use_attribute(page: Solution) -> None:
    definition = AttributeDefinition.objects.create(category=page.category, key="k", name="Context")
    AttributeValue.objects.create(page=page, definition=definition, value="1")


def lose_summary(page: Solution) -> None:
    Solution.objects.filter(pk=page.pk).update(summary="")


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (lock, "It is locked. Unlock it first."),
        (make_alias, "It shows another page. Change that page instead."),
        (submit, "It waits for moderation. Approve or reject it first."),
        (schedule, "A version of it is scheduled. Cancel the schedule first."),
        (use_attribute, "Context cannot be used in “Search”: remove these attributes under Facts."),
        (lose_summary, "summary: This field cannot be blank."),
    ],
)
def test_one_that_cannot_be_changed_stops_all_and_is_named(
    editor: Client, search: Category, prepare: Any, reason: str
) -> None:
    free, taken = (
        make_solution("Free", category=make_category("A")),
        make_solution("Taken", category=make_category("B")),
    )
    prepare(taken)
    response = edit(editor, free, taken, category=search.pk)
    assert response.status_code == 200 and f"“Taken”: {reason}" in read_text(response)
    assert [load(page).category.name for page in (free, taken)] == ["A", "B"]
    assert free.revisions.count() == 0


def test_the_others_can_be_changed_without_it(editor: Client) -> None:
    free, taken = make_solution("Free"), make_solution("Taken")
    lock(taken)
    page = BeautifulSoup(edit(editor, free, taken, status="beta").content, "html.parser")
    (rest,) = [str(each["href"]) for each in page.select("a") if each.get_text() == "Continue without them"]
    assert editor.post(rest, {"status": "beta"}).url == "/admin/solutions/"
    assert (load(free).status, load(taken).status) == ("beta", "active")


@pytest.mark.parametrize("role", ["Vendor", "Moderator"])
def test_other_roles_neither_see_the_action_nor_use_it(role: str) -> None:
    make_site()
    person, vendor = make_user(groups=(role,)), make_vendor("Ours")
    vendor.members.add(person)
    vendor.save()
    page, client = make_solution("Own", vendor=vendor), sign_in_client(user=person)
    response = edit(client, page, status="beta")
    assert response.status_code in (302, 403) and response.headers.get("Location", "/admin/") == "/admin/"
    assert "bulk/solutions/solution" not in client.get("/admin/solutions/").content.decode()
    assert (load(page).status, page.revisions.count()) == ("active", 0)


def test_an_editor_of_one_part_of_the_tree_cannot_change_the_rest(editor: Client) -> None:
    own, other = make_solution("Own"), make_solution("Other")
    person = make_user(groups=("Part",))
    group = person.groups.get()
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_solution"]))
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=own, permission=permission)
    client = sign_in_client(user=person)
    assert "“Other”: You may not edit it." in read_text(edit(client, own, other, status="beta"))
    assert (load(own).status, load(other).status) == ("active", "active")
    assert read_message(edit(client, own, status="beta")) == "1 solution changed."


def test_the_listing_offers_both_actions_and_those_for_pages(editor: Client) -> None:
    make_solution("Atlas")
    page = BeautifulSoup(editor.get("/admin/solutions/").content, "html.parser")
    buttons = [each["href"] for each in page.select("[data-bulk-action-button]")]
    assert buttons[:2] == ["/admin/bulk/solutions/solution/check/", BULK]
    assert "/admin/bulk/wagtailcore/page/publish/" in buttons
