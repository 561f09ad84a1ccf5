"""Copies and aliases of private pages: people read there what they may read at the page itself, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page, PageViewRestriction

from cms.base.private_subtrees import list_private_pages
from cms.compat import wagtail_privacy
from cms.identity import key_checks
from cms.identity.roles import EDITOR
from cms.testing.statements import exact_statements
from content_types.solutions.models import Solution, SolutionIndex
from tests.content_api.client import ask
from tests.factories.content import (
    index_page,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
)
from tests.support.editorial import ALL, PAGES, make_key, send

pytestmark = pytest.mark.django_db
GERMAN = '{ solutions(locale: "de") { totalCount nodes { title } } sitemap { totalCount } }'


@pytest.fixture(autouse=True)
def site() -> Any:
    key_checks.forget_keys()
    return make_site()


@pytest.fixture
def alias() -> Any:
    """A solution that German readers see as it is."""
    index = index_page(SolutionIndex, make_language("de"))
    page = make_solution("Atlas")
    return page.create_alias(
        parent=index, update_locale=index.locale, update_slug="atlas", reset_translation_key=False
    )


def restrict(page: Page, kind: str = "login", *groups: str) -> PageViewRestriction:
    made: PageViewRestriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    made.groups.set(Group.objects.filter(name__in=groups))
    return made


def count_german(client: Client) -> int:
    return int(ask(client, '{ solutions(locale: "de") { totalCount } }')["solutions"]["totalCount"])


def list_kinds(page: Any) -> set[tuple[str, str]]:
    return set(page.get_view_restrictions().values_list("page__slug", "restriction_type"))


def test_an_alias_is_as_private_as_its_page(alias: Any, client: Client) -> None:
    assert count_german(client) == 1
    restriction = restrict(alias.alias_of)
    assert count_german(client) == 0
    client.force_login(make_user("reader"))
    assert count_german(client) == 1
    restriction.delete()
    assert count_german(Client()) == 1


def test_an_alias_is_taken_back_when_its_page_is_deleted(alias: Any, client: Client) -> None:
    """It becomes a page of its own, which the page's restrictions hold for no more: an editor publishes it, or not."""
    restrict(alias.alias_of)
    alias.alias_of.delete()
    alias = Page.objects.get(pk=alias.pk)
    assert alias.alias_of is None and not alias.live and count_german(client) == 0


def test_what_stands_below_an_alias_of_a_private_page_is_private(client: Client) -> None:
    section, elsewhere = make_standard_page("Section"), make_standard_page("Elsewhere")
    restrict(section, "groups", EDITOR.name)
    made = section.create_alias(parent=elsewhere, update_slug="section")
    PageViewRestriction.objects.filter(page=made).delete()
    below = make_standard_page("Below", under=made)
    query = f'{{ page(path: "{below.url_path.removeprefix("/home")}") {{ title }} }}'
    client.force_login(make_user("reader"))
    assert ask(client, query) == {"page": None}
    client.force_login(make_user("editor", groups=(EDITOR.name,)))
    assert ask(client, query) == {"page": {"title": "Below"}}


@pytest.fixture
def members() -> Any:
    """A section for people who are signed in, with a page in it, an alias of that page elsewhere, and one of this."""
    section, elsewhere = make_standard_page("Members"), make_standard_page("Elsewhere")
    page = make_standard_page("Inside", under=section)
    restrict(section)
    made = page.create_alias(parent=elsewhere, update_slug="alias")
    made.create_alias(parent=elsewhere, update_slug="second")
    return page


ELSEWHERE = """{ one: page(path: "/elsewhere/alias/") { title } two: page(path: "/elsewhere/second/") { title }
    sitemap { entries { path } } }"""


def list_elsewhere(client: Client) -> list[str]:
    """The aliases that a caller sees, by each of two roads."""
    answer = ask(client, ELSEWHERE)
    listed = {each["path"] for each in answer["sitemap"]["entries"]}
    found = [name for name in ("one", "two") if answer[name]]
    assert len(listed & {"/elsewhere/alias/", "/elsewhere/second/"}) == len(found)
    return found


def test_an_alias_is_as_private_as_what_stands_above_its_page(members: Any, client: Client) -> None:
    assert list_elsewhere(client) == []
    for slug in ("alias", "second"):
        alias = Page.objects.get(slug=slug)
        assert list_kinds(alias) == {("members", "login")} and not Page.objects.public().filter(pk=alias.pk)
    client.force_login(make_user("reader"))
    assert list_elsewhere(client) == ["one", "two"]
    PageViewRestriction.objects.all().delete()
    assert list_elsewhere(Client()) == ["one", "two"]


def test_an_alias_follows_its_page_into_a_private_section_and_out_of_it(members: Any, client: Client) -> None:
    section, elsewhere = Page.objects.get(slug="members"), Page.objects.get(slug="elsewhere")
    assert list_elsewhere(client) == []
    Page.objects.get(pk=members.pk).move(elsewhere, "last-child")
    assert list_elsewhere(client) == ["one", "two"]
    Page.objects.get(pk=members.pk).move(Page.objects.get(pk=section.pk), "last-child")
    assert list_elsewhere(client) == []
    open_one = make_standard_page("Open")
    Page.objects.get(pk=members.pk).move(open_one, "last-child")
    assert list_elsewhere(client) == ["one", "two"]
    Page.objects.get(pk=open_one.pk).move(Page.objects.get(pk=section.pk), "last-child")  # with all below it
    assert list_elsewhere(client) == []


