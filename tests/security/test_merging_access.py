"""Who may merge and undo, what is rejected, and that a rejected merge changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.merging.actions import merge_records
from cms.merging.models import Merge
from content_types.solutions.models import Solution
from content_types.taxonomy.models import Tag
from content_types.vendors.models import Vendor
from tests.factories.content import (
    make_category,
    make_language,
    make_site,
    make_solution,
    make_standard_page,
    make_user,
    make_vendor,
)
from tests.support.admin import rows_in, sign_in_client
from tests.support.merging import merge, merge_page, messages_in, undo, undo_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    make_site()


def make_pair(kind: str) -> tuple[Any, Any]:
    match kind:
        case "tag":
            return Tag.objects.create(name="a", slug="a"), Tag.objects.create(name="b", slug="b")
        case "category":
            return make_category("A"), make_category("B")
        case "vendor":
            return make_vendor("A"), make_vendor("B")
    return make_solution("A"), make_solution("B")


def post(client: Client, keep: Any, *others: Any, follow: bool = False) -> Any:
    sent = {"keep": keep.pk, "merge": [row.pk for row in others]}
    return client.post(merge_page(keep), sent, follow=follow)


KINDS = ("tag", "category", "vendor", "solution")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("role", "allowed"),
    [("Editor", True), ("Administrator", True), ("Moderator", False), ("Vendor", False), ("", False)],
)
def test_people_who_may_change_and_delete_merge(kind: str, role: str, allowed: bool) -> None:
    keep, other = make_pair(kind)
    client = sign_in_client(role) if role else Client()
    post(client, keep, other)
    assert type(keep).objects.filter(pk=other.pk).exists() is not allowed
    assert Merge.objects.exists() is allowed


@pytest.mark.parametrize("missing", ["change", "delete"])
@pytest.mark.parametrize("kind", ["tag", "category", "vendor"])
def test_one_of_the_two_rights_is_not_enough(kind: str, missing: str) -> None:
    keep, other = make_pair(kind)
    user = make_user()
    right = {"change": "delete", "delete": "change"}[missing]
    names = [f"{right}_{keep._meta.model_name}", "access_admin"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    post(sign_in_client(user=user), keep, other)
    assert type(keep).objects.count() == 2 and not Merge.objects.exists()


def test_members_of_a_vendor_merge_none_of_its_solutions() -> None:
    user, vendor = make_user(groups=("Vendor",)), make_vendor("A")
    vendor.members.add(user)
    vendor.save()
    keep, other = make_solution("A", vendor=vendor), make_solution("B", vendor=vendor)
    post(sign_in_client(user=user), keep, other)
    assert Solution.objects.count() == 2 and not Merge.objects.exists()


def test_addresses_of_hidden_gone_and_wrong_keys_are_not_found() -> None:
    keep, other = make_pair("vendor")
    client = sign_in_client("Editor")
    address = merge_page(keep)
    for keys in ("999999", "x", "1" * 30, "-1", f"{other.pk};1", "\u0661"):
        assert client.get(f"{address}&merge={keys}").status_code == 404
    assert client.get(f"{address}&merge={other.pk},{other.pk}").status_code == 200
    for kind in ("reviews/review", "accounts/user", "taxonomy/usecase", "no/such"):
        assert client.get(f"/admin/merges/{kind}/?keep=1&merge=2").status_code == 404


def test_a_page_that_a_person_may_not_see_is_not_found() -> None:
    keep, other = make_pair("solution")
    home = make_language("de")
    hidden = make_solution(
        "C", under=home.get_children().get(slug__startswith="solutions").specific, live=False
    )
    user, group = make_user(), Group.objects.create(name="English")
    user.groups.add(group)
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=keep.get_parent(), permission=permission)
    client = sign_in_client(user=user)
    assert client.get(merge_page(keep, hidden)).status_code == 404
    assert post(client, keep, hidden).status_code == 404
    assert client.get(merge_page(keep, other)).status_code == 200
    post(client, keep, other)
    assert set(Solution.objects.all()) == {keep, hidden}


def test_records_of_another_kind_are_not_found() -> None:
    solution, page = make_solution("A"), make_standard_page("B")
    client = sign_in_client("Editor")
    assert client.get(f"{merge_page(solution)}&merge={page.pk}").status_code == 404
    with pytest.raises(ValidationError, match="different kinds"):
        merge_records(
            make_vendor("A"), [Tag.objects.create(name="a", slug="a")], make_user(is_superuser=True)
        )


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_not_merged_into_itself(kind: str) -> None:
    keep, _ = make_pair(kind)
    client = sign_in_client("Editor")
    assert "at least one record besides the one to keep" in messages_in(post(client, keep, keep, follow=True))
    assert type(keep).objects.filter(pk=keep.pk).exists() and not Merge.objects.exists()


def test_pages_in_different_languages_and_aliases_are_not_merged() -> None:
    keep, other = make_pair("solution")
    home = make_language("de")
    index = home.get_children().get(slug__startswith="solutions").specific
    german = make_solution("C", under=index)
    alias = other.create_alias(update_slug="alias")
    client = sign_in_client("Editor")
    assert "different languages" in messages_in(post(client, keep, german, follow=True))
    assert "is an alias" in messages_in(post(client, keep, alias, follow=True))
    assert Solution.objects.count() == 4 and not Merge.objects.exists()


def test_a_locked_record_is_not_merged() -> None:
    keep, other = make_pair("vendor")
    Vendor.objects.filter(pk=other.pk).update(locked=True, locked_at=timezone.now(), locked_by=make_user())
    client = sign_in_client("Editor")
    assert "“B” is locked" in messages_in(client.get(merge_page(keep, other)))
    assert "“B” is locked" in messages_in(post(client, keep, other, follow=True))
    assert Vendor.objects.count() == 2


def test_the_second_of_two_merges_of_one_record_is_rejected() -> None:
    keep, other = make_pair("vendor")
    third, boss = make_vendor("C"), make_user(is_superuser=True)
    merge_records(keep, [other], boss)
    with pytest.raises(ValidationError, match="merged or deleted one of these records meanwhile"):
        merge_records(third, [other], boss)
    assert Merge.objects.count() == 1


@pytest.mark.parametrize(("role", "allowed"), [("Editor", True), ("Moderator", False), ("Vendor", False)])
def test_people_who_may_merge_undo(role: str, allowed: bool) -> None:
    keep, other = make_pair("vendor")
    merge_records(keep, [other], make_user(is_superuser=True))
    client = sign_in_client(role)
    assert (client.get(undo_page()).status_code == 200) is allowed
    undo(client)
    assert Vendor.objects.filter(pk=other.pk).exists() is allowed


def test_the_list_names_merges_of_kinds_that_a_person_merges() -> None:
    boss = make_user(is_superuser=True)
    for kind in ("vendor", "tag"):
        keep, other = make_pair(kind)
        merge_records(keep, [other], boss)
    user = make_user()
    names = ["change_tag", "delete_tag", "access_admin"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    address = reverse("merging:index")
    assert rows_in(sign_in_client("Editor").get(address)) == ["b → a", "B → A"]
    assert rows_in(sign_in_client(user=user).get(address)) == ["b → a"]
    assert sign_in_client("Moderator").get(address).status_code == 302
    vendor = Merge.objects.get(kept_name="A")
    assert sign_in_client(user=user).get(undo_page(vendor.pk)).status_code == 302


@pytest.mark.parametrize("kind", KINDS)
def test_ticked_rows_lead_to_the_page(kind: str) -> None:
    keep, other = make_pair(kind)
    client = sign_in_client("Editor")
    model = "wagtailcore/page" if kind == "solution" else f"{keep._meta.app_label}/{keep._meta.model_name}"
    page = client.get(f"/admin/bulk/{model}/merge/?id={keep.pk}&id={other.pk}&next=/admin/", follow=True)
    assert "Which record stays?" in page.content.decode()
    choice = client.get(page.redirect_chain[-1][0] + f"&keep={other.pk}")
    assert f"“{other}” stays as it is." in choice.content.decode()
    merge(client, other, keep)
    assert list(type(keep).objects.all()) == [other]


def test_ticked_pages_of_several_kinds_are_rejected() -> None:
    solution, page = make_solution("A"), make_standard_page("B")
    client = sign_in_client("Editor")
    address = f"/admin/bulk/wagtailcore/page/merge/?id={solution.pk}&id={page.pk}&next=/admin/"
    assert "Tick pages of one kind" in messages_in(client.get(address, follow=True))


@pytest.mark.parametrize(("role", "shown"), [("Editor", True), ("Moderator", False)])
@pytest.mark.parametrize(
    "listing", ["wagtailsnippets_vendors_vendor:list", "wagtailsnippets_taxonomy_tag:list"]
)
def test_the_menu_of_a_row_leads_to_the_page(role: str, shown: bool, listing: str) -> None:
    make_pair("vendor"), make_pair("tag")
    content = sign_in_client(role).get(reverse(listing), follow=True).content.decode()
    assert ("/admin/merges/" in content) is shown
