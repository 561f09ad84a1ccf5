"""Images that pages refer to, through /api/v3/."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction

from cms.identity.models import User
from cms.identity.roles import EDITOR
from content_types.vendors.roles import VENDOR
from tests.factories.content import make_image, make_site, make_solution, make_user, make_vendor
from tests.support.editorial import ALL, PAGES, SOLUTION, make_key, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    make_site()
    return make_user("editor", groups=(EDITOR.name,), is_staff=True)


class TestFiles:
    def test_an_image_is_chosen_by_its_id_where_the_owner_sees_it(self, editor: User) -> None:
        private = Collection.get_first_root_node().add_child(name="Private")
        rule = CollectionViewRestriction.objects.create(collection=private, restriction_type="groups")
        rule.groups.add(Group.objects.create(name="Board"))
        ours, member = make_vendor("Ours"), make_user("member", groups=(VENDOR.name,), is_staff=True)
        ours.members.add(member)
        ours.save()
        page = make_solution("One", vendor=ours)
        address, hidden, shown = f"{PAGES}{page.pk}/", make_image(collection=private), make_image()
        token = make_key(member, actions=ALL)
        answers = [send("patch", address, token, {"logo": pk}) for pk in (hidden.pk, 10**6)]
        assert [each.status_code for each in answers] == [422, 422]
        assert answers[0].json()["errors"][0]["loc"] == ["logo"]
        assert send("patch", address, token, {"logo": shown.pk}).status_code == 200
        published = {"logo": shown.pk, "meta": {"action": "publish"}}
        assert send("patch", address, make_key(editor, actions=ALL), published).status_code == 200
        assert send("get", address, make_key(editor)).json()["logo"]["id"] == shown.pk
        assert send("get", address, make_key(editor, SOLUTION)).json()["logo"] is None