def test_all_restrictions_of_a_page_have_to_admit(alias: Any, client: Client) -> None:
    restrict(alias.alias_of, "groups", EDITOR.name)
    restrict(alias.alias_of, "groups")
    client.force_login(make_user("editor", groups=(EDITOR.name,)))
    assert count_german(client) == 0


@pytest.mark.parametrize("step", ["later alias", "alias of an alias", "converted", "by SQL"])
def test_an_alias_counts_from_the_moment_it_is_one(alias: Any, client: Client, step: str) -> None:
    """The structure is read again when an alias is made, moved or taken away."""
    source, english = alias.alias_of, alias.alias_of.get_parent()
    restrict(source)
    assert count_german(client) == 0
    index = alias.get_parent()
    match step:
        case "later alias":
            made = source.create_alias(parent=index, update_locale=index.locale, update_slug="second")
        case "alias of an alias":
            made = alias.create_alias(parent=index, update_slug="second")
        case "converted":
            Page.objects.filter(pk=alias.pk).update(alias_of=None)
            assert count_german(client) == 1
            return
        case _:
            made = make_solution("Second", under=index)
            assert count_german(client) == 1
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE wagtailcore_page SET alias_of_id = %s WHERE id = %s", [source.pk, made.pk]
                )
    PageViewRestriction.objects.filter(page=made).delete()
    assert count_german(client) == 0 and english.live
    made.delete()
    make_solution("Own", under=SolutionIndex.objects.get(pk=index.pk))
    assert count_german(client) == 1


def test_an_export_leaves_it_out_and_the_admin_says_why(alias: Any) -> None:
    assert Solution.objects.live().public().filter(pk=alias.pk).exists()
    restrict(alias.alias_of)
    assert not Solution.objects.live().public().filter(pk=alias.pk).exists()
    assert alias.get_view_restrictions().get().page_id == alias.alias_of_id
    assert wagtail_privacy.ORIGINALS["private"](
        Page.objects.all()
    ).children  # and its rule has the source alone


def test_what_was_set_on_an_alias_itself_counts_and_can_be_taken_away(alias: Any, client: Client) -> None:
    own = restrict(alias)
    assert count_german(client) == 0 and list(alias.get_view_restrictions()) == [own]
    assert not wagtail_privacy.ORIGINALS["restrictions"](
        alias
    ).exists()  # Wagtail still needs this workaround
    admin = Client()
    admin.force_login(make_user("chief", is_superuser=True, is_staff=True))
    address = reverse("wagtailadmin_pages:set_privacy", args=[alias.pk])
    assert admin.post(address, {"restriction_type": "none"}).status_code == 200
    assert count_german(client) == 1


def test_private_pages_cost_two_statements_whatever_their_number(alias: Any) -> None:
    with exact_statements(1):
        assert list_private_pages() == []
    restrict(alias.alias_of)
    with exact_statements(3):
        assert len(list_private_pages()) == 2
    for number in range(3):
        restrict(make_solution(f"Other {number}"))
    with exact_statements(3):
        assert len(list_private_pages()) == 5


def test_what_lies_below_an_alias_is_no_private_part_of_its_own(members: Any) -> None:
    section, target = Page.objects.get(slug="members"), make_standard_page("Target")
    made = section.create_alias(parent=target, recursive=True, update_slug="whole")
    PageViewRestriction.objects.filter(page=made).delete()
    elsewhere = {f"{each.path}" for each in Page.objects.filter(slug__in=("alias", "second"))}
    with exact_statements(4):
        found = {each.tree_path for each in list_private_pages()}
    assert found == {section.path, made.path, *elsewhere}


def copy_by_api(page: Page, target: Page) -> Page:
    key = make_key(make_user("machine", groups=(EDITOR.name,), is_staff=True), actions=ALL)
    made = send("post", f"{PAGES}{page.pk}/actions/copy/", key, {"destination_id": target.pk})
    assert made.status_code == 201, made.content
    return Page.objects.get(pk=made.json()["id"])


def copy_in_admin(page: Page, target: Page) -> Page:
    client = Client()
    client.force_login(make_user("chief", is_superuser=True, is_staff=True))
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": target.pk, "publish_copies": "on"}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    return Page.objects.get(slug="copy")


@pytest.mark.parametrize("copy", [copy_by_api, copy_in_admin])
def test_a_copy_below_a_private_page_admits_no_more_people(copy: Callable[[Page, Page], Page]) -> None:
    page, members = make_standard_page("Secret"), make_standard_page("Members")
    restrict(page, "groups", EDITOR.name)
    restrict(members)
    made = copy(page, members)
    assert list_kinds(made) == {("members", "login"), (made.slug, "groups")}
    groups = made.view_restrictions.get().groups.values_list("name", flat=True)
    assert list(groups) == [EDITOR.name]


def test_a_copy_elsewhere_has_the_restriction_once() -> None:
    page = make_standard_page("Secret")
    restrict(page, "groups", EDITOR.name)
    made = copy_by_api(page, make_standard_page("Open"))
    assert list_kinds(made) == {(made.slug, "groups")} and made.view_restrictions.count() == 1


def test_wagtail_alone_loses_the_restriction_of_a_copy() -> None:
    page, members = make_standard_page("Secret"), make_standard_page("Members")
    restrict(page, "groups", EDITOR.name)
    restrict(members)
    made = wagtail_privacy.ORIGINALS["copy"](CopyPageAction(page, to=members), page, members)
    assert list_kinds(made) == {("members", "login")}
